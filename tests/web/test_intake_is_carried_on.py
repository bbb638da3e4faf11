"""What the intake told is proposed to the case or incident opened from it; a hospital that nobody listed is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuki.actions.information.name_hospital import name_hospital
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, Hospital, Incident, IncidentMember, KeptText, SafetyInformation
from kizuki.store.queries.cases import parts_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.editor.offers import LEARNED_BY, SERIAL, SITUATION, intake_offers
from tests.actions.record import TESTER
from tests.web.test_doors_stories import done, of_role
from tests.web.test_portfolio_pages import RECEIVE, ids, words

__all__ = ["ids"]

READER = Viewer(None, "program", "ja")
MAIL = (
    "高台総合病院　様\nお世話になっております。\n輸液ポンプが投与中に停止し、身代金の画面が出た。患者に影響はない。"
)
TITLE = "輸液ポンプ FLOW-3　輸液ポンプが投与中に停止し、身代金の画面が出た"
TOLD = {"secrecy": "ordinary", "harm": "nobody", "source": "hospital", "learned_on": "20260615", "summary": MAIL}
NEW = {"kind": "event", "locus": "domestic", "harm": "nobody", "evidence": "病棟からの電話"}


def received(client: Client, **more: Any) -> SafetyInformation:
    page = done(client, RECEIVE, TOLD | more)
    return SafetyInformation.objects.get(pk=int(page.rpartition("/")[2]))


def form_of(client: Client, address: str) -> Any:
    return client.get(address).context["page"].shown.form


def test_a_case_is_proposed_with_what_the_intake_told_and_says_that_it_is_from_there(
    sato: Client, ids: dict[str, int]
) -> None:
    row = received(sato, serial="IP3-1")
    address = f"/information/{row.pk}/do/become_case"
    form = form_of(sato, address)
    assert form["title"].value() == TITLE
    assert (form["serial"].value(), form["learned_by"].value()) == ("IP3-1", "医療機関・医薬関係者")
    page = words(sato.get(address))
    assert f"受付の記録（{row.number}）から入れてあります。" in page
    assert row.hospital is not None
    for told in ("品目：輸液ポンプ FLOW-3", f"医療機関：{row.hospital.name}", "情報入手日：2026-06-15"):
        assert told in page, "what it takes over without being asked is read above the form"
    said = {name: form[name].value() for name in ("title", "serial", "learned_by")}
    case = done(sato, address, said | NEW)
    opened = Case.objects.get(pk=int(case.rpartition("/")[2]))
    assert opened.hospital == row.hospital
    assert parts_of(opened.pk)["first"] == {"learned_by": "医療機関・医薬関係者"}
    assert parts_of(opened.pk)["device"] == {"serial_lot": ["IP3-1"]}


def test_what_joins_a_case_is_offered_for_the_boxes_of_its_papers_with_its_source(
    sato: Client, ids: dict[str, int], office: dict[str, int]
) -> None:
    row = received(sato, serial="IP3-1", device="pump")
    done(sato, f"/information/{row.pk}/do/join_case", {"case": office["overdose"]})
    found = intake_offers(READER, office["overdose"])
    told = {key: [offer.text for offer in offers if row.number in offer.source] for key, offers in found.items()}
    assert told == {SITUATION: [MAIL], LEARNED_BY: ["医療機関・医薬関係者"], SERIAL: ["IP3-1"]}


def test_an_incident_and_its_case_take_over_hospital_unit_day_and_way(sato: Client, ids: dict[str, int]) -> None:
    row = received(sato, serial="ｉｐ３－１")
    address = f"/information/{row.pk}/do/open_incident"
    assert form_of(sato, address)["title"].value() == TITLE
    incident = done(sato, address, {"kind": "event", "title": "停止", "patients": "1"})
    kept = Incident.objects.get(pk=int(incident.rpartition("/")[2]))
    assert kept.hospital == row.hospital
    assert {member.kind for member in IncidentMember.objects.filter(incident=kept)} == {
        "information",
        "device",
        "unit",
    }
    form = form_of(sato, f"{incident}/do/open_incident_case")
    proposed = {name: form[name].value() for name in ("title", "device", "hospital", "learned_on", "learned_by")}
    assert proposed == {
        "title": "停止",
        "device": "pump",
        "hospital": "takadai",
        "learned_on": "2026-06-15",
        "learned_by": "医療機関・医薬関係者",
    }
    assert words(sato.get(f"{incident}/do/open_incident_case")).count(f"受付の記録（{row.number}）から") == 5


def test_a_mail_of_several_lines_is_received_as_a_browser_sends_it(sato: Client, ids: dict[str, int]) -> None:
    row = received(sato, summary=MAIL.replace("\n", "\r\n"), story="一行目\r\n二行目")
    texts = dict(KeptText.objects.filter(subject=f"information:{row.pk}").values_list("kind", "body"))
    assert texts["summary"] == MAIL
    assert texts["story"] == "一行目\n二行目"


def test_an_incident_that_came_from_no_information_proposes_nothing(sato: Client, ids: dict[str, int]) -> None:
    IncidentMember.objects.filter(kind="information").delete()
    form = form_of(sato, f"/incidents/{ids['incident']}/do/open_incident_case")
    assert (form["device"].value(), form["learned_on"].value()) == (None, None)


def test_a_hospital_that_nobody_has_listed_is_named_kept_sealed_and_shown(sato: Client, ids: dict[str, int]) -> None:
    row = received(sato, hospital_told="岬の上 診療所")
    assert row.hospital is None
    text = KeptText.objects.get(subject=f"information:{row.pk}", kind="hospital")
    assert text.body == "岬の上 診療所"
    assert not [
        column for column in SafetyInformation.objects.values().get(pk=row.pk).values() if column == text.body
    ]
    page = sato.get(f"/information/{row.pk}")
    assert "岬の上 診療所 一覧にない医療機関" in words(page)
    assert f"/information/{row.pk}/do/name_hospital" in page.content.decode()


def test_its_button_registers_the_hospital_and_ties_it_to_the_information_and_its_case(
    sato: Client, ids: dict[str, int]
) -> None:
    row = received(sato, hospital_told="岬の上診療所", device="pump")
    case = done(sato, f"/information/{row.pk}/do/become_case", NEW | {"title": "停止"})
    address = f"/information/{row.pk}/do/name_hospital"
    form = form_of(sato, address)
    said = {name: form[name].value() for name in ("name", "key")}
    assert said["name"] == "岬の上診療所"
    done(sato, address, said | {"prefecture": "東京都"})
    hospital = Hospital.objects.get(name="岬の上診療所")
    row.refresh_from_db()
    assert row.hospital == Case.objects.get(pk=int(case.rpartition("/")[2])).hospital == hospital
    page = words(sato.get(f"/information/{row.pk}"))
    assert "一覧にない医療機関" not in page
    assert "受付で入力した医療機関 岬の上診療所" in page, "the words stay as they were told"
    assert "の医療機関を記録" in page, "the timeline tells of it"
    assert sato.get(address).status_code == 409, "it is tied once"


def test_one_of_the_list_is_tied_without_registering_another(sato: Client, ids: dict[str, int]) -> None:
    row, before = received(sato, hospital_told="高台病院"), Hospital.objects.count()
    done(sato, f"/information/{row.pk}/do/name_hospital", {"hospital": "takadai", "name": "高台病院", "key": "h-1"})
    row.refresh_from_db()
    assert row.hospital is not None
    assert (row.hospital.key, Hospital.objects.count()) == ("takadai", before)


def test_a_typed_name_that_the_list_has_is_the_one_of_the_list(sato: Client, ids: dict[str, int]) -> None:
    name = Hospital.objects.get(key="takadai").name
    row = received(sato, hospital_told=f" {name[:2]}　{name[2:]} ")
    assert row.hospital is not None
    assert row.hospital.key == "takadai"
    assert not KeptText.objects.filter(subject=f"information:{row.pk}", kind="hospital").exists()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"hospital": "takadai", "hospital_told": "岬の上診療所"}, "どちらか一方にしてください"),
        ({"hospital_told": "岬" * 201}, "200字以内"),
    ],
)
def test_two_hospitals_or_one_too_long_are_refused_beside_the_field(
    sato: Client, ids: dict[str, int], told: dict[str, str], said: str
) -> None:
    assert said in words(sato.post(RECEIVE, TOLD | told), 422)


def test_a_new_hospital_has_a_name_and_a_short_name_that_is_nobodys(sato: Client, ids: dict[str, int]) -> None:
    row = received(sato, hospital_told="岬の上診療所")
    address = f"/information/{row.pk}/do/name_hospital"
    assert "入力してください" in words(sato.post(address, {"key": "", "name": ""}), 422)
    assert "登録されています" in words(sato.post(address, {"key": "takadai", "name": "岬の上診療所"}), 422)


def test_another_hospital_than_the_one_that_is_named_is_refused(sato: Client, ids: dict[str, int]) -> None:
    row = received(sato, hospital="takadai")
    with pytest.raises(Refused, match="is named already"):
        name_hospital(row.pk, "misaki", name="岬の上診療所", actor=TESTER)
    assert not Hospital.objects.filter(key="misaki").exists()


def test_who_may_register_no_hospital_reads_its_name_without_the_button(sato: Client, ids: dict[str, int]) -> None:
    row = received(sato, hospital_told="岬の上診療所")
    page = of_role("regulatory").get(f"/information/{row.pk}")
    assert "岬の上診療所" in words(page)
    assert "name_hospital" not in page.content.decode()


def test_causality_is_asked_where_a_case_is_registered_and_nothing_stands_in_it_at_first(
    sato: Client, ids: dict[str, int]
) -> None:
    row = received(sato, harm="death", serial="IP3-1")
    address = f"/information/{row.pk}/do/become_case"
    field = form_of(sato, address)["causality"]
    assert (field.value(), field.field.required) == (None, False)
    assert [code for code, _ in field.field.choices] == ["", "suspected", "unknown"], (
        "ruling it out is no first answer"
    )
    told = {"title": "t", "kind": "event", "locus": "domestic", "harm": "death", "evidence": "電話"}
    case = int(done(sato, address, told | {"causality": "unknown"}).rpartition("/")[2])
    (harm,) = newest_facts(case).facts["matters"][0]["harms"]
    assert (harm["causality"], harm["evidence"]) == ("unknown", {"severity": "電話", "causality": "電話"})


def test_what_nobody_said_of_the_causality_stays_unsaid(sato: Client, ids: dict[str, int]) -> None:
    row = received(sato, harm="death", serial="IP3-1")
    told = {"title": "t", "kind": "event", "locus": "domestic", "harm": "death", "evidence": "電話"}
    case = int(done(sato, f"/information/{row.pk}/do/become_case", told).rpartition("/")[2])
    (harm,) = newest_facts(case).facts["matters"][0]["harms"]
    assert "causality" not in harm
    assert "疑われると仮定（未確認）" in words(sato.get(f"/cases/{case}"))


def test_causality_of_nobody_is_refused_beside_its_field(sato: Client, ids: dict[str, int]) -> None:
    row = received(sato, serial="IP3-1")
    page = sato.post(f"/information/{row.pk}/do/become_case", {"title": "t", "causality": "suspected"} | NEW)
    assert page.status_code == 422
    assert list(page.context["page"].shown.form.errors) == ["causality"]


def test_a_form_that_was_refused_says_which_file_is_to_be_chosen_again(sato: Client, ids: dict[str, int]) -> None:
    sent = {"original": SimpleUploadedFile("mail.txt", b"told")}
    again = "もう一度選んでください"
    page = sato.post(RECEIVE, TOLD | {"summary": ""} | sent)
    assert page.status_code == 422
    assert again in page.content.decode().partition('type="file"')[2].partition("</div>")[0]
    assert again not in sato.post(RECEIVE, TOLD | {"summary": ""}).content.decode(), "no file was sent"
    assert again not in sato.get(RECEIVE).content.decode()
