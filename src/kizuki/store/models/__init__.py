"""Every table of the record, by subject."""

from kizuki.store.models.access import AccessLink, ApiToken, FailedTry, RecoveryCode, SecondFactor
from kizuki.store.models.advisories import (
    ActiveExploitation,
    Advisory,
    AdvisoryAlias,
    AdvisoryRow,
    Assessment,
    Match,
)
from kizuki.store.models.attachments import Anchor, Attachment, RecordUse
from kizuki.store.models.audit import AuditEntry, AuditSubject, Commitment, JournalLine, Pen
from kizuki.store.models.cases import Case, CaseVulnerability, Determination, FactSheet, Narrative
from kizuki.store.models.company import (
    Addressee,
    Appointment,
    Capacity,
    CompanyAddress,
    CompanyName,
    Licence,
    ReviewerContract,
)
from kizuki.store.models.components import Component, ComponentLookup, ComponentMerge, ComponentName, ReleaseComponent
from kizuki.store.models.conformity import ConformityPlan
from kizuki.store.models.design import DesignEntry, DesignQuote
from kizuki.store.models.devices import Device, Hospital, Release, Sbom, Unit, Unmatchable
from kizuki.store.models.disclosure import (
    Disclosure,
    DisclosureParty,
    EmbargoTurn,
    PartyTurn,
    PublicationOverride,
    Statement,
)
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.duty import DutyCall, DutyTurn
from kizuki.store.models.embargo import Embargo, EmbargoReader
from kizuki.store.models.feeds import FeedRun, FeedSource, SupportedCycle
from kizuki.store.models.finders import FinderAcknowledgement, FinderDesk
from kizuki.store.models.findings import (
    ConfirmedAlias,
    DeviceMatch,
    DeviceTally,
    SiteNote,
    Suppression,
    Triage,
    TriageJudgement,
    TriageLimit,
)
from kizuki.store.models.form_drafts import FormDraft
from kizuki.store.models.hospitals import HospitalAcknowledgement, HospitalLink, Responsibilities
from kizuki.store.models.incidents import (
    CaseClassification,
    CaseDuplicate,
    CaseTrait,
    Communication,
    HospitalReport,
    Incident,
    IncidentMember,
    PlaybookRevision,
    PlaybookRun,
)
from kizuki.store.models.information import InformationReceipt, SafetyInformation
from kizuki.store.models.inspections import CorrectiveAction, CorrectiveStep, SelfInspection
from kizuki.store.models.knowledge import KnowledgeDay
from kizuki.store.models.ledger import (
    CountedCase,
    EndProposal,
    FirstReportObligation,
    HarmedPerson,
    Matter,
    Obligation,
    ObligationStep,
    ReportObligation,
    SheetIdentity,
)
from kizuki.store.models.letters import MeasureJudgement, MeasureLetter
from kizuki.store.models.lifecycle import (
    DeviceEvent,
    DeviceTraits,
    LegacyJudgement,
    Milestone,
    MilestoneNotice,
    Precaution,
)
from kizuki.store.models.listed import ListedTerm, PrecautionTerm
from kizuki.store.models.matching import MatchRun, SearchTally
from kizuki.store.models.measures import Measure, MeasureStep, MeasureTarget, MeasureTelling, ReachEntry
from kizuki.store.models.notices import CalendarKey, Heartbeat, Notice, Upkeep
from kizuki.store.models.outbox import OutboxTask
from kizuki.store.models.patches import Patch, PatchMove, UnitMove, UnitPatch, UnitPatchMove
from kizuki.store.models.people import Company, Delegation, ProductScope, User
from kizuki.store.models.periods import (
    PeriodReceipt,
    PeriodReport,
    PeriodReportObligation,
    PeriodReportStep,
    PeriodSubmission,
    ToldCase,
)
from kizuki.store.models.readings import Reading
from kizuki.store.models.register import DecisionEvidence, DecisionSignature, NoReportDecision, ProofSet, Reopening
from kizuki.store.models.release_verdicts import ReleaseVerdict
from kizuki.store.models.reports import FirstReport, RatedCase, Receipt, Report, ReportStep, Submission
from kizuki.store.models.retention import Erasure, LegalHold
from kizuki.store.models.same_records import HoleBound, RecordJoin
from kizuki.store.models.scoring import (
    AssessmentDifference,
    AssessmentDraft,
    AssessmentInputs,
    AssessmentSignature,
    Hazard,
    SeverityMapping,
    SignalSource,
)
from kizuki.store.models.searching import SearchKey, TextGram
from kizuki.store.models.sending import Inquiry, InquiryAnswer, SamePerson, SubmissionCheck, Transmission
from kizuki.store.models.sheets import SentSheet, SheetFact
from kizuki.store.models.shipments import Shipment
from kizuki.store.models.signals import CveSignal, SignalEvent
from kizuki.store.models.sources import NoticeAnswer, SourceLook, SourcePlan
from kizuki.store.models.taken_over import EarlierDecision, RunningPeriod, TakenOverCase
from kizuki.store.models.tasks import Task
from kizuki.store.models.texts import KeptText
from kizuki.store.models.training import Procedure, TrainingPlan, TrainingResult
from kizuki.store.models.uploads import Upload
from kizuki.store.models.vex import SupplierStatement, SupplierStatementName

