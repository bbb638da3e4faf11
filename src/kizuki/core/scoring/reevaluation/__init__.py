"""What a change of inputs changes in an assessment, and whether a person must look."""

from kizuki.core.scoring.reevaluation.changes import Change
from kizuki.core.scoring.reevaluation.difference import Recomputed, Reevaluation, reevaluate
from kizuki.core.scoring.reevaluation.inputs import Inputs, Policy
from kizuki.core.scoring.reevaluation.outcome import Outcome, Part, answers_on, outcome_of
from kizuki.core.scoring.reevaluation.shown import reevaluation_json, say_change, say_reason

__all__ = [
    "Change",
    "Inputs",
    "Outcome",
    "Part",
    "Policy",
    "Recomputed",
    "Reevaluation",
    "answers_on",
    "outcome_of",
    "reevaluate",
    "reevaluation_json",
    "say_change",
    "say_reason",
]
