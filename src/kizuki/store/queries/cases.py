"""Cases: the list by working due day, and everything on one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.db.models import QuerySet

from kizuki.core.reporting import Determination as Answer
from kizuki.core.reporting import determination_json
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import KnownFacts, newest_facts
from kizuki.store.cases.parts import kept_parts
from kizuki.store.models import Case, Determination, NoReportDecision
from kizuki.store.queries.beside_case import beside_case
from kizuki.store.queries.ledgers.parts import Beginning, Part, Span, beginning, part_of
from kizuki.store.queries.of_vulnerability import cases_called
from kizuki.store.queries.reports import ReportRow, reports_of
from kizuki.store.queries.timeline import Happening, timeline_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of

_ANSWERS = msgspec.json.Decoder(Answer)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list. `outcome` is empty until it has been determined, and only `planning_due_on` is set."""

    id: int
    number: str
    key: str
    title: str
    state: str
    device_id: int
    device_key: str
    brand: str
    release: str | None
    hospital: str | None
    opened_at: datetime
    outcome: str
    primary_item: str
    prompt_first_report: str
    due_on: date | None
    working_due_on: date | None
    planning_due_on: date | None
    clock: str
    clock_on: date | None
    clock_rank: int = 9


@dataclass(frozen=True, slots=True)
class DeterminationRow:
    """One determination: `answer` has the shape of `kizuki assess` in the viewer's language."""

    id: int
    facts_revision: int
    assessed_on: date | None
    made_at: datetime
    rules_digest: str
    answer: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on one case. `parts` are the parts of its document beside the facts, each as last described."""

    row: CaseRow
    facts: KnownFacts
    parts: dict[str, Any]
    determination: DeterminationRow | None
    reports: tuple[ReportRow, ...]
    timeline: tuple[Happening, ...]


def open_cases(viewer: Viewer, *, limit: int = 200) -> tuple[CaseRow, ...]:
    """Open cases: first reports, then what is met, then the rest, each by its earliest day; what has none follows."""
    rows = _rows(viewer).filter(state="open")
    # Each part is in the order of an index; a sort of all open cases would read them all.
    found = list(rows.filter(clock_on__isnull=False).order_by("clock_rank", "clock_on", "id")[:limit])
    if len(found) < limit:
        found += rows.filter(clock_on=None).order_by("clock_rank", "id")[: limit - len(found)]
    return tuple(case_row(viewer, case) for case in found)


def cases_to_decide(viewer: Viewer, span: Span, *, number: str = "") -> Part[CaseRow]:
    """A part of the open cases that the rules ask no report of and on which nobody has proposed a no-report decision that
    stands, of those whose number holds this, or that are about the vulnerability of this name; the one whose day comes
    first is first, counted to their end."""
    standing = NoReportDecision.objects.filter(state__in=("proposed", "decided")).values("case_id")
    rows = _rows(viewer).filter(state="open", outcome="no_report").exclude(pk__in=standing)
    if number:
        rows = rows.filter(cases_called(viewer, number))
    ordered = rows.order_by("planning_due_on", "pk")
    return part_of(ordered, span, lambda some: tuple(case_row(viewer, case) for case in some))


def cases_of_device(viewer: Viewer, device_id: int, *, limit: int = 200) -> Beginning[CaseRow]:
    """The cases of one device, the newest first."""
    rows = _rows(viewer).filter(device_id=device_id).order_by("-id")
    return beginning(rows, limit, lambda found: (case_row(viewer, case) for case in found))


def cases_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[CaseRow, ...]:
    """Those of these cases that the viewer sees, by id."""
    return tuple(case_row(viewer, case) for case in _rows(viewer).filter(pk__in=ids).order_by("pk"))


def case_page(viewer: Viewer, case_id: int) -> CasePage | None:
    """One case with its facts, latest determination, reports and timeline; None where there is none to be seen."""
    case = _rows(viewer).filter(pk=case_id).first()
    if case is None:
        return None
    known = newest_facts(case_id)
    return CasePage(
        row=case_row(viewer, case),
        facts=known,
        parts=parts_of(case_id),
        determination=latest_determination(viewer, case_id),
        reports=reports_of(viewer, case_id),
        timeline=timeline_of(
            viewer,
            f"case:{case_id}",
            case_id=case_id,
            facts=known.facts,
            beside=beside_case(viewer, case_id, case.device_id),
        ),
    )


def latest_determination(viewer: Viewer, case_id: int) -> DeterminationRow | None:
    """The newest determination of a case in the viewer's language; None where it has not been determined yet."""
    made = seen(viewer, Determination).filter(case_id=case_id).select_related("fact_sheet").order_by("-id").first()
    if made is None:
        return None
    return DeterminationRow(
        id=made.pk,
        facts_revision=made.fact_sheet.revision,
        assessed_on=made.assessed_on,
        made_at=made.made_at,
        rules_digest=made.rules_digest,
        answer=determination_json(answer_of(made.answer), viewer.lang),
    )


def answer_of(body: str) -> Answer:
    """The kept answer as the value that `assess` returned."""
    return _ANSWERS.decode(body)


def parts_of(case_id: int) -> dict[str, Any]:
    """The parts of the case document beside its facts, each in its latest revision that has not been erased.

    One that is told of several matters or persons holds each under its place (`p3-2`, `m3-1/p3-2`); what is common to the
    case stands under an empty one.
    """
    return {
        kind: json_of(*bodies.values())
        if len(bodies) == 1
        else {place: json_of(body) for place, body in bodies.items()}
        for kind, bodies in kept_parts(case_id).items()
    }


def _rows(viewer: Viewer) -> QuerySet[Case]:
    return seen(viewer, Case).select_related("device", "release", "hospital")


def case_row(viewer: Viewer, case: Case) -> CaseRow:
    """A case as lists show it."""
    return CaseRow(
        id=case.pk,
        number=case.number,
        key=case.key,
        title=case.title_in(viewer.lang),
        state=case.state,
        device_id=case.device_id,
        device_key=case.device.key,
        brand=case.device.brand,
        release=case.release.version if case.release else None,
        hospital=case.hospital.name if case.hospital else None,
        opened_at=case.opened_at,
        outcome=case.outcome,
        primary_item=case.primary_item,
        prompt_first_report=case.prompt_first_report,
        due_on=case.due_on,
        working_due_on=case.working_due_on,
        planning_due_on=case.planning_due_on,
        clock=case.clock,
        clock_on=case.clock_on,
        clock_rank=case.clock_rank,
    )
