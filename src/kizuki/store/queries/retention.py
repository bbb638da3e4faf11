"""Which cases have texts whose period of retention has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kizuki.core.lifecycle.retention import Period, period_of
from kizuki.core.numbering import number_order
from kizuki.store.access.seen import seen
from kizuki.store.models import Attachment, Case, Narrative, RecordUse
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import canonical_json, digest_of


@dataclass(frozen=True, slots=True)
class Expired:
    """A case whose period has passed: `texts` and `names` (of attachments) are what would be erased."""

    case_id: int
    number: str
    ended_on: date
    period: Period
    texts: int
    names: int


def expired(viewer: Viewer, on: date) -> tuple[Expired, ...]:
    """Cases whose period has passed on this day and that still have texts, by number. Unknown ends keep a case."""
    return tuple(row for row in _ended(viewer, on) if row.texts + row.names)


def token_of(rows: tuple[Expired, ...]) -> str:
    """Names this set in this state: what is erased is what was previewed."""
    return digest_of(canonical_json(rows))[:16]


def _ended(viewer: Viewer, on: date) -> Iterator[Expired]:
    newest: dict[int, date | None] = dict(seen(viewer, RecordUse).order_by("pk").values_list("case_id", "ended_on"))
    ended = {case: day for case, day in newest.items() if day is not None}
    cases = seen(viewer, Case).filter(pk__in=list(ended)).select_related("device")
    for case in sorted(cases, key=lambda row: number_order(row.number)):
        told = (case.device.profile or {}).get("retention", {})
        period = period_of(told.get("categories"), ended[case.pk])
        if period.has_passed(on):
            texts = seen(viewer, Narrative).filter(case=case, erased_at=None).count()
            names = seen(viewer, Attachment).filter(case=case, erased_at=None).count()
            yield Expired(case.pk, case.number, ended[case.pk], period, texts, names)
