"""The rules of 不具合等報告: one module for the article's paragraph, what stands before and beside it, assess()."""

from kizuki.core.reporting.asked import questions_json
from kizuki.core.reporting.assess import assess
from kizuki.core.reporting.determination import Determination, Duty
from kizuki.core.reporting.digest import rules_digest
from kizuki.core.reporting.shown import determination_json

__all__ = ["Determination", "Duty", "assess", "determination_json", "questions_json", "rules_digest"]
