"""Which foreign measures are 保健衛生上の危害の発生又は拡大を防止するための措置 (第1号チ)."""

from __future__ import annotations

from kizuki.core.facts.case import Measure
from kizuki.core.facts.finding import Finding, all_of, any_of, to_be_judged
from kizuki.core.facts.values import MeasureType

NAMED_IN_THE_TEXT = (MeasureType.STOP, MeasureType.RECALL, MeasureType.DISPOSAL)


def hazard_preventing_measure(measure: Measure) -> Finding:
    """Any measure taken against a hazard; stop, recall and disposal also where no purpose is stated.

    How far the purpose reads into the three named measures is not settled: where another purpose is stated for
    them, a person judges and the default is to report. A routine patch without that purpose is no measure.
    """
    if measure.for_hazard.value is False:
        other_purpose = to_be_judged("named_measure_for_another_purpose", measure.for_hazard.path)
        return all_of(measure.type.is_(*NAMED_IN_THE_TEXT), other_purpose)
    return any_of(measure.for_hazard.is_(True), measure.type.is_(*NAMED_IN_THE_TEXT))
