"""Send one notice, and keep that the mail server took it."""

from __future__ import annotations

from django.conf import settings

from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.gateways.mail.sending import MailServer, send
from kizuki.store.notices.keeping import taken, to_send
from kizuki.store.notices.wording import letter_of
from kizuki.store.record import clock


def send_notice(notice_id: int, *, actor: Actor) -> bool:
    """Send it unless it was sent. Returns whether it was sent now.

    It is marked as sent only after the mail server took it; a worker that is killed in between sends the same mail
    again, under the same Message-ID. `Refused` where no mail server is named; whatever the server says is raised.
    """
    notice = to_send(notice_id)
    if notice.sent_at is not None:
        return False
    server: MailServer | None = settings.MAIL
    if server is None:
        raise Refused("KIZUKI_SMTP", "names no mail server")
    letter = letter_of(notice, settings.ADDRESS)
    send(server, letter.to, letter.subject, letter.body, key=notice.key, at=clock.now())
    with verb("send_notice", actor=actor, of=[f"notice:{notice_id}"]) as act:
        if not taken(notice_id, act.at):
            act.unchanged()
            return False
        act.record(subjects=[f"notice:{notice_id}", f"user:{notice.person_id}"], payload={"kind": notice.kind})
    return True
