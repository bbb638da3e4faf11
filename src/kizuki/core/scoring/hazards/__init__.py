"""The hazard analysis behind safety-relevant answers, and the potential harm it proposes for the facts."""

from kizuki.core.scoring.hazards.coverage import Coverage, HazardAnalysis, HazardReason, PipsStanding, analyse
from kizuki.core.scoring.hazards.hazard import HARM_KINDS, Hazard, NoHazardStatement, SeverityMapping, SeverityRow
from kizuki.core.scoring.hazards.mapping import PROPOSED_MAPPING, approved, read_mapping
from kizuki.core.scoring.hazards.reading import read_hazard, read_hazards
from kizuki.core.scoring.hazards.shown import hazards_json, say_hazard_reason

__all__ = [
    "HARM_KINDS",
    "PROPOSED_MAPPING",
    "Coverage",
    "Hazard",
    "HazardAnalysis",
    "HazardReason",
    "NoHazardStatement",
    "PipsStanding",
    "SeverityMapping",
    "SeverityRow",
    "analyse",
    "approved",
    "hazards_json",
    "read_hazard",
    "read_hazards",
    "read_mapping",
    "say_hazard_reason",
]
