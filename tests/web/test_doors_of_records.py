"""What a company registers by hand: its own particulars, devices, hospitals, patches, lists; each by who may."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuki.actions.components.confirm_alias import AliasEntry, confirm_alias
from kizuki.actions.verb import Actor
from kizuki.store.incidents.playbooks import playbook_of, playbooks
from kizuki.store.models import (
    Appointment,
    Case,
    ConfirmedAlias,
    Delegation,
    Device,
    Hospital,
    LegacyJudgement,
    Licence,
    MatchRun,
    Obligation,
    Patch,
    PlaybookRevision,
    Release,
    SafetyInformation,
    SiteNote,
    Unit,
    UnitPatch,
    User,
)
from tests.actions.office import person
from tests.actions.record import library, sbom
from tests.web.conftest import TODAY

DAY = "2026/6/1"


@pytest.fixture
def company(office: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The office on its day."""
    for page in ("door", "company", "person", "hospitals", "patch", "device", "devices", "imports", "runs", "me"):
        monkeypatch.setattr(f"kizuki.web.pages.{page}.today", lambda: TODAY)
    return office


def browser_of(role: str) -> Client:
    """Somebody of this role, signed in."""
    client, actor = Client(), person(f"one {role}", role)
    client.force_login(User.objects.get(pk=int(actor.code.removeprefix("user:"))))
    return client


@pytest.fixture
def manager(company: dict[str, int]) -> Client:
    """The general manager."""
    return browser_of("general_manager")


@pytest.fixture
def safety(company: dict[str, int]) -> Client:
    """The safety manager."""
    return browser_of("safety_manager")


def sent(client: Client, address: str, told: dict[str, Any]) -> None:
    """A form that is taken."""
    answer = client.post(address, told)
    assert answer.status_code == 302, unescape(answer.content.decode())


def refused(client: Client, address: str, told: dict[str, Any]) -> str:
    """What the form says that is wrong."""
    answer = client.post(address, told)
    assert answer.status_code == 422
    return unescape(answer.content.decode())


def test_a_general_manager_keeps_licences_offices_people_and_deputies(manager: Client) -> None:
    me = User.objects.get(role="general_manager")
    sent(manager, "/do/register_licence", {"kind": "marketing_first", "number": "13B1X1", "from_on": "令和3年4月1日"})
    renewed = {"kind": "marketing_first", "number": "13B1X1", "from_on": "2026-04-01"}
    sent(manager, "/do/register_licence", renewed | {"replaces": Licence.objects.get().pk})
    assert Licence.objects.get(replaced_by=None).from_on.isoformat() == "2026-04-01"
    assert "より前の日" in refused(manager, "/do/register_licence", renewed | {"to_on": "2026-03-01"})
    sent(manager, "/do/register_company_name", {"name": "新社名株式会社", "from_on": "2026-04-01"})
    assert "新社名株式会社" in manager.get("/company?on=2026-04-01").content.decode()
    told = {"display_name": "鈴木", "sign_in_name": "suzuki", "role": "psirt", "language": "ja"}
    sent(manager, "/do/register_user", told)
    new = User.objects.get(sign_in_name="suzuki")
    assert not new.has_usable_password()
    sent(manager, "/do/appoint", {"office": "psirt", "person": new.pk, "from_on": DAY})
    assert Appointment.objects.get().user == new
    days = {"begins_on": "2026/6/10", "ends_on": "2026/6/20", "reason": "出張"}
    sent(manager, "/do/delegate", {"principal": me.pk, "deputy": new.pk, **days})
    assert "鈴木" in manager.get("/company").content.decode()
    sent(manager, "/do/end_delegation", {"delegation": Delegation.objects.get().pk})
    sent(manager, f"/people/{new.pk}/do/set_product_scope", {"devices": ["pump"]})
    sent(manager, f"/people/{new.pk}/do/retire_user", {})
    assert "退職・異動しました。" in manager.get(f"/people/{new.pk}").content.decode()
    last = {"user": me.pk}
    assert "最後の総括製造販売責任者" in refused(manager, f"/people/{me.pk}/do/retire_user", last)


