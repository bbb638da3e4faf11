"""A row of each table that may have a document, with one, beside what stands in the record of the cast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from kizuki.actions.documents import keep_document
from kizuki.store.models import (
    Attachment,
    Case,
    Communication,
    CorrectiveAction,
    CorrectiveStep,
    DecisionEvidence,
    DesignEntry,
    Determination,
    FirstReport,
    Hospital,
    HospitalAcknowledgement,
    HospitalReport,
    Inquiry,
    InquiryAnswer,
    LegacyJudgement,
    Measure,
    MeasureStep,
    MeasureTarget,
    MeasureTelling,
    Milestone,
    MilestoneNotice,
    Narrative,
    NoReportDecision,
    Patch,
    PatchMove,
    PeriodReport,
    PeriodSubmission,
    Precaution,
    Procedure,
    ReachEntry,
    Receipt,
    RunningPeriod,
    SafetyInformation,
    SelfInspection,
    Submission,
    ToldCase,
    TrainingResult,
    Transmission,
    Unit,
    UnitPatchMove,
    User,
)
from kizuki.store.record import clock
from tests.access.cast import ON, World
from tests.planted import planted
from tests.store.audit.everything import make_row

WORDS = "何を受け取ったか 8842"
"""What stands in the document that is planted."""

Values = Mapping[str, Any]


def with_document(world: World, table: str, column: str) -> Any:
    """A row of this table, by its name in addresses, whose column names the document."""
    model, more = ROWS[table]
    with planted():
        document, _ = keep_document(WORDS.encode(), "text/plain")
        return make_row(model, 7, **more(world), **{column: document})


def _case(world: World) -> Case:
    return Case.objects.get(pk=world.secret["case"])


def _person(world: World) -> User:
    return User.objects.get(pk=world.users["writer"])


def _report(world: World) -> Values:
    return {"report_id": world.secret["report"], "person": _person(world)}


def _measure(world: World) -> Measure:
    return Measure.objects.get(pk=world.secret["measure"])


def _device(world: World) -> Values:
    return {"device_id": world.public["device"]}


def _patch(world: World) -> Values:
    found = Patch.objects.filter(device=world.public["device"]).first()
    return {"patch": found or make_row(Patch, 7, **_device(world), state="shipped", fixes=[]), "on": ON}


def _unit(world: World) -> Unit:
    hospital = make_row(Hospital, 7, name="第一病院")
    unit: Unit = make_row(Unit, 7, **_device(world), hospital=hospital, state="in_use", tenure="")
    return unit


def _notice(world: World) -> Values:
    milestone = make_row(Milestone, 7, **_device(world), name="eos", on=date(2027, 3, 31))
    return {"milestone": milestone, "hospital": _unit(world).hospital, "way": "paper", "told_on": ON}


def _reach(world: World) -> Values:
    target = make_row(
        MeasureTarget, 7, measure=_measure(world), hospital=_unit(world).hospital, units=[], state="received"
    )
    return {"target": target, "state": "received", "on": ON, "channel": "phone"}


def _submitted_period(world: World) -> Values:
    period = make_row(RunningPeriod, 7, **_device(world), form="12", first_on=date(2025, 1, 1))
    report = make_row(
        PeriodReport, 7, **_device(world), period=period, form="12", first_on=date(2025, 1, 1), state="submitted"
    )
    make_row(ToldCase, 7, report=report, case=_case(world))
    return {"report": report, "way": "mail", "sent_on": ON}


def _decision(world: World) -> Values:
    case = _case(world)
    determination = Determination.objects.filter(fact_sheet__case=case).first() or make_row(Determination, 7)
    words = make_row(Narrative, 7, case=case, kind="no_report")
    values = {"case": case, "determination": determination, "explanation": words, "reason": "outside_every_item"}
    return {"decision": make_row(NoReportDecision, 7, **values, owner=_person(world)), "proves": "other"}


def _answer(world: World) -> Values:
    inquiry = make_row(Inquiry, 7, case=_case(world))
    return {"inquiry": inquiry, "way": "mail", "leads_to": "nothing", "sent_at": clock.now()}


def _receipt(world: World) -> Values:
    report = {"report_id": world.secret["report"]}
    make_row(Submission, 7, **report, covers=[], way="mail", sent_on=ON)
    return {**report, "accepted": True, "received_on": ON}


def _action(world: World) -> Values:
    person = _person(world)
    return {"action": make_row(CorrectiveAction, 7, owner=person, due_on=ON + timedelta(days=9)), "step": "done"}


def _of_case(world: World) -> Values:
    return {"case": _case(world)}


ROWS: Mapping[str, tuple[type[Any], Callable[[World], Values]]] = {
    "attachment": (Attachment, _of_case),
    "design-entry": (
        DesignEntry,
        lambda world: {"release_id": world.public["release"], "kind": "interfaces", "title": "口", "body": "x"},
    ),
    "safety-information": (
        SafetyInformation,
        lambda world: {"case": _case(world), "device_id": world.public["device"], "awareness_on": ON},
    ),
    "hospital-report": (HospitalReport, lambda world: {**_of_case(world), "state": "reported"}),
    "communication": (
        Communication,
        lambda world: {"incident_id": world.secret["incident"], "party": "patient", "channel": "phone"},
    ),
    "hospital-acknowledgement": (HospitalAcknowledgement, lambda _: {"way": "paper", "on": ON}),
    "self-inspection": (SelfInspection, lambda world: {"procedures": [], "person": _person(world), "on": ON}),
    "corrective-step": (CorrectiveStep, _action),
    "procedure": (Procedure, lambda world: {"acts": ["sources"], "person": _person(world)}),
    "training-result": (TrainingResult, lambda world: {"way": "reading", "trained": _person(world), "on": ON}),
    "receipt": (Receipt, _receipt),
    "first-report": (FirstReport, lambda world: {**_of_case(world), "way": "mail", "person": _person(world)}),
    "measure-step": (
        MeasureStep,
        lambda world: {"measure": _measure(world), "position": 7, "step": "decide", "outcome": ""},
    ),
    "measure-telling": (
        MeasureTelling,
        lambda world: {"measure": _measure(world), "party": "mhlw", "told": True, "way": "", "channel": ""},
    ),
    "reach-entry": (ReachEntry, _reach),
    "precaution": (Precaution, lambda world: {**_device(world), "dated_on": ON}),
    "milestone-notice": (MilestoneNotice, _notice),
    "legacy-judgement": (LegacyJudgement, lambda world: {**_device(world), "judged_on": ON}),
    "patch-move": (PatchMove, lambda world: {**_patch(world), "state": "shipped"}),
    "unit-patch-move": (UnitPatchMove, lambda world: {**_patch(world), "unit": _unit(world), "state": "applied"}),
    "period-submission": (PeriodSubmission, _submitted_period),
    "decision-evidence": (DecisionEvidence, _decision),
    "transmission": (Transmission, lambda world: {**_report(world), "way": "mail", "went": True, "formal": True}),
    "inquiry-answer": (InquiryAnswer, _answer),
}
"""By the name of the table in addresses: what else its row says, so that its page can tell of it."""
