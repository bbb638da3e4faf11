"""What a malfunction that occurred may lead to (おそれ): the reading of 第2号ロ and 第3号ハ for an event."""

from __future__ import annotations

from kizuki.core.facts.case import Matter
from kizuki.core.facts.finding import Finding, all_of, negation, under
from kizuki.core.facts.values import Exploited, Severity, Verdict
from kizuki.core.reporting.terms import leaves_function_alone, may_lead_to_death_or_serious_harm


def event_may_harm_seriously(matter: Matter) -> Finding:
    """The malfunction may lead to death or serious harm.

    Where a unit was broken into and only data is said to be concerned, a person may judge that the same access could
    change its function; that is then reported as such a malfunction.
    """
    if only_data_were_reached(matter) and matter.judged.get("leak_could_change_function") is Verdict.REPORT:
        return leaves_function_alone(matter, matter.potential.path)
    return under("malfunction_occurred", may_lead_to_death_or_serious_harm(matter))


def only_data_were_reached(matter: Matter) -> bool:
    """A unit was broken into, and no harm is said to be possible by it."""
    return matter.exploited.value is Exploited.HERE and matter.potential.value is Severity.NONE


def event_may_harm_only_lightly(matter: Matter) -> Finding:
    """The malfunction may lead to lighter harm only."""
    return under(
        "only_lighter_harm",
        all_of(
            matter.potential.is_(Severity.NON_SERIOUS),
            negation(may_lead_to_death_or_serious_harm(matter)),
        ),
    )
