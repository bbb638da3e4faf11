"""The check of what is no report of a matter: the sheet of a first report, and the periodic report of a device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kizuki.core.forms.checking import Earlier, Finding, Paper, Period, Said, ToCheck, check_report
from kizuki.core.forms.period import ITEMS
from kizuki.store.access.seen import seen
from kizuki.store.models import Case, PeriodReport, PeriodReportStep
from kizuki.store.queries.checking.of_the_day import keep_out, ours, product, told_of, ways
from kizuki.store.queries.viewer import Viewer


def check_of_sheet(
    viewer: Viewer, case_id: int, fields: Sequence[Mapping[str, Any]], on: date
) -> tuple[Finding, ...]:
    """What a person should look at before the sheet with these boxes (`form_json`) leaves. Nothing keeps it back: it
    needs no signature, and what is not known says 確認中."""
    case = seen(viewer, Case).select_related("device").get(pk=case_id)
    return check_report(
        ToCheck(
            form="first",
            on=on,
            boxes=_boxes(fields),
            product=product(viewer, case.device, on),
            keep_out=keep_out(viewer, told=told_of(viewer, case=case_id)),
            ours=ours(viewer, case_id),
            paper=Paper(approved=True),
            ways=ways(viewer, on, first=True),
        )
    )


def check_of_period(
    viewer: Viewer, report_id: int, fields: Sequence[Mapping[str, Any]], on: date, *, newest: bool
) -> tuple[Finding, ...]:
    """What is missing or inconsistent in a periodic report with these boxes (`form_json`). `newest`: what is printed says
    what stands in them now."""
    report = seen(viewer, PeriodReport).select_related("device", "period").get(pk=report_id)
    steps = PeriodReportStep.objects.filter(report=report).order_by("position")
    signed = [step.signed_sha256 for step in steps if step.move in ("review", "approve")]
    boxes = _boxes(fields)
    number = report.period.number or _number(boxes)
    findings = check_report(
        ToCheck(
            form=report.form,
            on=on,
            boxes=boxes,
            complete=True,  # a periodic report is of what was counted; what comes later has a report of its own
            product=product(viewer, report.device, on),
            earlier=Earlier(accepted=number - 1),
            due_on=report.due_on,
            periods=tuple(Period(item, True, None, report.due_on) for item in ITEMS[int(report.form)]),
            keep_out=keep_out(viewer, told=told_of(viewer, device=report.device)),
            ours=ours(viewer),
            paper=Paper(
                sha256=report.document_id,
                signed=tuple(filter(None, signed)),
                approved=report.state in ("approved", "submitted"),
                newest_facts=newest,
            ),
            ways=ways(viewer, on),
        )
    )
    # What was sent to whom is recorded in many cases, and is held against none of them here.
    return tuple(one for one in findings if one.code != "dispatch_without_record")


def _boxes(fields: Sequence[Mapping[str, Any]]) -> dict[str, Said]:
    return {box["id"]: Said(box["id"], box["value"], box["state"], box["source"] or "") for box in fields}


def _number(boxes: Mapping[str, Said]) -> int:
    """The number that the box of the period says, where the record has none to hold against it."""
    said = str(boxes["report_no"].value) if "report_no" in boxes else ""
    return int(said) if said.isdecimal() else 1
