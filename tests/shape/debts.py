"""What is not yet as the design says, frozen: these lists may only grow shorter."""

from __future__ import annotations

FREE_TEXT_IN_THE_CLEAR: set[str] = set()
"""Columns with free text that is not sealed yet."""

TABLES_WITHOUT_A_READER = {
    "AssessmentInputs",
    "CaseClassification",
    "CaseDuplicate",
    "ComponentLookup",
    "DecisionEvidence",
    "EarlierDecision",
    "EndProposal",
    "ExploitScore",
    "FirstReportObligation",
    "PlaybookRun",
    "ProofSet",
    "ReportObligation",
    "RunningPeriod",
    "Sbom",
    "SiteNote",
    "SupportedCycle",
    "TakenOverCase",
}
"""Tables that are written and shown nowhere."""
