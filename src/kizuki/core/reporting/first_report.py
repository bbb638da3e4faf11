"""The prompt first report (第一報, notification 4(1)): every domestic death and every foreign measure."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.core.clocks import next_business_day
from kizuki.core.facts.case import Case, Device, Harm, Matter
from kizuki.core.facts.finding import Finding, State, all_of, any_of
from kizuki.core.facts.values import Kind, Severity
from kizuki.core.reporting import article_228_20_paragraph_2 as article
from kizuki.core.reporting.determination import FirstReport
from kizuki.core.reporting.evaluation import Found
from kizuki.core.reporting.terms import here, of, suspected


def first_reports(case: Case, found: Sequence[Found]) -> tuple[FirstReport, ...]:
    """One for each matter that calls, or may call, for a first report; its target is the same or next business day.

    `found` holds every finding of the case. The notification names no number of days (速やかに); the target is this
    project's reading of "promptly".
    """
    called = ((matter, _called_for(matter, case, found)) for matter in case.matters)
    return tuple(
        FirstReport(
            matter.index,
            "met" if finding.state is State.MET else "open",
            next_business_day(matter.learned_on),
            finding.because,
        )
        for matter, finding in called
        if finding.state is not State.NOT_MET
    )


def _called_for(matter: Matter, case: Case, found: Sequence[Found]) -> Finding:
    """A domestic death suspected from a malfunction or an infection, or a measure with the foreign device."""
    items = (
        row.finding
        for row in found
        if row.matter is matter and row.provision.rule in (article.death_here, article.measure_abroad)
    )
    return any_of(*items, *(_death_by_infection_here(harm, matter, case.device) for harm in matter.harms))


@of(Kind.INFECTION)
def _death_by_infection_here(harm: Harm, matter: Matter, device: Device) -> Finding:
    return all_of(
        here(matter, device),
        harm.severity.is_(Severity.DEATH),
        suspected(harm),
    )
