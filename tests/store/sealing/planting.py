"""A name, planted through its verb in every sealed column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kizuki.actions.assessments.add_hazard import HazardEntry, add_hazard
from kizuki.actions.assessments.draft import keep_draft
from kizuki.actions.assessments.reevaluate_assessments import reevaluate_assessments
from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.assessments.sheet import Sheet, accepted, answered
from kizuki.actions.assessments.sign_assessment import confirm_assessment
from kizuki.actions.assessments.withdraw_hazard import withdraw_hazard
from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.note import note
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.components.confirm_alias import AliasEntry, confirm_alias
from kizuki.actions.components.withdraw_alias import withdraw_alias
from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.enter_design import DesignGiven, enter_design
from kizuki.actions.devices.note_on_site import note_on_site
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.set_scoring_profile import set_scoring_profile
from kizuki.actions.devices.set_site_profile import SiteEntry, set_site_profile
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.actions.hospitals.acknowledging import Said
from kizuki.actions.hospitals.record_hospital_acknowledgement import record_hospital_acknowledgement
from kizuki.actions.hospitals.set_responsibilities import set_responsibilities
from kizuki.actions.incidents.edit_playbook import edit_playbook
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.incidents.start_playbook import start_playbook
from kizuki.actions.obligations.close_task import close_task
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.second_factor import begin_second_factor
from kizuki.actions.people.set_single_person_mode import set_single_person_mode
from kizuki.actions.people.signing import person_of
from kizuki.actions.questionnaires.tell_sheet_facts import FactEntry, tell_sheet_facts
from kizuki.actions.record.hold_records import hold_records, lift_hold
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.verb import Actor
from kizuki.core.hospitals import Line
from kizuki.store.models import Assessment, Device, Match, Release, Responsibilities, SearchKey, SecondFactor, Task
from kizuki.store.people.form_drafts import keep_form_draft
from kizuki.store.record import clock
from tests.actions.assessments.desk import BASE, NONE
from tests.actions.office import filled_case, person
from tests.actions.record import DEATH_IN_JAPAN, TESTER, advisory, library, sbom
from tests.planted import planted

NAME = "朽木薫子"
"""Who is nowhere else in the record."""
STEP = "手順朽木"
"""A step of a playbook, which the company words: its own table may hold it, tasks may not."""
ON = date(2026, 8, 3)
LATER = date(2027, 1, 1)


@dataclass(frozen=True)
class Scene:
    """What stands before anything is planted."""

    case: int
    device: int
    advisory: int
    author: Actor
    second: Actor


def furnished() -> Scene:
    """A case of the sample with a device, its components and an advisory, and two people."""
    case = filled_case()
    device = Device.objects.get()
    register_hospital(key="takadai", name="高台病院", prefecture="青森県", actor=TESTER)
    register_release(device.key, "9.9", sbom(library("jinja2", "2.10")), actor=TESTER)
    (about,) = keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed
    match_advisories([about], on=ON, actor=TESTER)
    return Scene(case, device.pk, about, person("suzuki", "psirt"), person("sato", "safety_manager"))


def _titled(scene: Scene) -> None:
    entry = CaseEntry(
        key="named", device=Device.objects.get(pk=scene.device).key, title=f"{NAME}様の件", facts=DEATH_IN_JAPAN
    )
    open_case(entry, on=ON, actor=TESTER)


def _reported(scene: Scene) -> None:
    describe(scene.case, {"remarks": f"{NAME}様の転院先に確認中"}, actor=TESTER)
    draft_form(scene.case, 8, actor=TESTER)


def _noted(scene: Scene) -> None:
    note(scene.case, f"{NAME}様から電話", actor=TESTER)


def _attached(scene: Scene) -> None:
    attach_document(scene.case, f"{NAME}.txt", f"{NAME}様の記録".encode(), actor=TESTER)


def _told(scene: Scene) -> None:
    told = IncidentEntry("event", f"{NAME}様の病棟", ON, members=[f"device:{scene.device}"])
    incident = open_incident(told, on=ON, actor=TESTER)
    step = {"key": "call", "role": "safety_manager", "within_days": 2, "ja": STEP, "en": STEP}
    edit_playbook("ransomware", {"ja": "手順", "en": "Steps", "steps": [step]}, revision=0, actor=TESTER)
    start_playbook(incident, "ransomware", on=ON, actor=TESTER)
    close_task(Task.objects.latest("pk").pk, "done", f"{NAME}様に電話した", actor=scene.second)


def _assessed(scene: Scene) -> None:
    said = Sheet(evidence={"XIT": f"{NAME}様の記録"}, remarks={"XIT": f"{NAME}様に起きた"}, dissent=NAME)
    reached = {**BASE, **NONE, "XIT": "H", "XAT": "H", "XMAVS": "N", "XMAVD": "N", "XMAVG": "Y"}
    made = accepted(answered(said, reached), "MAV", "A", who=f"{NAME}様の主治医", evidence=NAME, expires_on=LATER)
    save_assessment(scene.device, scene.advisory, made, on=ON, actor=scene.author)
    confirm_assessment(Assessment.objects.get().pk, remark=f"{NAME}様の件を確認", actor=scene.second)
    keep_draft(int(scene.second.code[5:]), scene.device, scene.advisory, said)


def _expired(scene: Scene) -> None:
    made = Assessment.objects.filter(current=True).values_list("pk", flat=True)
    reevaluate_assessments(list(made), trigger=5, on=LATER + timedelta(days=1), actor=TESTER)


def _described(scene: Scene) -> None:
    register_device(
        DeviceEntry(
            key="told",
            brand="P",
            details={"similar": f"{NAME}様の装置"},
            profile={"precautions": [{"ja": f"{NAME}様の事例による"}]},
        ),
        actor=TESTER,
    )
    describe_device("told", {"scope_reason": f"{NAME}様の件を受けて"}, actor=TESTER)
    set_scoring_profile("told", {"id": "told", "roles": [{"name": NAME, "privilege": "all"}]}, actor=TESTER)
    told = {"network": {"ja": f"{NAME}様の病室は別系統"}}
    register_hospital(key="told", name="高台病院", profile=told, actor=TESTER)
    set_site_profile("told", SiteEntry("home", {}, f"{NAME}様の自宅の図"), actor=TESTER)


def _hazards(scene: Scene) -> None:
    words = {"likelihood": NAME, "controls": [NAME], "detectability": NAME}
    entry = HazardEntry(["XIT"], f"{NAME}様の流量", f"{NAME}様に過量", **words)  # type: ignore[arg-type]
    made = add_hazard(scene.device, scene.advisory, entry, actor=scene.author)
    withdraw_hazard(made, because=f"{NAME}様の誤り", actor=scene.second)
    other = HazardEntry(["XIT"], "流量", "過量", credible=False, not_credible_because=f"{NAME}様では起きない")
    add_hazard(scene.device, scene.advisory, other, actor=scene.author)


def _triaged(scene: Scene) -> None:
    keys = [(Match.objects.latest("pk").pk, Release.objects.get(version="9.9").pk)]
    entry = TriageEntry("affected", f"{NAME}様の装置で確認")
    triage_findings(keys, entry, token=preview(keys)[1], on=ON, actor=TESTER)


def _on_site(scene: Scene) -> None:
    note_on_site("takadai", "other_device", "別の装置", f"{NAME}様の部屋", actor=TESTER)


def _agreed(scene: Scene) -> None:
    told = [Line("updates", "maker", "nobody", f"{NAME}様の機器を除く")]
    set_responsibilities("takadai", told, f"{NAME}様と合意", on=ON, actor=scene.second)
    read = Responsibilities.objects.get(hospital__key="takadai").sha256
    said = Said(NAME, f"{NAME}様の主治医", read, f"{NAME}様は退院済み")
    record_hospital_acknowledgement("takadai", said, "telephone", ON, on=ON, actor=scene.second)


def _answered(scene: Scene) -> None:
    entry = FactEntry("company.incident_contact", "text", ON, f"{NAME}様へ")
    tell_sheet_facts("company:1", [entry], on=ON, actor=scene.second)


def _designed(scene: Scene) -> None:
    given = DesignGiven("interfaces", "DICOM受信", ON, f"{NAME}様の端末から届く")
    enter_design(Release.objects.get(version="9.9").pk, [given], on=ON, actor=TESTER)


def _aliased(scene: Scene) -> None:
    entry = AliasEntry("Jinja", "Pallets", f"{NAME}様に確認", purl="pkg:pypi/jinja2")
    withdraw_alias(confirm_alias(entry, on=ON, actor=TESTER), f"{NAME}様の訂正", on=ON, actor=TESTER)


def _delegated(scene: Scene) -> None:
    principal, deputy = (int(actor.code[5:]) for actor in (scene.second, scene.author))
    delegate(
        principal, deputy, begins_on=ON, ends_on=ON + timedelta(days=3), reason=f"{NAME}様の葬儀", actor=scene.second
    )


def _alone(scene: Scene) -> None:
    manager = person("kimura", "general_manager")
    today = datetime.now(UTC).date()
    set_single_person_mode(today, today + timedelta(days=5), f"{NAME}様の対応", "absence", actor=manager)


def _held(scene: Scene) -> None:
    hold = hold_records(f"{NAME}様の訴訟", case_id=scene.case, actor=scene.second)
    lift_hold(hold, f"{NAME}様と和解", actor=scene.second)


Planting = Callable[[Scene], None]
_HAZARD = (
    "situation",
    "harm",
    "likelihood",
    "controls",
    "detectability",
    "not_credible_because",
    "withdrawn_because",
)


def _drawn(scene: Scene) -> None:
    # The program draws it, so nobody can tell it a name: what stands in its place is sealed the same way.
    person_id = person_of(scene.author)
    begin_second_factor(person_id, actor=scene.author)
    with planted():
        row = SecondFactor.objects.get(person_id=person_id)
        row.secret = NAME
        row.save(update_fields=["secret"])


def _left(scene: Scene) -> None:
    # What is typed and not sent is kept by the page itself, and is no verb of the record.
    keep_form_draft(person_of(scene.author), "/cases/1#say", {"note": [NAME]}, clock.now())


def _indexed(_scene: Scene) -> None:
    # The program draws this one too, with the first text.
    with planted():
        row = SearchKey.objects.get()
        row.secret = NAME
        row.save(update_fields=["secret"])


PLANTED: dict[str, Planting] = {
    "FormDraft.said": _left,
    "SecondFactor.secret": _drawn,
    "Case.title": _titled,
    "Report.fields": _reported,
    "Narrative.body": _noted,
    "KeptText.body": _told,
    "Task.words": _told,
    "Task.remark": _told,
    "Attachment.name": _attached,
    "StoredDocument.content": _attached,
    "Assessment.answers": _assessed,
    "Assessment.record": _assessed,
    "Assessment.result": _assessed,
    "AssessmentDraft.sheet": _assessed,
    "AssessmentInputs.inputs": _assessed,
    "AssessmentSignature.remark": _assessed,
    "AssessmentDifference.changes": _expired,
    **{f"Hazard.{name}": _hazards for name in _HAZARD},
    **{f"Device.{name}": _described for name in ("details", "profile", "scoring_profile")},
    "DeviceTraits.body": _described,
    "Hospital.profile": _described,
    "Hospital.scoring_profile": _described,
    "TriageJudgement.reason": _triaged,
    "SiteNote.body": _on_site,
    "Responsibilities.sheet": _agreed,
    **{f"HospitalAcknowledgement.{name}": _agreed for name in ("name", "post", "remark")},
    "SheetFact.words": _answered,
    "DesignEntry.body": _designed,
    "ConfirmedAlias.reason": _aliased,
    "ConfirmedAlias.withdrawn_why": _aliased,
    "Delegation.reason": _delegated,
    "Company.single_person_reason": _alone,
    "LegalHold.reason": _held,
    "LegalHold.lifted_because": _held,
    # Last: what is planted after it would be indexed under another secret.
    "SearchKey.secret": _indexed,
}
"""By which verbs a name comes into each sealed column: one that is not here fails the test."""
