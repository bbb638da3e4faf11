"""Where finders reach us, and what was said to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import FinderAcknowledgement, FinderDesk, KeptText, Obligation, User
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FinderDeskRow:
    """The desk as set last. `readers` are those of the list who are still here, by id and name; `left` counts the
    others."""

    revision: int
    readers: tuple[tuple[int, str], ...]
    left: int
    mail: str
    policy_ja: str
    policy_en: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class AcknowledgementRow:
    """What a finder was told: on which day, by which way, by whom, in which words."""

    on: date
    channel: str
    person: str
    words: str


@dataclass(frozen=True, slots=True)
class OwedToFinder:
    """By which day a finder is told that the report arrived (None: they were told), and what was said so far."""

    due_on: date | None
    said: tuple[AcknowledgementRow, ...]


def finder_desk(viewer: Viewer) -> FinderDeskRow | None:
    """The desk; None where none was set."""
    row = seen(viewer, FinderDesk).order_by("-revision").first()
    if row is None:
        return None
    here = tuple(
        seen(viewer, User).filter(pk__in=row.readers, is_active=True).order_by("pk").values_list("pk", "display_name")
    )
    return FinderDeskRow(
        row.revision, here, len(row.readers) - len(here), row.mail, row.policy_ja, row.policy_en, row.set_at
    )


def acknowledgements_of(viewer: Viewer, information_id: int) -> tuple[AcknowledgementRow, ...]:
    """What the finder of a report was told, the oldest first."""
    rows = list(
        seen(viewer, FinderAcknowledgement)
        .filter(information_id=information_id)
        .select_related("person")
        .order_by("on", "pk")
    )
    words = _words(viewer, [row.pk for row in rows])
    return tuple(
        AcknowledgementRow(row.on, row.channel, row.person.display_name, words.get(row.pk, "")) for row in rows
    )


def owed_to_finder(viewer: Viewer, information_id: int) -> OwedToFinder:
    """What stands between us and the finder of a report."""
    owed = seen(viewer, Obligation).filter(
        owner=f"information:{information_id}", kind="finder_acknowledgement", ended_at=None
    )
    due_on = owed.order_by("due_on").values_list("due_on", flat=True).first()
    return OwedToFinder(due_on, acknowledgements_of(viewer, information_id))


def _words(viewer: Viewer, ids: Sequence[int]) -> dict[int, str]:
    rows = KeptText.objects.filter(subject__in=[f"finder_acknowledgement:{pk}" for pk in ids]).order_by("revision")
    return {
        int(row.subject.partition(":")[2]): say("record.erased", viewer.lang) if row.erased_at else row.body
        for row in rows
    }
