"""What a reader of a report saw of it before: as they signed it or sent it back, else as PMDA accepted it last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kizuki.store.access.seen import seen
from kizuki.store.models import Narrative, Report, ReportStep
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of
from kizuki.store.reports.written import HANDED_IN


@dataclass(frozen=True, slots=True)
class SeenBefore:
    """The boxes as `form_json` has them, and of what: `read` by this person, or `accepted` by PMDA; `number` is that of
    the report."""

    of: Literal["read", "accepted"]
    number: int
    fields: list[dict[str, Any]]


def seen_before(viewer: Viewer, report_id: int) -> SeenBefore | None:
    """What stands against the report as it is now; None for the first of its line that nobody sent back."""
    report = seen(viewer, Report).filter(pk=report_id).first()
    if report is None:
        return None
    return _read_by(viewer, report) or _accepted_before(viewer, report)


def _read_by(viewer: Viewer, report: Report) -> SeenBefore | None:
    """The boxes as they were handed in when this person last looked and moved the report."""
    moves = ("review", "approve", "send_back")
    mine = ReportStep.objects.filter(report=report, person_id=viewer.user_id, move__in=moves).order_by("-position")
    last = mine.first() if viewer.user_id is not None else None
    if last is None:
        return None
    kept = Narrative.objects.filter(
        case_id=report.case_id,
        kind=HANDED_IN,
        place__startswith=f"{report.pk}|",
        made_at__lte=last.at,
        erased_at=None,
    )
    shown = kept.order_by("-revision").first()
    return SeenBefore("read", report.number, json_of(shown.body)) if shown else None


def _accepted_before(viewer: Viewer, report: Report) -> SeenBefore | None:
    line = {name: getattr(report, name) for name in ("case_id", "form", "matter", "person", "series")}
    accepted = seen(viewer, Report).filter(
        **line, state="submitted", number__lt=report.number, receipts__accepted=True
    )
    last = accepted.order_by("-number", "-attempt").first()
    return SeenBefore("accepted", last.number, list(last.fields)) if last else None
