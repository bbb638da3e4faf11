"""The check before a report is sent (提出前確認): what is missing or does not agree, as findings."""

from kizuki.core.forms.checking.check import check_report, refusal_of
from kizuki.core.forms.checking.finding import Finding, finding_json, finding_text, gaps_of
from kizuki.core.forms.checking.situation import (
    Attachments,
    Earlier,
    FirstSheet,
    Hospital,
    Listed,
    Paper,
    Period,
    Product,
    Recorded,
    Said,
    Sibling,
    ToCheck,
    Way,
)

__all__ = [
    "Attachments",
    "Earlier",
    "Finding",
    "FirstSheet",
    "Hospital",
    "Listed",
    "Paper",
    "Period",
    "Product",
    "Recorded",
    "Said",
    "Sibling",
    "ToCheck",
    "Way",
    "check_report",
    "finding_json",
    "finding_text",
    "gaps_of",
    "refusal_of",
]
