"""Questionnaires as people meet them: facts told at doors, one sheet or all sent, what is wrong listed."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client

from kizuki.actions.questionnaires.watch_sheets import watch_sheets
from kizuki.actions.verb import Actor
from kizuki.core.questionnaires import edition_of
from kizuki.core.questionnaires.catalogue import asked_of
from kizuki.store.models import Obligation, SentSheet, SheetFact
from tests.actions.hospital_cast import ON, Told
from tests.actions.office import PASSWORD
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

R7 = "mhlw_checklist_vendor_r7"


@pytest.fixture
def it(monkeypatch: pytest.MonkeyPatch) -> Told:
    for module in ("door", "sheets", "hospitals"):
        monkeypatch.setattr(f"kizuki.web.pages.{module}.today", lambda: ON)
    return Told()


def client(name: str = "sato") -> Client:
    found = Client()
    assert found.login(username=name, password=PASSWORD)
    return found


def test_facts_are_told_at_their_door_and_only_what_changed_is_kept(it: Told) -> None:
    sato = client()
    form = sato.get("/do/tell_sheet_facts?section=R7").content.decode()
    assert "company.system_security_officer" in form
    told = {"told_on": ON.isoformat(), "company.system_security_officer": "yes"}
    told["company.incident_contact"] = "text"
    told["company.incident_contact|words"] = "03-0000-0000"
    assert sato.post("/do/tell_sheet_facts?section=R7", told).status_code == 302
    assert sorted(SheetFact.objects.values_list("name", flat=True)) == [
        "company.incident_contact",
        "company.system_security_officer",
    ]
    sato.post("/do/tell_sheet_facts?section=R7", told)
    assert SheetFact.objects.count() == 2
    told["company.incident_contact|words"] = ""
    assert sato.post("/do/tell_sheet_facts?section=R7", told).status_code == 422


def test_a_hospital_shows_its_answers_of_today_and_sends_them(it: Told) -> None:
    sato, here = client(), f"/hospitals/{it.north}/sheets"
    page = words(sato.get(here))
    for what in ("2⑥", "いいえ", "医療機関のみが知る項目", "未回答", "管理者権限の対象者を定めている"):
        assert what in page, what
    assert "installation." not in page
    assert sato.post(f"/hospitals/{it.north}/do/send_sheets", {"sheet": R7}).status_code == 302
    sent = SentSheet.objects.get()
    assert "1 / 16" in words(sato.get(here))
    book = sato.get(f"/sheets/sent/{sent.pk}.xlsx")
    assert book.status_code == 200
    assert book.content[:2] == b"PK"
    assert sato.get(f"/sheets/sent/{sent.pk + 1}.xlsx").status_code == 404
    assert "240" in words(sato.get(f"{here}?sheet=mds2_2019"))


def test_a_long_questionnaire_is_folded_by_device_and_section_with_what_is_answered_of_each(it: Told) -> None:
    sato = client()
    answer = sato.get(f"/hospitals/{it.north}/sheets?sheet=mds2_2019")
    page, said = answer.content.decode(), words(answer)
    wanted = Counter(item.section for item in edition_of("mds2_2019").items)
    assert page.count('class="fold"') == 1 + len(wanted), "one for the device, one for each section"
    assert f"AUDT 監査ログ 0 / {wanted['AUDT']}、未回答 {wanted['AUDT']}" in said
    assert f"/devices/{it.device}/do/tell_sheet_facts?section=AUDT" in page


def test_every_section_of_facts_is_reached_from_the_form_with_how_many_are_told(it: Told) -> None:
    sato, door = client(), f"/devices/{it.device}/do/tell_sheet_facts"
    facts = [fact for fact in asked_of("device") if fact.section == "ALOF"]
    told = {"told_on": ON.isoformat(), facts[0].name: "yes"}
    assert sato.post(f"{door}?section=ALOF", told).status_code == 302
    form = sato.get(door)
    for section in {fact.section for fact in asked_of("device")}:
        assert f"{door}?section={section}" in form.content.decode()
    assert f"ALOF 自動ログオフ 1 / {len(facts)}" in words(form)


def test_all_hospitals_are_sent_in_one_run_and_a_changed_fact_lists_the_wrong_ones(it: Told) -> None:
    sato = client()
    assert sato.post("/do/send_sheets", {"sheet": R7}).status_code == 302
    assert SentSheet.objects.count() == 2
    told = {"told_on": ON.isoformat(), "installation.rules": "yes"}
    door = f"/hospitals/{it.north}/do/tell_sheet_facts?section=R7"
    assert sato.post(door, told).status_code == 302
    watch_sheets(on=ON, actor=Actor.program("worker"))
    page = words(sato.get("/sheets"))
    assert "北病院" in page
    assert "現在：yes" in page
    assert "項目未登録" in page
    owed = Obligation.objects.get(kind="sheet_correction").pk
    kept = {"row": str(owed), "reason": "電話で伝えた"}
    assert sato.post("/do/keep_sent_sheet", kept).status_code == 302
    assert Obligation.objects.get(pk=owed).ended_by == "keep_sent_sheet"


def test_who_only_reads_sends_nothing(it: Told) -> None:
    assert client("tanaka").post("/do/send_sheets", {"sheet": R7}).status_code == 403
    assert Client().get("/sheets").status_code == 302
