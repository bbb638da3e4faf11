"""Work done through the doors alone, as people in their roles do it: from a call to a first report; two signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from kizuki.store.models import Case, EndProposal, FirstReport, Obligation, SafetyInformation, User
from kizuki.store.queries.known import facts_to_answer
from kizuki.store.queries.obligations import ObligationRow, obligations_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from tests.actions.office import person
from tests.web.cast import PASSWORD, SATO
from tests.web.test_pages import words

VIEWER = Viewer(None, "program", "ja")
NOON = datetime(2026, 6, 16, 3, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


def of_role(role: str) -> Client:
    client = Client()
    actor = person(f"one {role}", role)
    client.force_login(get_user_model()._default_manager.get(pk=int(actor.code.removeprefix("user:"))))
    return client


def owed(case_id: int, kind: str, item: str = "") -> ObligationRow:
    rows = [row for row in obligations_of(VIEWER, case_id) if row.kind == kind and item in ("", row.item)]
    return rows[0]


def done(client: Client, address: str, told: dict[str, Any]) -> str:
    """The address that follows; a refusal shows the errors of the form."""
    answer = client.post(address, told)
    assert answer.status_code == 302, (
        answer.context["page"].shown.form.errors if answer.context else answer.status_code
    )
    return str(answer["location"])


KNOWN = {"known_on": "R8.6.16", "source": "phone", "evidence": "病棟の看護師長が電話で述べた"}


def test_a_call_becomes_a_case_whose_first_report_is_recorded(office: dict[str, int], noon: None) -> None:
    officer = of_role("safety_officer")
    told = {
        "secrecy": "ordinary",
        "harm": "asking",
        "source": "hospital",
        "learned_on": "令和8年6月15日",
        "who": "営業　太郎",
    }
    told |= {"summary": "輸液ポンプが停止した。身代金を求める画面が出た。", "device": "pump", "hospital": "takadai"}
    information = done(officer, "/do/receive_information", told)
    new = {"title": "輸液ポンプの停止", "kind": "event", "locus": "domestic", "harm": "asking", "hospital": "takadai"}
    case = done(officer, f"{information}/do/become_case", {**new, "evidence": "電話記録"})
    case_id = int(case.rpartition("/")[2])
    facts = facts_to_answer(VIEWER, case_id)
    assert facts is not None
    assert facts.facts["matters"][0]["learned_on"] == "2026-06-15", "the clock runs from who knew first"
    assert "harms" not in facts.facts["matters"][0], "what is being asked is not known"

    page = words(officer.get(case))
    assert "死亡した人がいるかを本日確認する" in page
    asked = f"{case}/do/answer?fact=matters.0.harms"
    done(officer, asked, {**KNOWN, "answer": "asking", "revision": facts.revision})
    assert facts_to_answer(VIEWER, case_id) == facts, "to ask is no answer"
    assert "確認中：健康被害を受けた人がいるか" in words(officer.get(case))

    done(officer, asked, {**KNOWN, "answer": "death", "revision": facts.revision})
    (harm,) = facts_to_answer(VIEWER, case_id).facts["matters"][0]["harms"]  # type: ignore[union-attr]
    assert (harm["severity"], harm["learned_on"]) == ("death", "2026-06-16")
    first = owed(case_id, "first_report")
    assert "第一報を記録" in words(officer.get(case))

    sheet = {"way": "fax", "addressee": "PMDA 安全性情報部", "on": "2026/6/16", "at": "11:30", "delivered": "good"}
    late = officer.post(f"{case}/do/record_first_report?row={first.id}", {**sheet, "named": first.id, "at": "23:59"})
    assert late.status_code == 422, "nothing is sent in the future"
    done(officer, f"{case}/do/record_first_report?row={first.id}", {**sheet, "named": first.id})
    assert FirstReport.objects.get(case_id=case_id).sent_at == datetime(2026, 6, 16, 2, 30, tzinfo=UTC)
    assert owed(case_id, "first_report").state == "ended"
    arrival = owed(case_id, "arrival")
    told = {"on": "2026-06-16", "by": "PMDA 担当", "reason": "電話で受領を確認"}
    done(officer, f"{case}/do/confirm_arrival?row={arrival.id}", told)
    assert owed(case_id, "arrival").state == "ended"


def test_the_class_is_confirmed_by_the_safety_manager_who_read_its_items(office: dict[str, int], noon: None) -> None:
    case_id = office["overdose"]
    row = owed(case_id, "class_confirmation")
    address = f"/cases/{case_id}/do/confirm_class?row={row.id}"
    assert of_role("safety_officer").get(address).status_code == 403
    manager = of_role("safety_manager")
    page = manager.get(address)
    assert "第1号ハの報告（様式8）（要）" in words(page)
    moved = manager.post(address, {"sha256": "0" * 64})
    assert moved.status_code == 422
    assert "もう一度読んでから" in words_of(moved)
    done(manager, address, {"sha256": page.context["page"].shown.form["sha256"].value()})
    assert owed(case_id, "class_confirmation").state == "ended"


def words_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_what_one_person_proposes_another_signs(office: dict[str, int], noon: None) -> None:
    case_id = office["abroad"]
    row = owed(case_id, "judgement")
    officer, manager = of_role("safety_officer"), of_role("safety_manager")
    address = f"/cases/{case_id}/do/record_judgement?row={row.id}"
    told = {"answer": "not_report", "reason": "危害防止のための措置ではない"}
    done(officer, address, told)
    assert owed(case_id, "judgement").state == "open", "it is proposed, not done"
    made = EndProposal.objects.get()
    assert "提案に署名" not in words(officer.get(f"/cases/{case_id}"))
    signing = f"/cases/{case_id}/do/sign_end?proposal={made.pk}"
    page = manager.get(signing)
    assert "危害防止のための措置ではない" in words(page)
    read = {"sha256": page.context["page"].shown.form["sha256"].value(), "comment": ""}
    wrong = manager.post(signing, {**read, "password": "wrong"})
    assert "パスワードが違います。" in words_of(wrong)
    assert wrong.status_code == 422
    done(manager, signing, {**read, "password": PASSWORD})
    assert Obligation.objects.get(pk=row.id).state == "ended"


def test_an_answer_made_from_facts_that_moved_is_read_anew(office: dict[str, int], noon: None) -> None:
    case_id, officer = office["unclear"], of_role("safety_officer")
    address = f"/cases/{case_id}/do/answer?fact=matters.0.potential"
    done(officer, address, {**KNOWN, "answer": "serious", "revision": "1"})
    stale = officer.post(
        f"/cases/{case_id}/do/answer?fact=matters.0.harms", {**KNOWN, "answer": "nobody", "revision": "1"}
    )
    assert stale.status_code == 422
    form = stale.context["page"].shown.form
    assert "ほかの人が事実を改めました" in words_of(stale)
    assert (form["revision"].value(), form["answer"].value()) == ("2", "nobody")


def test_nothing_is_known_of_a_matter_before_the_matter_was(office: dict[str, int], noon: None) -> None:
    officer = of_role("safety_officer")
    address = f"/cases/{office['unclear']}/do/answer?fact=matters.0.harms"
    early = officer.post(address, {**KNOWN, "known_on": "2026/5/31", "answer": "nobody", "revision": "1"})
    assert "情報入手日（2026-06-01）より前です。" in words_of(early)


def test_a_harm_that_became_worse_keeps_what_it_was(office: dict[str, int], noon: None) -> None:
    case_id, officer = office["overdose"], of_role("safety_officer")
    address = f"/cases/{case_id}/do/answer?fact=matters.0.harms.0.severity"
    assert "現在の記録：重篤" in words(officer.get(address))
    done(officer, address, {**KNOWN, "answer": "death", "revision": "1", "reason": ""})
    facts = facts_to_answer(VIEWER, case_id)
    assert facts is not None
    (harm,) = facts.facts["matters"][0]["harms"]
    assert (harm["severity"], harm["learned_on"]) == ("death", "2026-06-16")
    assert [(was["severity"], was["learned_on"]) for was in harm["earlier"]] == [("serious", "2026-06-03")]


@pytest.mark.parametrize(
    ("door", "told"),
    [
        ("note", {"note": "ログを受領"}),
        ("describe", {"situation": "投与中に停止した", "occurred_on": "2026-06-01"}),
        ("record_cause", {"found": "yes", "cause": "既知の脆弱性", "evidence": "解析報告書"}),
        ("classify_case", {"malfunctions": ["failure"], "components": "openssl"}),
        ("link_vulnerabilities", {"names": "CVE-2026-0001, CVE-2026-0002"}),
        ("record_hospital_report", {"state": "asked", "on": "2026/6/16"}),
    ],
)
def test_what_is_kept_on_a_case_is_kept_by_its_door(
    office: dict[str, int], noon: None, door: str, told: dict[str, Any]
) -> None:
    case_id, officer = office["overdose"], of_role("safety_officer")
    address = done(officer, f"/cases/{case_id}/do/{door}", told)
    assert address == f"/cases/{case_id}"
    assert "記録しました" in words(officer.get(address))


def test_who_was_told_ends_a_duty_beside_the_report(office: dict[str, int], noon: None) -> None:
    case_id, officer = office["overdose"], of_role("safety_officer")
    told = {"party": "patient", "channel": "phone", "on": "2026/6/16", "at": "9時05分", "what": "使用中止を依頼"}
    done(officer, f"/cases/{case_id}/do/record_communication", told)
    row = owed(case_id, "beside")
    page = officer.get(f"/cases/{case_id}/do/decide_beside?row={row.id}").context["page"].shown.form
    chosen = [value for value, _ in page.fields["communication"].choices if value]
    told = {"how": "communication", "communication": chosen[0], "reason": "電話で伝えた"}
    done(officer, f"/cases/{case_id}/do/decide_beside?row={row.id}", told)
    assert Obligation.objects.get(pk=row.id).state == "ended"


def test_information_kept_secret_from_the_start_is_seen_by_its_readers_alone(
    office: dict[str, int], noon: None
) -> None:
    manager, other = of_role("safety_manager"), of_role("safety_officer")
    general = person("chief", "general_manager")
    mine = get_user_model()._default_manager.get(sign_in_name="one safety_manager").pk
    told = {"secrecy": "secret", "until": "2026/9/1", "harm": "asking", "source": "finder", "learned_on": "2026/6/16"}
    told |= {"summary": "未公表の脆弱性", "readers": [mine, int(general.code.removeprefix("user:"))]}
    page = done(manager, "/do/receive_information", told)
    assert "未公表の脆弱性" in words(manager.get(page))
    assert other.get(page).status_code == 404
    for door in ("become_case", "set_aside", "add_receipt"):
        assert other.get(f"{page}/do/{door}").status_code == 404
    incident = done(manager, f"{page}/do/open_incident", {"kind": "vulnerability", "title": "未公表の件"})
    assert other.get(incident).status_code == 404, "what comes from something secret is as secret"


def test_a_case_told_twice_is_joined_to_the_one_that_goes_on(office: dict[str, int], noon: None) -> None:
    manager = of_role("safety_manager")
    twice, kept = office["unclear"], office["overdose"]
    done(manager, f"/cases/{twice}/do/mark_case_duplicate", {"kept": kept, "reason": "同じ電話"})
    made = EndProposal.objects.get()
    address = f"/cases/{twice}/do/sign_case_duplicate?proposal={made.pk}"
    other = of_role("general_manager")
    page = other.get(address)
    read = {"sha256": page.context["page"].shown.form["sha256"].value(), "password": PASSWORD, "comment": ""}
    done(other, address, read)
    assert Case.objects.get(pk=twice).state == "closed"


def test_knowledge_that_was_earlier_moves_the_awareness_day(office: dict[str, int], noon: None) -> None:
    officer = of_role("safety_officer")
    told = {
        "secrecy": "ordinary",
        "harm": "asking",
        "source": "hospital",
        "learned_on": "2026/6/16",
        "summary": "停止",
    }
    page = done(officer, "/do/receive_information", told)
    done(officer, f"{page}/do/add_receipt", {"learned_on": "20260610", "who": "営業　花子"})
    assert SafetyInformation.objects.get(pk=int(page.rpartition("/")[2])).awareness_on.isoformat() == "2026-06-10"


def test_the_sheet_of_a_first_report_is_of_whom_is_chosen_and_of_nobody_else(office: dict[str, int]) -> None:
    row = Obligation.objects.filter(kind="first_report", state="owed").order_by("pk")[0]
    client = Client()
    client.force_login(User.objects.get(sign_in_name=SATO))
    address = f"/cases/{row.case_id}/do/draft_first_sheet?row={row.pk}"
    assert "draft_first_sheet" in client.get(f"/cases/{row.case_id}").content.decode()
    assert client.post(address, {}).status_code == 422, "nobody is on it by default"
    answer = client.post(address, {"named": row.pk})
    whom = row.person or row.matter
    assert (answer.status_code, answer["location"]) == (302, f"/cases/{row.case_id}/first-sheet?for={whom}")


def test_words_of_a_death_are_asked_about_before_anything_is_decided(office: dict[str, int], noon: None) -> None:
    officer = of_role("safety_officer")
    told = {"secrecy": "ordinary", "harm": "asking", "source": "hospital", "learned_on": "2026/6/16"}
    information = done(officer, "/do/receive_information", told | {"summary": "停止し、患者が亡くなったとのこと"})
    page = officer.get(information)
    assert page.context["page"].doors[0].name == "record_told_harm"
    assert "死亡した人がいるかを本日確認し" in words(page)
    assert "死亡を示す言葉があります" in words(officer.get("/"))
    said = {"harm": "death", "remark": "主治医より電話"}
    done(officer, f"{information}/do/record_told_harm", said)
    page = officer.get(information)
    assert page.context["page"].doors[0].name == "become_case"
    assert "国内の死亡であれば、直ちに第一報が必要です" in words(page)
    form = officer.get(f"{information}/do/become_case").context["page"].shown.form
    assert form["harm"].value() == "death", "what somebody said is taken over"
