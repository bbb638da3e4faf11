"""The prompt first report (第一報, notification 4(1)): every domestic death and every foreign measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kizuki.core.facts.case import Case, Device, Harm, Matter
from kizuki.core.facts.finding import Finding, State, all_of, any_of
from kizuki.core.facts.values import Kind, Severity
from kizuki.core.reporting import article_228_20_paragraph_2 as article
from kizuki.core.reporting.determination import Asks, FirstReport
from kizuki.core.reporting.evaluation import Found, earlier_standings
from kizuki.core.reporting.terms import here, of, suspected


def first_reports(case: Case, found: Sequence[Found]) -> tuple[FirstReport, ...]:
    """One for each person whose death, and each matter whose measure, calls or may call for a first report.

    `found` holds every finding of the case. The notification names no number of days (速やかに); the target is the
    day on which the death or measure was learned, a holiday as much as any other.
    """
    measures = {row.matter.index: row.finding for row in found if row.provision.rule is article.measure_abroad}
    made: list[FirstReport] = []
    for matter in case.matters:
        measure = measures[matter.index]
        if matter.harms_known:
            made += _report(matter, None, None, measure)
            for person, harm in enumerate(matter.harms):
                made += _report(matter, person, *_standing(harm, matter, case.device))
            continue
        somebody = matter.harms[0]
        death = _death_here(somebody, matter, case.device)
        may_have_died = somebody if death.state is State.OPEN else None
        made += _report(matter, None, may_have_died, any_of(measure, death))
    return tuple(made)


def _standing(harm: Harm, matter: Matter, device: Device) -> tuple[Harm, Finding]:
    """Since when the person's death is known, or may be: its first standing that is a death, else as it is now."""
    standings = [(was, _death_here(was, matter, device)) for was in (*earlier_standings(harm), harm)]
    for state in (State.MET, State.OPEN):
        holding = [row for row in standings if row[1].state is state]
        if holding:
            return min(holding, key=lambda row: row[0].learned_on)
    return standings[-1]


def _report(matter: Matter, person: int | None, harm: Harm | None, finding: Finding) -> Iterator[FirstReport]:
    if finding.state is State.NOT_MET:
        return
    learned_on = harm.learned_on if harm else matter.learned_on
    is_met = finding.state is State.MET
    yield FirstReport(
        matter=matter.index,
        state="met" if is_met else "open",
        target_on=learned_on,
        because=finding.because,
        matter_id=matter.id,
        person=person,
        person_id=harm.id if harm else None,
        learned_on=learned_on,
        asks="" if is_met else _asks(harm),
        open_questions=() if is_met else finding.questions,
    )


def _asks(harm: Harm | None) -> Asks:
    return "whether_anybody_died" if harm and not harm.severity.known else "what_settles_it"


def _death_here(harm: Harm, matter: Matter, device: Device) -> Finding:
    """A domestic death suspected from a malfunction, or from an infection (a reading: docs/decisions)."""
    return any_of(
        article.death_here(harm, matter, device),
        _death_by_infection_here(harm, matter, device),
    )


@of(Kind.INFECTION)
def _death_by_infection_here(harm: Harm, matter: Matter, device: Device) -> Finding:
    return all_of(
        here(matter, device),
        harm.severity.is_(Severity.DEATH),
        suspected(harm),
    )
