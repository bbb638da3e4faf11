"""assess(): is it reportable, under which item, by when, on which form?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec.structs import replace

from kizuki.core.clocks import HOLIDAYS_KNOWN_TO, READING, Reading, due_after, internal_due_day
from kizuki.core.facts.case import Case
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.finding import Judgement, State
from kizuki.core.facts.values import Kind, Locus
from kizuki.core.refusal import Refused
from kizuki.core.reporting.beside import duties_beside
from kizuki.core.reporting.completions import every_completion_reports
from kizuki.core.reporting.determination import Determination, Duty, FirstReport, IfOurs, NotMet, Outcome
from kizuki.core.reporting.digest import rules_digest
from kizuki.core.reporting.documents import forms_of, reports_wanted, shortest_first, with_discharge
from kizuki.core.reporting.evaluation import Found, findings
from kizuki.core.reporting.first_report import first_reports
from kizuki.core.reporting.items import STRICTEST_DAYS, due_on, item_row
from kizuki.core.reporting.judgements import UNSETTLED, judgements_of


def assess(case: Case, on: date | None = None, reading: Reading = READING) -> Determination:
    """The determination for a case (施行規則第228条の20第2項, notification 4).

    `on` is the day of the question (Asia/Tokyo); a matter learned later is refused by name. Without it no date
    counts as future. `reading` is how the company counts days. Every item of the text in force on the day each
    matter was learned ends up in `duties` (met or open) or in `not_met`. Raises `Refused` for days before the first
    text that is held.
    """
    _refuse_the_future(case, on)
    found = findings(case)
    duties = with_discharge([_duty(row, case, reading) for row in found if row.finding.state is not State.NOT_MET])
    judgements = judgements_of(case, found)
    prompt = first_reports(case, found)
    questions = _questions(found, prompt, case)
    outcome = _outcome(case, duties, prompt, judgements, questions)
    primary = _primary(duties, outcome)
    return Determination(
        outcome=outcome,
        primary=primary.item if primary else None,
        due_on=primary.due_on if primary else None,
        working_due_on=_earliest(duties),
        planning_due_on=due_after(min(matter.learned_on for matter in case.matters), STRICTEST_DAYS, reading),
        prompt_first_report=_first_report_state(prompt),
        first_reports=prompt,
        duties=duties,
        not_met=tuple(_not_met(row) for row in found if row.finding.state is State.NOT_MET),
        open_questions=questions,
        judgements=judgements,
        beside=duties_beside(case, outcome),
        monitor=True,
        forms=forms_of(duties, "met"),
        review_on=_review_on(case, reading) if outcome == "no_report" else None,
        notes=_notes(case, duties),
        texts=tuple(sorted({row.provision.law for row in found})),
        rules_digest=rules_digest(reading),
        reports=reports_wanted(duties),
        forms_open=forms_of(duties, "open"),
        evidence_missing=_evidence_missing(case),
        if_ours=_if_ours(case, on, reading),
    )


def _review_on(case: Case, reading: Reading) -> date:
    """The latest day on which a no-report decision is looked at again."""
    return max(matter.learned_on for matter in case.matters) + timedelta(days=reading.days_to_review)


def _notes(case: Case, duties: Sequence[Duty]) -> tuple[str, ...]:
    """What must be said beside the answer: how the shorthand was read, and days that rest on a computed calendar."""
    notes = [note for matter in case.matters for note in matter.notes]
    if any(duty.due_on and duty.due_on.year > HOLIDAYS_KNOWN_TO for duty in duties):
        notes.append("holidays_computed")
    return tuple(dict.fromkeys(notes))


def _refuse_the_future(case: Case, on: date | None) -> None:
    for place, learned_on in _days_learned(case):
        if on is not None and learned_on > on:
            raise Refused(f"{place}.learned_on", f"{learned_on} is after {on}, the day asked for")


def _days_learned(case: Case) -> Iterator[tuple[str, date]]:
    for matter in case.matters:
        place = f"matters.{matter.index}"
        yield place, matter.learned_on
        for number, harm in enumerate(matter.harms if matter.harms_known else ()):
            yield f"{place}.harms.{number}", harm.learned_on


def _duty(row: Found, case: Case, reading: Reading) -> Duty:
    table = item_row(row.provision.law, row.provision.item)
    due = due_on(table.period, row.learned_on, case.device, reading)
    return Duty(
        item=row.provision.item,
        address=row.provision.address,
        matter=row.matter.index,
        finding="met" if row.finding.state is State.MET else "open",
        law=row.provision.law,
        form=table.form,
        period=table.period,
        due_on=due,
        internal_due_on=internal_due_day(due, reading) if due else None,
        because=tuple(sorted(row.finding.because, key=lambda reason: not reason.code.startswith("limb_"))),
        open_questions=row.finding.questions,
        matter_id=row.matter.id,
        person=row.person,
        person_id=row.person_id,
        learned_on=row.learned_on,
        earlier=row.earlier,
    )


def _not_met(row: Found) -> NotMet:
    return NotMet(row.provision.item, row.matter.index, row.finding.because, row.matter.id, row.person, row.person_id)


def _outcome(
    case: Case,
    duties: Sequence[Duty],
    prompt: Sequence[FirstReport],
    judgements: Sequence[Judgement],
    questions: Sequence[str],
) -> Outcome:
    """`no_report` only where nothing in the whole answer is open: no item, first report, question or judgement."""
    if any(duty.finding == "met" for duty in duties) or (duties and every_completion_reports(case)):
        return "report"
    if any(judgement.code in UNSETTLED for judgement in judgements):
        return "human_judgement"
    if duties or prompt or questions:
        return "open"
    return "human_judgement" if judgements else "no_report"


def _primary(duties: Sequence[Duty], outcome: Outcome) -> Duty | None:
    """The met duty with the shortest period; where only the answers are open, the shortest of those it may be."""
    if outcome != "report":
        return None
    met = [duty for duty in duties if duty.finding == "met"]
    return min(met or duties, key=shortest_first)


def _earliest(duties: Sequence[Duty]) -> date | None:
    return min((duty.due_on for duty in duties if duty.due_on and duty.period != "periodic"), default=None)


def _first_report_state(prompt: Sequence[FirstReport]) -> Literal["met", "open", "not_met"]:
    states = {report.state for report in prompt}
    if not states:
        return "not_met"
    return "met" if "met" in states else "open"


def _questions(found: Sequence[Found], prompt: Sequence[FirstReport], case: Case) -> tuple[str, ...]:
    asked = [question for row in found if row.finding.state is State.OPEN for question in row.finding.questions]
    asked += [question for first in prompt for question in first.open_questions]
    asked += [
        matter.also_in_domestic_units.path
        for matter in case.matters
        if matter.locus.value is not Locus.DOMESTIC and not matter.also_in_domestic_units.known
    ]
    return tuple(dict.fromkeys(asked))


def _evidence_missing(case: Case) -> tuple[str, ...]:
    """The answers of a vulnerability that lead away from reporting without anybody having said what proves them."""
    return tuple(
        fact.path
        for matter in case.matters
        if matter.kind.value in (None, Kind.VULNERABILITY)
        for fact in (matter.component_present, matter.attackable, matter.affects_function)
        if fact.value is False and fact.path.rpartition(".")[2] not in matter.evidence
    )


def _if_ours(case: Case, on: date | None, reading: Reading) -> IfOurs | None:
    """What the answer would be if the device is the holder's own, while that is not known."""
    if case.device.own.known:
        return None
    ours = replace(case.device, own=Fact(case.device.own.path, True))
    answer = assess(replace(case, device=ours), on, reading)
    return IfOurs(
        answer.outcome, answer.primary, answer.due_on, answer.working_due_on, answer.prompt_first_report, answer.forms
    )
