"""A row that is planted in a table is found on the page that its users would look at, in both languages."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.web.test_pages import words

NOON = datetime(2026, 6, 2, 3, tzinfo=UTC)


@pytest.fixture
def page(sato: Any) -> Any:
    """A page in Japanese and then in English, as one text."""

    def both(address: str) -> str:
        said = words(sato.get(address))
        sato.post("/language", {"language": "en", "next": "/"})
        said += words(sato.get(address))
        sato.post("/language", {"language": "ja", "next": "/"})
        return said

    return both


def device() -> Any:
    from kizuki.store.models import Device

    return Device.objects.get(key="pump")


def document(name: bytes) -> Any:
    from kizuki.actions.documents import keep_document

    return keep_document(name, "application/json")[0]


def test_a_classification_is_on_the_page_of_its_case(page: Any, office: dict[str, int]) -> None:
    from kizuki.actions.cases.classify_case import classify_case
    from kizuki.actions.verb import Actor

    told = {
        "malfunctions": ["failure", {"kind": "adverse_event", "results_from": "failure"}],
        "components": ["openssl"],
    }
    classify_case(office["unclear"], told, actor=Actor.program("sample"))
    said = page(f"/cases/{office['unclear']}")
    assert "機器による有害事象 （原因：故障・破損）" in said
    assert "adverse event caused by the device (cause: failure or damage)" in said
    assert "openssl" in said


def test_a_case_alike_is_on_the_page_with_its_reasons(page: Any, office: dict[str, int]) -> None:
    from kizuki.actions.cases.classify_case import classify_case
    from kizuki.actions.verb import Actor
    from kizuki.store.models import Case

    for key in ("unclear", "just_opened"):
        classify_case(office[key], {"effects": ["spread"]}, actor=Actor.program("sample"))
    said = page(f"/cases/{office['unclear']}")
    assert "類似の案件" in said
    number = Case.objects.values_list("number", flat=True).get(pk=office["just_opened"])
    assert number in said.split("類似の案件")[1]
    assert "same effect: " in said
    assert "先例は判断を決めません" in said


def test_how_a_case_was_taken_over_is_on_its_page(page: Any, office: dict[str, int]) -> None:
    from kizuki.store.models import TakenOverCase

    TakenOverCase.objects.create(
        case_id=office["unclear"],
        number="OLD-77",
        due_on=date(2026, 6, 30),
        pmda_no="PMDA-5",
        reports_sent=2,
        recorded_at=NOON,
    )
    said = page(f"/cases/{office['unclear']}")
    for what in (
        "OLD-77",
        "2026-06-30（火）",
        "PMDA-5",
        "引継ぎまでに提出した報告の数 2",
        "Reports submitted before carry-over 2",
    ):
        assert what in said


def test_a_decision_of_before_is_in_the_register_and_on_its_case_with_its_persons(
    page: Any, sato: Any, office: dict[str, int]
) -> None:
    from kizuki.store.models import EarlierDecision, KeptText

    values = {"device": device(), "decided_on": date(2024, 4, 1), "review_on": date(2026, 9, 1), "recorded_at": NOON}
    row = EarlierDecision.objects.create(number="D-901", case_id=office["unclear"], **values)
    EarlierDecision.objects.create(number="D-902", vulnerability="CVE-2024-0901", **values)
    for kind, body in (("reason", "使用していない部品"), ("second_by", "品質　次郎"), ("evidence", "設計書 12")):
        KeptText.objects.create(subject=f"earlier_decision:{row.pk}", kind=kind, revision=1, body=body, made_at=NOON)
    said = page("/register")
    for what in (
        "D-901",
        "D-902",
        "CVE-2024-0901",
        "使用していない部品",
        "品質",
        "設計書 12",
        "Earlier no-report decisions",
    ):
        assert what in said
    assert "D-901" in page(f"/cases/{office['unclear']}")
    assert "D-902" not in page(f"/cases/{office['unclear']}")
    assert "D-901" not in words(sato.get("/register?state=decided"))


def test_a_decision_about_a_case_under_embargo_is_shown_only_to_who_is_named(
    page: Any, office: dict[str, int]
) -> None:
    from kizuki.store.models import EarlierDecision, Embargo, TakenOverCase

    hidden = office["unclear"]
    EarlierDecision.objects.create(
        number="D-903",
        device=device(),
        case_id=hidden,
        decided_on=date(2024, 4, 1),
        review_on=date(2026, 9, 1),
        recorded_at=NOON,
    )
    TakenOverCase.objects.create(case_id=hidden, number="OLD-78", recorded_at=NOON)
    Embargo.objects.create(case_id=hidden, set_at=NOON)
    assert "D-903" not in page("/register")


def test_a_running_survey_period_is_on_the_page_of_its_device(page: Any, office: dict[str, int]) -> None:
    from kizuki.store.models import RunningPeriod

    RunningPeriod.objects.create(
        device=device(),
        form="12",
        number=3,
        first_on=date(2025, 5, 14),
        last_on=date(2026, 5, 13),
        due_on=date(2026, 7, 13),
        last_report_no="R-55",
        recorded_at=NOON,
    )
    said = page(f"/devices/{device().pk}")
    for what in ("2025-05-14（水）", "2026-07-13（月）", "R-55", "第3期", "Survey periods carried over"):
        assert what in said


def test_the_end_of_support_of_a_component_is_on_the_page_of_its_device(page: Any, office: dict[str, int]) -> None:
    from kizuki.actions.devices.register_release import register_release
    from kizuki.actions.verb import Actor
    from kizuki.store.models import SupportedCycle
    from tests.actions.record import library, sbom

    assert "サポート期限の分かる部品はありません" in page(f"/devices/{device().pk}")
    content = sbom(library("react", "17.0.2"), library("vue", "9.1"), library("unheard-of", "1.0"))
    register_release("pump", "9.9", content, actor=Actor.program("sample"))
    source = document(b"react")
    packages = {"packages": [library("react", "1")["purl"].split("pkg:")[1].split("@")[0]], "source": source}
    SupportedCycle.objects.create(product="react", cycle="17", eol_on=date(2024, 1, 1), latest="17.0.9", **packages)
    SupportedCycle.objects.create(product="react", cycle="18", eol_on=date(2030, 1, 1), **packages)
    vue = {"packages": [library("vue", "1")["purl"].split("pkg:")[1].split("@")[0]], "source": source}
    SupportedCycle.objects.create(product="vue", cycle="3", **vue)
    said = page(f"/devices/{device().pk}")
    assert "react 17.0.2 react 17 終了 2024-01-01（月） — 17.0.9" in said
    assert "react 17.0.2 react 17 ended 2024-01-01 (Mon) — 17.0.9" in said
    assert "vue 9.1 vue line unknown" in said
    assert "unheard-of" not in said
    # The release is proposed the first day on which support of a part of it ends.
    register_release("pump", "10.0", sbom(library("react", "18.2.0")), actor=Actor.program("sample"))
    said = page(f"/devices/{device().pk}")
    assert "版 9.9: 2024-01-01（月） 過ぎています react 17.0.2 版 10.0: 2030-01-01（火） react 18.2.0" in said
    assert "Proposed end of support (EOS) date per release" in said


def test_the_company_is_shown_as_it_stood_on_a_day(page: Any, office: dict[str, int]) -> None:
    from kizuki.actions.company.appoint import appoint
    from kizuki.actions.company.register_address import register_address
    from kizuki.actions.company.register_addressee import AddresseeEntry, register_addressee
    from kizuki.actions.company.register_licence import register_licence
    from kizuki.actions.verb import Actor
    from kizuki.store.models import User

    actor, april = Actor.program("sample"), date(2026, 4, 1)
    register_licence("13B1X00009", "marketing_first", from_on=april, actor=actor)
    register_address("main_office", "東京都架空区9-9-9", from_on=april, actor=actor)
    appoint(User.objects.get().pk, "safety_manager", from_on=april, actor=actor)
    register_addressee(AddresseeEntry("pmda_first_report", "PMDA", fax="03-0000-0009"), from_on=april, actor=actor)
    said = page("/company")
    for what in ("13B1X00009", "第一種医療機器製造販売業", "東京都架空区9-9-9", "安全管理責任者", "03-0000-0009"):
        assert what in said
    assert "PMDA (first report)" in said
    before = page("/company?on=2026-03-31")
    assert "13B1X00009" not in before
    assert "Register one before a first report is required" in before


def test_the_exploit_score_of_the_feed_stands_beside_its_finding(sato: Any, office: dict[str, int]) -> None:
    from kizuki.actions.devices.register_release import register_release
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.actions.feeds.keep_page import keep_page
    from kizuki.actions.findings.match_release import match_release
    from kizuki.actions.verb import Actor
    from kizuki.store.models import CveSignal, Match
    from tests.actions.record import advisory, library, sbom

    actor = Actor.program("sample")
    keep_advisories(json.dumps([json.loads(advisory(1, "lib", "0", "2.0"))]).encode(), actor=actor)
    release = register_release("pump", "9.9", sbom(library("lib", "1.0")), actor=actor).release
    match_release(release, on=date(2026, 6, 10), actor=actor)
    match = Match.objects.get()
    cve = next(name for name in match.advisory.names.values_list("name", flat=True) if name.startswith("CVE-"))
    scores = f"#model_version:v9,score_date:2026-06-09T00:00:00+0000\ncve,epss,percentile\n{cve},0.0123,0.45\n"
    keep_page(scores.encode(), actor=actor, media_type="text/csv")
    assert CveSignal.objects.get(cve=cve, asserter="epss").value["score"] == 0.0123
    said = words(sato.get(f"/findings/{match.pk}-{release}"))
    assert "30日以内に 0.0123（順位 0.45）" in said
    assert "低い値は、報告しない理由になりません" in said


def test_a_duplicate_and_the_case_that_goes_on_lead_to_each_other(page: Any, office: dict[str, int]) -> None:
    from kizuki.store.models import CaseDuplicate, Embargo

    double, kept = office["just_opened"], office["unclear"]
    CaseDuplicate.objects.create(case_id=double, kept_id=kept, recorded_at=NOON)
    assert "This case is a duplicate and continues in that case." in page(f"/cases/{double}")
    assert "Marked as duplicate and continued in this case." in page(f"/cases/{kept}")
    Embargo.objects.create(case_id=double, set_at=NOON)
    assert "Marked as duplicate and continued in this case." not in page(f"/cases/{kept}")


def test_the_story_of_a_case_is_told_on_its_page_with_its_days(page: Any, office: Any) -> None:
    from kizuki.actions.cases.open_case import CaseEntry, open_case
    from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY

    told = {
        "story": {"ja": "夜間に停止した。", "en": "It stopped at night."},
        "timeline": [{"on": "2026-06-01", "ja": "病棟から電話", "en": "A call from the ward"}],
    }
    entry = CaseEntry(key="told", device="pump", title="停止", facts=DEATH_IN_JAPAN, parts={"story": told})
    said = page(f"/cases/{open_case(entry, on=TODAY, actor=TESTER)}")
    for part in ("夜間に停止した。", "It stopped at night.", "2026-06-01（月） 病棟から電話", "A call from the ward"):
        assert part in said
    assert "まだ何も関連付けられていません" not in said, "that is the story of a campaign"


def test_who_was_told_what_of_a_case_or_of_its_incident_is_on_its_page_with_those_who_were_not(
    page: Any, office: dict[str, int]
) -> None:
    from kizuki.actions.cases.record_communication import CommunicationEntry, record_communication
    from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
    from kizuki.actions.verb import Actor

    actor, case = Actor.program("sample"), office["unclear"]
    assert "まだ誰にも伝えた記録がありません" in page(f"/cases/{case}")
    members = [f"case:{case}", f"case:{office['death']}"]
    incident = open_incident(
        IncidentEntry("event", "院内一斉停止", date(2026, 6, 1), members=members), on=NOON.date(), actor=actor
    )
    told = CommunicationEntry(
        "hospital_device_safety", "phone", NOON, "使用を止める", case=case, hospital="takadai", person="臨床工学 次郎"
    )
    record_communication(told, actor=actor)
    record_communication(CommunicationEntry("parent", "email", NOON, "親会社に照会", incident=incident), actor=actor)
    record_communication(
        CommunicationEntry("patient", "visit", NOON, "遺族に説明", case=office["death"]), actor=actor
    )
    said = page(f"/cases/{case}")
    matrix = said.split("誰に何を伝えたか")[1]
    assert "使用を止める" in matrix
    assert "高台市立中央病院 臨床工学 次郎" in matrix
    assert "親会社に照会" in matrix
    assert "インシデントとして連絡" in matrix
    assert "遺族に説明" not in said, "what was told of another case of the incident is not of this one"
    assert "警察 まだ伝えていない" in matrix
    assert "Not yet notified" in said


def test_the_hospitals_own_report_stands_beside_ours_with_what_differs(
    page: Any, sato: Any, office: dict[str, int]
) -> None:
    from kizuki.actions.cases.describe import describe
    from kizuki.actions.cases.record_hospital_report import record_hospital_report
    from kizuki.actions.reports.draft_form import draft_form
    from kizuki.actions.verb import Actor
    from kizuki.store.models import Report

    actor, case = Actor.program("sample"), office["overdose"]
    assert "医療機関の報告との対照 医療機関からの報告 不明" in page(f"/cases/{case}")
    describe(case, {"event": {"occurred_on": "2026-05-30"}, "patient": {"sex": "female"}}, actor=actor)
    theirs = {"occurred_on": "2026-05-31", "sex": "female", "harm": "serious", "treatment": "除細動を実施"}
    record_hospital_report(case, "reported", on=date(2026, 6, 2), told=theirs, actor=actor)
    said = page(f"/cases/{case}")
    beside = said.split("医療機関の報告との対照")[2]
    assert "相違 2項目" in said
    assert "発生日 2026-05-30（土） 2026-05-31（日） 相違" in beside
    assert "性別 女性 女性 一致" in beside
    assert "健康被害の程度 重篤 重篤 一致" in beside
    assert "処置 記載なし 除細動を実施 当社に記載なし" in beside
    assert "Event date 2026-05-30 (Sat) 2026-05-31 (Sun) differs" in said
    assert "どちらにも記載のない項目：" in beside
    assert "do-explain" not in said
    draft_form(case, 8, actor=actor)
    report = Report.objects.get(case_id=case)
    assert "相違を説明" in page(f"/cases/{case}")
    assert 'id="do-explain"' in sato.get(f"/cases/{case}/reports/{report.pk}/check").content.decode()


def test_a_case_without_a_hospital_has_no_report_of_one(page: Any, office: dict[str, int]) -> None:
    assert "医療機関の報告との対照" not in page(f"/cases/{office['abroad']}")


def test_the_notifications_examples_that_are_like_a_case_stand_on_its_page_with_their_place(
    page: Any, office: dict[str, int]
) -> None:
    said = page(f"/cases/{office['overdose']}").split("通知の事例のうち似ているもの")[1]
    assert "未使用ネットワークポートに対する不正アクセスにより設定が変更され" in said
    assert "医薬安発0115第2号 4(2) 個別医療機器の事例 1" in said
    assert "同じ種類の機器：輸液ポンプ" in said
    assert "悪用の実績がある" in said
    assert "4(2), examples of individual devices 1" in said
    assert "似ているといえる事例はありません" in page(f"/cases/{office['death']}")


def test_the_six_examples_are_there_in_an_empty_record(page: Any) -> None:
    said = page("/precedents")
    assert said.count("医薬安発0115第2号 4(2)") == 6
    assert "低血糖に至った" in said
    assert "the Japanese text is the notification's" in said


def test_the_kinds_and_the_stage_of_origin_are_asked_and_stand_on_the_page_of_the_case(
    page: Any, sato: Any, office: dict[str, int]
) -> None:
    case = office["unclear"]
    address = f"/cases/{case}/do/classify_case"
    assert f'href="{address}"' in sato.get(f"/cases/{case}").content.decode(), "it is asked before anybody classified"
    assert "生じた段階 未確認" in page(f"/cases/{case}")
    wrong = sato.post(
        address, {"malfunctions": ["failure"], "results_from": "defective", "effects": ["none", "spread"]}
    )
    assert wrong.status_code == 422
    assert "原因は「機器による有害事象」を選んだときに選びます" in wrong.content.decode()
    told = {"malfunctions": ["adverse_event", "failure"], "results_from": "failure", "stages": ["use", "design"]}
    assert sato.post(address, told).status_code == 302
    said = page(f"/cases/{case}").split("不具合の種類と影響", 1)[1]
    assert "機器による有害事象 （原因：故障・破損）" in said
    assert "生じた段階 設計、使用" in said
    assert "Stage of origin design, use" in said
    assert "脆弱性の影響 なし" not in said, "what nobody ticked is not known, which is no no"
    form = sato.get(address).context["page"].shown.form
    assert (form["stages"].value(), form["results_from"].value()) == (["design", "use"], "failure")
    assert sato.post(address, {**told, "effects": ["none"]}).status_code == 302
    assert "脆弱性の影響 なし" in page(f"/cases/{case}")
