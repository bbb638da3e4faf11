"""Component against advisory: the verdict with its evidence, and the keys by which candidates are found."""

from kizuki.core.matching.indexing import advisory_lookups, advisory_rows, component_lookups
from kizuki.core.matching.judging import judge
from kizuki.core.matching.shapes import Evidence, Finding, Lookup, RangeRow, Reason, Verdict
from kizuki.core.matching.showing import finding_json

__all__ = [
    "Evidence",
    "Finding",
    "Lookup",
    "RangeRow",
    "Reason",
    "Verdict",
    "advisory_lookups",
    "advisory_rows",
    "component_lookups",
    "finding_json",
    "judge",
]
