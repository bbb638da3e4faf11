"""Send one notice, and keep that the mail server took it."""

from __future__ import annotations

from django.conf import settings

from kizuki.actions.duty.call_duty import hook_code
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.gateways.http import Connection
from kizuki.gateways.mail.sending import MailServer, send
from kizuki.gateways.webhook.sending import post
from kizuki.store.models import Notice
from kizuki.store.notices.keeping import taken, to_send
from kizuki.store.notices.wording import letter_of, message_of
from kizuki.store.record import clock


def send_notice(notice_id: int, *, actor: Actor) -> bool:
    """Send it unless it was sent. Returns whether it was sent now.

    It is marked as sent only after the mail server took it; a worker that is killed in between sends the same mail
    again, under the same Message-ID. `Refused` where no mail server is named; whatever the server says is raised.
    """
    find(Notice, "notice", actor=actor, pk=notice_id)
    notice = to_send(notice_id)
    if notice.sent_at is not None:
        return False
    if notice.kind == "hook":
        _by_webhook(notice)
    else:
        _by_mail(notice)
    with verb("send_notice", actor=actor, of=[f"notice:{notice_id}"]) as act:
        if not taken(notice_id, act.at):
            act.unchanged()
            return False
        act.record(subjects=[f"notice:{notice_id}", f"user:{notice.person_id}"], payload={"kind": notice.kind})
    return True


def _by_mail(notice: Notice) -> None:
    server: MailServer | None = settings.MAIL
    if server is None:
        raise Refused("KIZUKI_SMTP", "names no mail server")
    letter = letter_of(notice, settings.ADDRESS)
    send(server, letter.to, letter.subject, letter.body, key=notice.key, at=clock.now())


def _by_webhook(notice: Notice) -> None:
    url = next((one for one in settings.WEBHOOKS if hook_code(one) == notice.values["hook"]), None)
    if url is None:
        raise Refused("KIZUKI_WEBHOOKS", "does not name the address any more that this call was for")
    post(url, message_of(notice, settings.ADDRESS), key=notice.key, connection=Connection.from_environment())
