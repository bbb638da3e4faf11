"""The prompt first report (第一報, notification 4(1)): every domestic death and every foreign measure."""

from __future__ import annotations

from kizuki.core.clocks import next_business_day
from kizuki.core.facts.case import Case, Device, Harm, Matter
from kizuki.core.facts.finding import Finding, State, all_of, any_of
from kizuki.core.facts.values import Kind, Severity
from kizuki.core.reporting.article_228_20_paragraph_2 import death_here, measure_abroad
from kizuki.core.reporting.determination import FirstReport
from kizuki.core.reporting.terms import here, of, suspected


def first_reports(case: Case) -> tuple[FirstReport, ...]:
    """One for each matter that calls, or may call, for a first report; its target is the same or next business day.

    The notification names no number of days (速やかに); the target is this project's reading of "promptly".
    """
    found = ((matter, calls_for_first_report(matter, case)) for matter in case.matters)
    return tuple(
        FirstReport(
            matter.index,
            "met" if finding.state is State.MET else "open",
            next_business_day(matter.learned_on),
            finding.because,
        )
        for matter, finding in found
        if finding.state is not State.NOT_MET
    )


def calls_for_first_report(matter: Matter, case: Case) -> Finding:
    """A domestic death suspected from a malfunction or an infection, or a measure with the foreign device."""
    deaths = (
        any_of(death_here(harm, matter, case.device), _death_by_infection_here(harm, matter, case.device))
        for harm in matter.harms
    )
    return any_of(*deaths, measure_abroad(matter, case.device))


@of(Kind.INFECTION)
def _death_by_infection_here(harm: Harm, matter: Matter, device: Device) -> Finding:
    return all_of(
        here(matter, device),
        harm.severity.is_(Severity.DEATH),
        suspected(harm),
    )
