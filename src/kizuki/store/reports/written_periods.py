"""What persons wrote into the boxes of a periodic report: texts of the report, taken over by those after it."""

from __future__ import annotations

from typing import Any

from kizuki.store.models import KeptText, PeriodReport
from kizuki.store.record.canonical import canonical_json, json_of
from kizuki.store.reports.written import Written

PERIOD_KIND = "box"
"""The kind of the text in which a box is kept: JSON of `key`, `value`, `by` (the id of its writer) and `stands`."""


def period_body_of(key: str, value: Any, by: int | None, *, stands: bool) -> str:
    """The text in which a box is kept."""
    return canonical_json({"key": key, "value": value, "by": by, "stands": stands})


def written_in_period(period_id: int, number: int) -> dict[str, Written]:
    """What persons wrote that stands in the report of this number, by key of the record: into it, and into those before
    it of the same period, but for what a report says of itself (`report.…`)."""
    reports = dict(PeriodReport.objects.filter(period_id=period_id, number__lte=number).values_list("pk", "number"))
    subjects = {f"period_report:{pk}": of for pk, of in reports.items()}
    rows = KeptText.objects.filter(subject__in=subjects, kind=PERIOD_KIND, erased_at=None).order_by("made_at", "pk")
    found: dict[str, Written] = {}
    for subject, body, at in rows.values_list("subject", "body", "made_at"):
        told = json_of(body)
        key = told["key"]
        if key.startswith("report.") and subjects[subject] != number:
            continue
        found.pop(key, None)
        if told["stands"]:
            found[key] = Written(told["value"], told["by"], at)
    return found


def period_written_since(report_id: int) -> bool:
    """Whether somebody wrote into its boxes after it was drafted: its print says what was before."""
    drafted_at = PeriodReport.objects.values_list("drafted_at", flat=True).get(pk=report_id)
    rows = KeptText.objects.filter(subject=f"period_report:{report_id}", kind=PERIOD_KIND, erased_at=None)
    return rows.filter(made_at__gt=drafted_at).exists()
