"""Every table of the record, by subject."""

from kizuki.store.models.advisories import Advisory, AdvisoryAlias, AdvisoryRow, Assessment, KnownExploited, Match
from kizuki.store.models.audit import AuditEntry, AuditSubject
from kizuki.store.models.cases import Case, Determination, FactSheet, Narrative
from kizuki.store.models.components import Component, ComponentLookup, ReleaseComponent
from kizuki.store.models.devices import Device, Hospital, Release, Sbom, Unit, Unmatchable
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.outbox import OutboxTask
from kizuki.store.models.people import Company, ProductScope, User
from kizuki.store.models.reports import Report
from kizuki.store.models.scoring import (
    AssessmentDifference,
    AssessmentDraft,
    AssessmentInputs,
    AssessmentSignature,
    CveSignal,
    Hazard,
    SeverityMapping,
    SignalSource,
)
from kizuki.store.models.tasks import Task

__all__ = [
    "Advisory",
    "AdvisoryAlias",
    "AdvisoryRow",
    "Assessment",
    "AssessmentDifference",
    "AssessmentDraft",
    "AssessmentInputs",
    "AssessmentSignature",
    "AuditEntry",
    "AuditSubject",
    "Case",
    "Company",
    "Component",
    "ComponentLookup",
    "CveSignal",
    "Determination",
    "Device",
    "FactSheet",
    "Hazard",
    "Hospital",
    "KnownExploited",
    "Match",
    "Narrative",
    "OutboxTask",
    "ProductScope",
    "Release",
    "ReleaseComponent",
    "Report",
    "Sbom",
    "SeverityMapping",
    "SignalSource",
    "StoredDocument",
    "Task",
    "Unit",
    "Unmatchable",
    "User",
]
