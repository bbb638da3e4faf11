"""What a no-report decision on a case rests on, as the record has it now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.lifecycle.no_report import Watched
from kizuki.core.lifecycle.proofs import Ruled, claims_of
from kizuki.core.refusal import Refused
from kizuki.store.cases.events import Event, events_beside, exploited_in_ours
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.facts_digest import facts_digest
from kizuki.store.devices.design import quoted_by_case
from kizuki.store.devices.milestones import milestones_of
from kizuki.store.models import Case, CaseVulnerability, Determination, FactSheet, NoReportDecision
from kizuki.store.record.canonical import json_of
from kizuki.store.register.watched_holes import day_of, holes_of
from kizuki.store.register.watched_units import counted, told_by


def watched_now(case_id: int) -> Watched:
    """The facts, vulnerabilities, measure, support and events behind a case at this moment."""
    case = Case.objects.get(pk=case_id)
    sheet = FactSheet.objects.filter(case_id=case_id).latest("revision")
    linked = linked_names(case_id)
    holes = holes_of(case.device_id, linked)
    told = told_by(json_of(sheet.facts))
    units = counted(case.device_id, holes, told)
    names = frozenset(linked).union(*(hole.all_names for hole in holes))
    events, elsewhere = events_beside(case, names), exploited_in_ours(case, names)
    exploited, unclear = ([one.event for one in elsewhere if one.known is known] for known in (True, False))
    design, design_on = quoted_by_case(case_id)
    return Watched(
        facts=facts_digest(sheet.facts),
        facts_on=day_of(sheet.made_at),
        outcome=case.outcome,
        holes=holes,
        units_done=units.done,
        units_total=units.total,
        units_on=units.on or day_of(sheet.made_at),
        measure_withdrawn=bool(units.withdrawn),
        support_ends_on=milestones_of(case.device_id).get("eos"),
        events=len(events),
        event_on=_newest_day(events),
        events_of=tuple(event.case_id for event in events),
        exploited_of=tuple(event.case_id for event in exploited),
        exploited_on=_newest_day(exploited),
        unclear_of=tuple(event.case_id for event in unclear),
        unclear_on=_newest_day(unclear),
        units_from=units.of,
        told_done=told.done,
        told_total=told.total,
        measures=units.measures,
        withdrawn=units.withdrawn,
        design=design,
        design_on=design_on,
    )


def _newest_day(events: Sequence[Event]) -> date | None:
    return max((day_of(event.opened_at) for event in events), default=None)


def ruled_now(case_id: int) -> tuple[Determination, Ruled]:
    """The newest determination, and what it says of the newest facts; `Refused` where it was made from others."""
    sheet = FactSheet.objects.filter(case_id=case_id).latest("revision")
    newest = Determination.objects.filter(case_id=case_id).select_related("fact_sheet").order_by("-pk").first()
    if newest is None or facts_digest(newest.fact_sheet.facts) != facts_digest(sheet.facts):
        raise Refused("case", "its newest facts have not been determined yet")
    answer: dict[str, Any] = json_of(newest.answer)
    left = [row["item"] for row in answer["duties"]]
    left += ["human_judgement"] * bool(answer["judgements"])
    ruled = Ruled(
        outcome=answer["outcome"],
        evidence_missing=tuple(answer.get("evidence_missing") or ()),
        open=tuple(dict.fromkeys(left)),
        claims=claims_of(read_case(newest_facts(case_id).facts)),
    )
    return newest, ruled


def is_of_newest_facts(decision: NoReportDecision) -> bool:
    """Whether the newest facts of its case are those that a decision rests on; ids are no facts."""
    newest = FactSheet.objects.filter(case_id=decision.case_id).latest("revision")
    return bool(decision.rests_on["facts"] == facts_digest(newest.facts))


def linked_names(case_id: int) -> list[str]:
    """The names of the vulnerabilities that a case is tied to."""
    return list(CaseVulnerability.objects.filter(case_id=case_id).order_by("name").values_list("name", flat=True))
