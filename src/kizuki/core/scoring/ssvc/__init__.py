"""SSVC decision trees as versioned tables, evaluated with the version recorded."""

from kizuki.core.scoring.ssvc.evaluation import evaluate, points_of, possible_outcomes, read_ssvc
from kizuki.core.scoring.ssvc.outcome import SsvcOutcome, SsvcStep, VulnrichmentDecision
from kizuki.core.scoring.ssvc.shown import say_outcome, say_point, say_ssvc, say_tree, ssvc_json
from kizuki.core.scoring.ssvc.tables import POINTS, TABLES
from kizuki.core.scoring.ssvc.vulnrichment import read_vulnrichment

__all__ = [
    "POINTS",
    "TABLES",
    "SsvcOutcome",
    "SsvcStep",
    "VulnrichmentDecision",
    "evaluate",
    "points_of",
    "possible_outcomes",
    "read_ssvc",
    "read_vulnrichment",
    "say_outcome",
    "say_point",
    "say_ssvc",
    "say_tree",
    "ssvc_json",
]