def test_a_safety_manager_brings_a_device_from_its_approval_to_its_patched_units(safety: Client) -> None:
    told = {"brand": "輸液ポンプ FLOW-4", "key": "flow-4", "own": "yes", "designated": "unknown"}
    sent(safety, "/do/register_device", told)
    assert "登録されています" in refused(safety, "/do/register_device", told)
    device = Device.objects.get(key="flow-4")
    assert device.facts == {"own": True}, "what is not known is absent, and no no"
    at = f"/devices/{device.pk}/do"
    listed = SimpleUploadedFile("bom.json", sbom(library("jinja2", "2.10")))
    sent(safety, f"{at}/register_release", {"version": "1.0", "sbom": listed})
    assert Release.objects.get(device=device).sbom is not None
    broken = SimpleUploadedFile("bom.json", b"{}")
    assert "SBOMとして読み取れませんでした" in refused(
        safety, f"{at}/register_release", {"version": "2", "sbom": broken}
    )
    units = SimpleUploadedFile(
        "u.csv", "品目略号,製造番号,医療機関略号\nflow-4,SN-1,takadai\nflow-4,SN-2,takadai\n".encode()
    )
    page = safety.post("/imports/units", {"file": units})
    sent(safety, "/imports/units", {**hidden(page), "step": "commit"})
    sent(safety, f"{at}/move_units", {"serials": "ＳＮ-1", "state": "stored", "on": DAY})
    assert "SN-9" in refused(safety, f"{at}/move_units", {"serials": "SN-9", "state": "stored", "on": DAY})
    sent(safety, f"{at}/start_patch", {"key": "2.1", "fixes": "CVE-2026-0001、CVE-2026-0002", "on": DAY})
    patch = Patch.objects.get()
    for state in ("validated", "shipped"):
        sent(safety, f"/patches/{patch.pk}/do/move_patch", {"state": state, "on": DAY})
    at_hospital = {"at": Hospital.objects.get().pk, "on": DAY}
    on_units = f"/patches/{patch.pk}/do/record_patch_on_units"
    assert "入力してください。" in refused(safety, on_units, at_hospital | {"state": "refused"})
    sent(safety, on_units, at_hospital | {"state": "applied"})
    assert list(UnitPatch.objects.values_list("unit__serial", flat=True)) == ["SN-2"], "the stored one is not in use"
    assert "1 / 1" in safety.get(f"/patches/{patch.pk}").content.decode()
    assert Unit.objects.get(serial="SN-1").state == "stored"


def test_what_is_known_of_a_device_and_a_site_is_told_with_its_reasons(
    safety: Client, company: dict[str, int]
) -> None:
    pump, hospital = Device.objects.get(key="pump"), Hospital.objects.get()
    at = f"/devices/{pump.pk}/do"
    assert "入力してください。" in refused(safety, f"{at}/judge_legacy", {"update": "yes", "control": "unknown"})
    sent(safety, f"{at}/judge_legacy", {"update": "no", "update_reason": "供給終了", "control": "unknown"})
    assert LegacyJudgement.objects.get().control_protects is None
    assert "承継前" in refused(safety, f"{at}/record_device_event", {"kind": "succession", "on": DAY})
    sent(safety, f"{at}/record_device_event", {"kind": "minor_change", "on": DAY, "number": "1"})
    sent(safety, f"{at}/register_capacity", {"capacity": "mah", "from_on": DAY})
    profile = {"interfaces": ["wifi"], "no_interfaces": "unknown", "stores_credentials": "unknown"}
    assert "の形で入力してください。" in refused(safety, f"{at}/set_scoring_profile", profile | {"roles": "看護師"})
    sent(safety, f"{at}/set_scoring_profile", profile | {"roles": "看護師 / user / yes"})
    pump.refresh_from_db()
    assert "stores_credentials" not in pump.scoring_profile
    site = f"/hospitals/{hospital.pk}/do"
    assert "根拠と有効期限" in refused(safety, f"{site}/set_site_profile", {"kind": "clinic", "XMAVF": "Y"})
    sent(safety, f"{site}/set_site_profile", {"kind": "clinic"})
    sent(safety, f"{site}/note_on_site", {"kind": "other_device", "about": "他社の輸液ポンプ"})
    assert SiteNote.objects.get().about in safety.get(f"/hospitals/{hospital.pk}").content.decode()


def test_a_run_over_everything_is_started_stopped_and_resumed(safety: Client) -> None:
    sent(safety, "/do/start_match_run", {})
    assert safety.get("/do/start_match_run").status_code == 409
    sent(safety, "/do/cancel_match_run", {})
    sent(safety, "/do/resume_match_run", {})
    assert MatchRun.objects.get().state == "waiting"
    sent(safety, "/do/set_triage_limit", {"business_days": "2"})
    assert "2 営業日" in safety.get("/runs").content.decode()


def test_a_name_that_was_confirmed_is_withdrawn_with_its_reason(safety: Client) -> None:
    actor = Actor.user(User.objects.get(display_name="one safety_manager").pk)
    confirm_alias(
        AliasEntry(name="jinja", maker="", purl="pkg:pypi/jinja2", cpe="", reason="同じ"), on=TODAY, actor=actor
    )
    alias = ConfirmedAlias.objects.get()
    assert f"?alias={alias.pk}" in safety.get("/aliases").content.decode()
    sent(safety, "/do/withdraw_alias", {"alias": alias.pk, "reason": "別の製品だった"})
    assert "別の製品だった" in safety.get("/aliases").content.decode()


def test_a_playbook_is_edited_as_its_next_revision(safety: Client) -> None:
    book = playbooks()[0]
    told: dict[str, Any] = {"key": book.key, "ja": book.ja, "en": book.en, "revision": "0"}
    for row, step in enumerate(book.steps):
        hour = "first_hour" if step.first_hour else "days"
        told |= {f"step_{row}": step.key, f"ja_{row}": step.ja, f"en_{row}": step.en, f"role_{row}": step.role}
        told |= {f"hour_{row}": hour, f"days_{row}": str(step.within_days)}
    address = f"/do/edit_playbook?playbook={book.key}"
    sent(safety, address, told | {"ja_0": "直ちに切り離す"})
    kept = playbook_of(book.key)
    assert kept is not None
    assert (kept.revision, kept.steps[0].ja) == (1, "直ちに切り離す")
    assert "ほかの人が先に改めました。" in refused(safety, address, told | {"ja_0": "別の文"})
    assert PlaybookRevision.objects.count() == 1


