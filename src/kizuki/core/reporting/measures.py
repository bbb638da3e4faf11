"""Which foreign measures are 保健衛生上の危害の発生又は拡大を防止するための措置 (第1号チ)."""

from __future__ import annotations

from kizuki.core.facts.case import Matter
from kizuki.core.facts.finding import Finding, State, all_of, any_of, to_be_judged, under
from kizuki.core.facts.values import MeasureType

NAMED_IN_THE_TEXT = (MeasureType.STOP, MeasureType.RECALL, MeasureType.DISPOSAL)
HARDLY_A_MEASURE = (MeasureType.ADVISORY, MeasureType.ROUTINE_PATCH)
"""Words or a usual patch: against a hazard they are reported as a measure, and a person may judge otherwise."""


def hazard_preventing_measure(matter: Matter) -> Finding:
    """Any measure taken against a hazard; stop, recall and disposal also where no purpose is stated.

    How far the purpose reads into the three named measures is not settled: where another purpose is stated for
    them, a person judges and the default is to report. A routine patch without that purpose is no measure.
    """
    measure = matter.measure
    if measure.for_hazard.value is False:
        other_purpose = to_be_judged("named_measure_for_another_purpose", matter, measure.for_hazard.path)
        return all_of(measure.type.is_(*NAMED_IN_THE_TEXT), other_purpose)
    found = any_of(
        under("named_measure", measure.type.is_(*NAMED_IN_THE_TEXT)),
        under("measure_against_a_hazard", measure.for_hazard.is_(True)),
    )
    if (
        found.state is State.MET
        and measure.type.value in HARDLY_A_MEASURE
        and "advisory_is_a_measure" in matter.judged
    ):
        return all_of(found, to_be_judged("advisory_is_a_measure", matter, measure.type.path))
    return found