__all__ = [
    "AccessLink", "ActiveExploitation", "Addressee", "Advisory", "AdvisoryAlias", "AdvisoryRow", "Anchor",
    "ApiToken", "Appointment", "Assessment", "AssessmentDifference", "AssessmentDraft", "AssessmentInputs",
    "AssessmentSignature", "Attachment", "AuditEntry", "AuditSubject", "CalendarKey", "Capacity", "Case",
    "CaseClassification", "CaseDuplicate", "CaseTrait", "CaseVulnerability", "Commitment", "Communication",
    "Company", "CompanyAddress", "CompanyName", "Component", "ComponentLookup", "ComponentMerge", "ComponentName",
    "ConfirmedAlias", "ConformityPlan", "CorrectiveAction", "CorrectiveStep", "CountedCase", "CveSignal",
    "DecisionEvidence", "DecisionSignature", "Delegation", "DesignEntry", "DesignQuote", "Determination", "Device",
    "DeviceEvent", "DeviceMatch", "DeviceTally", "DeviceTraits", "Disclosure", "DisclosureParty", "DutyCall",
    "DutyTurn", "EarlierDecision", "Embargo", "EmbargoReader", "EmbargoTurn", "EndProposal", "Erasure", "FactSheet",
    "FailedTry", "FeedRun", "FeedSource", "FinderAcknowledgement", "FinderDesk", "FirstReport",
    "FirstReportObligation", "FormDraft", "HarmedPerson", "Hazard", "Heartbeat", "HoleBound", "Hospital",
    "HospitalAcknowledgement", "HospitalLink", "HospitalReport", "Incident", "IncidentMember", "InformationReceipt",
    "Inquiry", "InquiryAnswer", "JournalLine", "KeptText", "KnowledgeDay", "LegacyJudgement", "LegalHold",
    "Licence", "ListedTerm", "Match", "MatchRun", "Matter", "Measure", "MeasureJudgement", "MeasureLetter",
    "MeasureStep", "MeasureTarget", "MeasureTelling", "Milestone", "MilestoneNotice", "Narrative", "NoReportDecision",
    "Notice", "NoticeAnswer", "Obligation", "ObligationStep", "OutboxTask", "PartyTurn", "Patch", "PatchMove", "Pen",
    "PeriodReceipt", "PeriodReport", "PeriodReportObligation", "PeriodReportStep", "PeriodSubmission",
    "PlaybookRevision", "PlaybookRun", "Precaution", "PrecautionTerm", "Procedure", "ProductScope", "ProofSet",
    "PublicationOverride", "RatedCase", "ReachEntry", "Reading", "Receipt", "RecordJoin", "RecordUse",
    "RecoveryCode", "Release", "ReleaseComponent", "ReleaseVerdict", "Reopening", "Report", "ReportObligation",
    "ReportStep", "Responsibilities", "ReviewerContract", "RunningPeriod", "SafetyInformation", "SamePerson",
    "Sbom", "SearchKey", "SearchTally", "SecondFactor", "SelfInspection", "SentSheet", "SeverityMapping", "SheetFact",
    "SheetIdentity", "Shipment", "SignalEvent", "SignalSource", "SiteNote", "SourceLook", "SourcePlan", "Statement",
    "StoredDocument", "Submission", "SubmissionCheck", "SupplierStatement", "SupplierStatementName",
    "SupportedCycle", "Suppression", "TakenOverCase", "Task", "TextGram", "ToldCase", "TrainingPlan", "TrainingResult",
    "Transmission", "Triage", "TriageJudgement", "TriageLimit", "Unit", "UnitMove", "UnitPatch", "UnitPatchMove",
    "Unmatchable", "Upkeep", "Upload", "User",
]  # fmt: skip