def test_a_case_is_opened_at_once_from_home(safety: Client) -> None:
    assert "/do/open_case" in safety.get("/").content.decode()
    told = {"title": "輸液ポンプの停止", "device": "pump", "hospital": "takadai", "learned_on": DAY, "kind": "event"}
    told |= {"locus": "domestic", "harm": "asking", "evidence": "電話", "secrecy": "ordinary"}
    before = Case.objects.count()
    sent(safety, "/do/open_case", told)
    assert Case.objects.count() == before + 1
    assert "閲覧できる人" in refused(safety, "/do/open_case", told | {"secrecy": "secret"})


def test_who_tells_of_an_attack_when_a_case_is_opened_owes_others_too(safety: Client) -> None:
    """A mail of a hospital that names ransomware: the police and the ministry are asked about at once."""
    told = {"title": "輸液ポンプの停止", "device": "pump", "hospital": "takadai", "learned_on": DAY, "kind": "event"}
    told |= {"locus": "domestic", "harm": "death", "evidence": "電話", "secrecy": "ordinary", "exploited": "here"}
    sent(safety, "/do/open_case", told)
    case = Case.objects.latest("pk")
    beside = set(Obligation.objects.filter(case=case, kind="beside").values_list("item", flat=True))
    assert {"police", "hospital_to_mhlw", "personal_data_breach", "urgent_safety_information"} <= beside


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of a preview."""
    assert page.status_code == 200, page.content.decode()
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def test_a_list_with_faults_names_their_lines_and_keeps_nothing(safety: Client) -> None:
    text = "品目略号,販売名\nflow-5,ポンプ5\n,名なし\n"
    page = safety.post("/imports/devices", {"file": SimpleUploadedFile("d.csv", text.encode())})
    words = page.content.decode()
    assert re.search(r'<th scope="row"[^>]*>3</th><td[^>]*>.*?登録不可', words, re.DOTALL)
    assert 'value="commit"' not in words
    assert not Device.objects.filter(key="flow-5").exists()


def test_a_list_that_moved_since_its_preview_is_not_kept(safety: Client) -> None:
    text = "品目略号,販売名\nflow-5,ポンプ5\n"
    told = hidden(safety.post("/imports/devices", {"file": SimpleUploadedFile("d.csv", text.encode())}))
    sent(safety, "/imports/devices", {**told, "step": "commit"})
    assert Device.objects.filter(key="flow-5").exists()
    assert "記録が変わりました" in refused(safety, "/imports/devices", {**told, "step": "commit"})
    assert "届" in refused(safety, "/imports/devices", {"step": "commit", "content": "%%%", "token": "x"})


def test_a_foreign_listing_becomes_information_row_by_row(safety: Client) -> None:
    text = "report_no,device,summary\nUS-1,輸液ポンプ FLOW-3,Pump stopped\nUS-2,Other pump,Alarm lost\n"
    told = {"source": "parent_company", "received_on": DAY, "zone": "America/New_York", "language": "foreign"}
    offered = re.findall(r'<option value="(\w+)"', safety.get("/imports/listing").content.decode())
    told["source"] = told["source"] if told["source"] in offered else offered[0]
    file = SimpleUploadedFile("l.csv", text.encode())
    page = safety.post("/imports/listing", {**told, "file": file})
    sent(safety, "/imports/listing", {**hidden(page), "step": "commit"})
    assert set(SafetyInformation.objects.exclude(source_no="").values_list("source_no", flat=True)) == {
        "US-1",
        "US-2",
    }


def test_lists_are_brought_in_by_those_who_may(company: dict[str, int]) -> None:
    client = browser_of("psirt")
    assert client.get("/imports").status_code == 200
    assert client.get("/imports/devices").status_code == 403
    assert client.get("/imports/nothing").status_code == 404


def test_a_component_that_was_kept_twice_is_merged_at_its_door(safety: Client) -> None:
    from kizuki.actions.devices.register_release import register_release
    from kizuki.store.models import ComponentMerge
    from tests.actions.record import TESTER, library, sbom

    bare = library("jinja2", "2.10")
    register_release("pump", "7.0", sbom(bare), actor=TESTER)
    register_release("pump", "7.1", sbom({**bare, "supplier": {"name": "Pallets"}}), actor=TESTER)
    assert "/do/merge_components" in safety.get("/aliases").content.decode()
    form = safety.get("/do/merge_components").context["page"].shown.form
    ((key, words_of_it),) = form.fields["old"].choices
    assert words_of_it == "jinja2 2.10 → pkg:pypi/jinja2@2.10"
    sent(safety, "/do/merge_components", {"old": [key]})
    assert ComponentMerge.objects.count() == 1
    assert safety.get("/do/join_records").context["page"].shown.form.fields["old"].choices == []
