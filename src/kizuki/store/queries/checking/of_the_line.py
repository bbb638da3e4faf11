"""The reports before and beside one: what PMDA accepted last, what it asks for, which others belong to it."""

from __future__ import annotations

from datetime import date

from kizuki.core.forms.checking import Earlier, Period, Sibling
from kizuki.core.forms.judged import LENGTH
from kizuki.core.reporting import Duty
from kizuki.store.access.seen import seen
from kizuki.store.cases.parts import kept_parts, part_for_place, place_of
from kizuki.store.models import Case, IncidentMember, Narrative, Receipt, Report
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.words_of_reports import whom_by_case
from kizuki.store.record.canonical import json_of
from kizuki.store.reports.lines import Line

CORRECTION = "correction"
"""The kind of a text that says why a box that was accepted is corrected; its place ends with the id of the box."""


def earlier(report: Report, line: Line) -> Earlier:
    """What went before it in its own line: the last that was accepted, and what waits for PMDA's word."""
    before = [one for one in line.current if one.pk != report.pk and one.state == "submitted"]
    before = [one for one in before if (one.number, one.attempt) < (report.number, report.attempt)]
    accepted = [one for one in before if line.words.get(one.pk)]
    unanswered = tuple(one.number for one in before if one.pk not in line.words)
    if not accepted:
        return Earlier(unanswered=unanswered)
    last = accepted[-1]
    receipt = Receipt.objects.filter(report=last, accepted=True).order_by("-pk").first()
    assert receipt is not None, "PMDA's word is on a receipt"
    told = {box["id"]: box["value"] for box in accepted[0].fields}
    first = told.get("first_info_date") or told.get("info_date")
    return Earlier(
        accepted=last.number,
        receipt_year=receipt.receipt_year,
        receipt_number=receipt.receipt_number,
        first_informed_on=date.fromisoformat(first) if first else None,
        unanswered=unanswered,
    )


def periods(duties: tuple[Duty, ...]) -> tuple[Period, ...]:
    """The items that call for it, with their days."""
    return tuple(
        Period(
            duty.item,
            duty.finding == "met",
            None if duty.period == "periodic" else LENGTH[duty.period],
            duty.due_on,
        )
        for duty in duties
    )


def siblings(viewer: Viewer, report: Report) -> tuple[Sibling, ...]:
    """Reports of other persons and matters of the case that have a number, and the other cases of its incidents."""
    found = []
    others = list(seen(viewer, Report).filter(case_id=report.case_id).exclude(matter=""))
    rows = [one for one in others if (one.matter, one.person) != (report.matter, report.person)]
    for one, whom in zip(rows, whom_by_case(rows, viewer.lang), strict=True):
        numbers = seen(viewer, Receipt).filter(report=one, accepted=True).values_list("receipt_number", flat=True)
        if numbers:
            found.append(Sibling(whom, tuple(dict.fromkeys(numbers))))
    incidents = seen(viewer, IncidentMember).filter(kind="case", member=report.case_id).values("incident")
    members = seen(viewer, IncidentMember).filter(incident__in=incidents, kind="case").values("member")
    for case in seen(viewer, Case).filter(pk__in=members, duplicate_of=None).exclude(pk=report.case_id):
        found.append(Sibling(case.device.brand, (case.number,)))
    return tuple(dict.fromkeys(found))


def said_beside(report: Report) -> dict[str, str]:
    """What is told of a late report: its reason and what prevents another delay."""
    body = part_for_place("delay", kept_parts(report.case_id), report.matter, report.person)
    return {key: value for key, value in (json_of(body) if body else {}).items() if value}


def corrections(report: Report) -> dict[str, str]:
    """Why boxes of the last accepted report are corrected by this one, by the id of the box."""
    at = place_of("report", report.matter, report.person, report.series)
    rows = Narrative.objects.filter(
        case_id=report.case_id, kind=CORRECTION, place__startswith=f"{at}|{report.number}|", erased_at=None
    )
    return {place.rpartition("|")[2]: body for place, body in rows.order_by("revision").values_list("place", "body")}
