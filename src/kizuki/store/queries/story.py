"""One story above incidents and cases: the hole, the attacks, the deaths, the models and hospitals by their own days.

With the disclosures and the measures of its cases. Links only: each line is told by the row that it comes from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import (
    Case,
    Disclosure,
    EmbargoTurn,
    FactSheet,
    Incident,
    IncidentMember,
    KnowledgeDay,
    Measure,
    MeasureTarget,
    NoReportDecision,
    SafetyInformation,
    Statement,
    Submission,
)
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of
from kizuki.store.record.clock import JAPAN

MOST = 500
"""Cases of one story that are read."""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One day of the story in words; `case_id` leads to the case that tells it (None: no case does)."""

    on: date
    words: str
    case_id: int | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class StoryCase:
    """One case of the story: its device and hospital, what it came to and the day that home shows of it, whether its
    disclosure was begun, and its measures by kind and state with the hospitals that they reach."""

    id: int
    number: str
    title: str
    brand: str
    hospital: str
    outcome: str
    due_on: date | None
    disclosed: bool
    measures: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole of it as the viewer sees it: what they do not see is no part of it."""

    lines: tuple[StoryLine, ...]
    cases: tuple[StoryCase, ...]
    models: tuple[str, ...]
    hospitals: tuple[str, ...]
    left_out: int = 0
    """Cases of the story, of those that the viewer sees, that are not shown: the newest beyond MOST."""


def story_of(viewer: Viewer, incident_id: int) -> Story:
    """The story of a campaign: of its members, among them the cases and the information of its incidents."""
    named = _named(viewer, incident_id)
    cases, left_out = _cases(viewer, named.get("case", ()))
    measures = list(seen(viewer, Measure).filter(case__in=cases).order_by("case", "number"))
    disclosures = dict(seen(viewer, Disclosure).filter(case__in=cases).values_list("pk", "case_id"))
    targets = list(seen(viewer, MeasureTarget).filter(measure__in=measures).select_related("hospital"))
    lines = [
        *_of_members(viewer, named),
        *_of_facts(viewer, cases),
        *_of_decisions(viewer, cases),
        *_of_measures(viewer, measures, targets, cases),
        *_of_disclosures(viewer, disclosures, cases),
    ]
    places = {row.hospital.name for row in cases.values() if row.hospital} | {row.hospital.name for row in targets}
    return Story(
        lines=tuple(sorted(lines, key=lambda line: (line.on, line.case_id or 0))),
        cases=tuple(_case(viewer, row, measures, targets, set(disclosures.values())) for row in cases.values()),
        models=tuple(sorted({row.device.brand for row in cases.values()})),
        hospitals=tuple(sorted(places)),
        left_out=left_out,
    )


def _cases(viewer: Viewer, named: Collection[int]) -> tuple[dict[int, Case], int]:
    """The first cases of a story by their ids, and how many more the viewer sees."""
    rows = seen(viewer, Case).filter(pk__in=named)
    found = list(rows.select_related("device", "hospital").order_by("pk")[: MOST + 1])
    left_out = rows.count() - MOST if len(found) > MOST else 0
    return {row.pk: row for row in found[:MOST]}, left_out


def _named(viewer: Viewer, incident_id: int) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    rows = seen(viewer, IncidentMember).filter(incident=incident_id).order_by("pk")
    for kind, member in rows.values_list("kind", "member"):
        found.setdefault(kind, []).append(member)
    return found


def _case(
    viewer: Viewer, row: Case, measures: Iterable[Measure], targets: Iterable[MeasureTarget], disclosed: set[int]
) -> StoryCase:
    mine = [one for one in measures if one.case_id == row.pk]
    reach = {one.pk: sum(target.measure_id == one.pk for target in targets) for one in mine}
    return StoryCase(
        id=row.pk,
        number=row.number,
        title=row.title_in(viewer.lang),
        brand=row.device.brand,
        hospital=row.hospital.name if row.hospital else "",
        outcome=row.outcome,
        due_on=row.clock_on,
        disclosed=row.pk in disclosed,
        measures=tuple((one.kind, one.state, reach[one.pk]) for one in mine),
    )


def _line(viewer: Viewer, on: date, word: str, case: Case | None = None, **values: object) -> StoryLine:
    words = say(f"story.{word}", viewer.lang, **values)
    return StoryLine(on, words, case.pk if case else None, case.number if case else "")


def _of_members(viewer: Viewer, named: Mapping[str, list[int]]) -> Iterator[StoryLine]:
    for above in seen(viewer, Incident).filter(pk__in=named.get("incident", ())):
        kind = say(f"record.value.kind.{above.kind}", viewer.lang)
        yield _line(viewer, above.learned_on, "incident", number=above.number, kind=kind)
    told = seen(viewer, SafetyInformation).filter(pk__in=named.get("information", ()))
    for row in told:
        source = say(f"story.source.{'finder' if row.source == 'finder' else 'other'}", viewer.lang)
        yield _line(viewer, row.awareness_on, "information", number=row.number, source=source)
    known = seen(viewer, KnowledgeDay).filter(advisory__in=named.get("advisory", ())).select_related("advisory")
    first: dict[str, date] = {}
    for day in known:
        name = day.advisory.identifier
        first[name] = min(day.known_on, first.get(name, day.known_on))
    for name, on in first.items():
        yield _line(viewer, on, "hole", name=name)


def _of_facts(viewer: Viewer, cases: Mapping[int, Case]) -> Iterator[StoryLine]:
    """The matters and the harm of each case, by the day on which each was learned."""
    newest: dict[int, dict[str, Any]] = {}
    for case_id, facts in (
        seen(viewer, FactSheet).filter(case__in=cases).order_by("revision").values_list("case", "facts")
    ):
        newest[case_id] = json_of(facts)
    for case_id, told in newest.items():
        case = cases[case_id]
        for matter in told.get("matters", ()):
            on = date.fromisoformat(matter["learned_on"])
            words = [
                say(f"value.{name}.{matter[name]}", viewer.lang) for name in ("kind", "locus") if matter.get(name)
            ]
            yield _line(viewer, on, "matter", case, what=say("screens.comma", viewer.lang).join(words))
            if matter.get("exploited") in ("here", "elsewhere"):
                yield _line(viewer, on, f"exploited_{matter['exploited']}", case, brand=case.device.brand)
            for harm in matter.get("harms") or ():
                if harm.get("severity") in ("death", "serious"):
                    day = date.fromisoformat(harm.get("learned_on") or matter["learned_on"])
                    yield _line(viewer, day, f"harm_{harm['severity']}", case, brand=case.device.brand)


def _of_decisions(viewer: Viewer, cases: Mapping[int, Case]) -> Iterator[StoryLine]:
    for row in seen(viewer, NoReportDecision).filter(case__in=cases, decided_on__isnull=False):
        yield _line(viewer, row.decided_on, "no_report", cases[row.case_id])  # type: ignore[arg-type] # asked above
    for sent in seen(viewer, Submission).filter(report__case__in=cases).select_related("report"):
        yield _line(viewer, sent.sent_on, "report", cases[sent.report.case_id], form=sent.report.form)


def _of_measures(
    viewer: Viewer, measures: Iterable[Measure], targets: Iterable[MeasureTarget], cases: Mapping[int, Case]
) -> Iterator[StoryLine]:
    for row in measures:
        kind = say(f"measure.kind.{row.kind}", viewer.lang)
        case = cases[row.case_id]
        yield _line(viewer, row.proposed_at.astimezone(JAPAN).date(), "measure", case, kind=kind)
        by_day: dict[date, int] = {}
        for target in targets:
            if target.measure_id == row.pk and target.first_sent_on is not None:
                by_day[target.first_sent_on] = by_day.get(target.first_sent_on, 0) + 1
        for on, count in by_day.items():
            yield _line(viewer, on, "hospitals_told", case, count=count)


def _of_disclosures(viewer: Viewer, disclosures: Mapping[int, int], cases: Mapping[int, Case]) -> Iterator[StoryLine]:
    for turn in seen(viewer, EmbargoTurn).filter(disclosure__in=disclosures):
        state = say(f"disclosure.embargo.{turn.state}", viewer.lang)
        on = turn.recorded_at.astimezone(JAPAN).date()
        yield _line(viewer, on, "embargo", cases[disclosures[turn.disclosure_id]], state=state)
    for row in seen(viewer, Statement).filter(disclosure__in=disclosures, published_at__isnull=False):
        if row.published_at is not None:
            outlet = say(f"disclosure.outlet.{row.outlet}", viewer.lang)
            on = row.published_at.astimezone(JAPAN).date()
            yield _line(
                viewer, on, "published", cases[disclosures[row.disclosure_id]], outlet=outlet, tongue=row.lang
            )
