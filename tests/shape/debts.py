"""What is not yet as the design says, frozen: these lists may only grow shorter."""

from __future__ import annotations

FREE_TEXT_IN_THE_CLEAR = {
    "Assessment.answers",
    "Assessment.record",
    "AssessmentDraft.sheet",
    "AssessmentInputs.inputs",
    "AssessmentSignature.remark",
    "Case.title",
    "Company.single_person_reason",
    "ConfirmedAlias.reason",
    "ConfirmedAlias.withdrawn_why",
    "Delegation.reason",
    "Hazard.controls",
    "Hazard.detectability",
    "Hazard.harm",
    "Hazard.likelihood",
    "Hazard.not_credible_because",
    "Hazard.situation",
    "Hazard.withdrawn_because",
    "OutboxTask.last_error",
    "Report.fields",
    "SiteNote.body",
    "StoredDocument.content",
    "Task.remark",
    "Task.words",
    "TriageJudgement.reason",
}
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
