"""A Friday at 18:40: somebody is on duty, mails leave, and the worker looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kizuki.actions.duty.call_duty import schedule_calls
from kizuki.actions.notices.send_notice import send_notice
from kizuki.store.models import Notice
from kizuki.store.record.clock import standing_at
from tests.actions.record import TESTER
from tests.mail_server import MailBox

FRIDAY = datetime(2026, 6, 5, 9, 40, tzinfo=UTC)


def called(box: MailBox, minutes: int, *, since: datetime = FRIDAY) -> list[tuple[str, str]]:
    """Look once, so many minutes after; gives to whom mails went, and their subjects."""
    before = len(box.mails)
    with standing_at(since + timedelta(minutes=minutes)):
        schedule_calls(since + timedelta(minutes=minutes), actor=TESTER)
        for pk in Notice.objects.filter(sent_at=None).order_by("pk").values_list("pk", flat=True):
            send_notice(pk, actor=TESTER)
    return [(mail["To"].partition("@")[0], mail["Subject"]) for mail in box.mails[before:]]


def names(told: list[tuple[str, str]]) -> list[str]:
    """To whom mails went."""
    return [name for name, _ in told]
