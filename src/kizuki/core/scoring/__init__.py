"""CVSS read again for the device and the patient: the clinical rubric's questions, its branches and its scores."""

from kizuki.core.scoring.answers import Answers, read_answers
from kizuki.core.scoring.result import ScoreResult, score
from kizuki.core.scoring.shown import score_json

__all__ = ["Answers", "ScoreResult", "read_answers", "score", "score_json"]
