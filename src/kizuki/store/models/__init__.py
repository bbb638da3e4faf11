"""Every table of the record, by subject."""

from kizuki.store.models.advisories import Advisory, AdvisoryAlias, AdvisoryRow, Assessment, KnownExploited, Match
from kizuki.store.models.audit import AuditEntry, AuditSubject
from kizuki.store.models.cases import Case, CaseVulnerability, Determination, FactSheet, Narrative
from kizuki.store.models.components import Component, ComponentLookup, ReleaseComponent
from kizuki.store.models.devices import Device, Hospital, Release, Sbom, Unit, Unmatchable
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.feeds import ExploitScore, FeedRun, FeedSource, SupportedCycle
from kizuki.store.models.outbox import OutboxTask
from kizuki.store.models.people import Company, Delegation, ProductScope, User
from kizuki.store.models.register import DecisionEvidence, NoReportDecision, Reopening
from kizuki.store.models.reports import FirstReport, Receipt, Report, ReportStep, Submission
from kizuki.store.models.tasks import Task

__all__ = [
    "Advisory",
    "AdvisoryAlias",
    "AdvisoryRow",
    "Assessment",
    "AuditEntry",
    "AuditSubject",
    "Case",
    "CaseVulnerability",
    "Company",
    "Component",
    "ComponentLookup",
    "DecisionEvidence",
    "Delegation",
    "Determination",
    "Device",
    "ExploitScore",
    "FactSheet",
    "FeedRun",
    "FeedSource",
    "FirstReport",
    "Hospital",
    "KnownExploited",
    "Match",
    "Narrative",
    "NoReportDecision",
    "OutboxTask",
    "ProductScope",
    "Receipt",
    "Release",
    "ReleaseComponent",
    "Reopening",
    "Report",
    "ReportStep",
    "Sbom",
    "StoredDocument",
    "Submission",
    "SupportedCycle",
    "Task",
    "Unit",
    "Unmatchable",
    "User",
]
