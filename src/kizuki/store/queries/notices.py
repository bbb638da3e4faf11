"""What was sent to a person, and what waits to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuki.store.access.seen import leading_nowhere_hidden, seen
from kizuki.store.models import Notice, User
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.viewer import Viewer

LATE = timedelta(minutes=10)
"""A notice that stands unsent for longer is told on every page."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One mail: the number of what it was about ('' where that is no one thing), when it was asked for and when a mail
    server took it (None: not yet)."""

    id: int
    kind: str
    about: str
    asked_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unsent:
    """How many mails stand unsent for too long, since when, and how many active people have no address."""

    late: int
    since: datetime | None
    without_address: int


def notices_of(viewer: Viewer, *, limit: int = 100) -> Beginning[NoticeRow]:
    """The viewer's own mails, the newest first."""
    rows = seen(viewer, Notice).select_related("case", "information").order_by("-pk")
    return beginning(
        rows,
        limit,
        lambda found: (NoticeRow(row.pk, row.kind, _about(row), row.asked_at, row.sent_at) for row in found),
    )


def _about(row: Notice) -> str:
    return next((one.number for one in (row.case, row.information) if one is not None), "")


def mail_of(viewer: Viewer) -> str:
    """Where the viewer's own mail goes; '' where nowhere."""
    if viewer.user_id is None:
        return ""
    return str(seen(viewer, User).filter(pk=viewer.user_id).values_list("mail", flat=True).first() or "")


def unsent(viewer: Viewer, now: datetime) -> Unsent:
    """What every page says of mails: numbers only, and none of mails about something that is hidden from the viewer."""
    if viewer.user_id is not None and not seen(viewer, User).filter(pk=viewer.user_id).exists():
        return Unsent(0, None, 0)
    late = leading_nowhere_hidden(viewer, Notice).filter(sent_at=None, asked_at__lt=now - LATE).order_by("asked_at")
    without = User.objects.filter(is_active=True, mail="").exclude(role="auditor").count()
    return Unsent(late.count(), late.values_list("asked_at", flat=True).first(), without)
