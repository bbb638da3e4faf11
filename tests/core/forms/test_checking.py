"""提出前確認: what is missing or does not agree is found, by the ids of the boxes; and only three things are refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kizuki.core.forms import checking, edition_for, editions
from kizuki.core.forms.checking import (
    Attachments,
    Earlier,
    FirstSheet,
    Hospital,
    Listed,
    Paper,
    Period,
    Product,
    Recorded,
    Said,
    Sibling,
    ToCheck,
    Way,
    check_report,
    finding_json,
    gaps_of,
    refusal_of,
)
from kizuki.core.forms.checking.finding import codes, finding_text
from kizuki.core.forms.checking.situation import parts

ON = date(2026, 6, 12)
"""A Friday; learned on 1 June, due on 16 June."""

KNOWN = Listed(
    "A1105",
    "",
    known=True,
    sentence="通信が途絶することがある",
    edition="第3版",
    in_force_on=date(2025, 4, 1),
    event_on=date(2026, 5, 30),
)

BOXES: dict[str, Any] = {
    "brand": "輸液ポンプX",
    "approval_no": "22100BZX01051000",
    "submitter": [{"address": "東京都千代田区", "name": "気づき医療株式会社", "representative": "山田"}],
    "known": "既知",
    "deadline": "30日",
    "count": 2,
    "prev_year": "2026",
    "prev_number": "012345AB",
    "occurrence_date": "2026-05-30",
    "first_info_date": "2026-06-01",
    "info_date": "2026-06-01",
    "report_date": "2026-06-12",
    "next_date": "2026-07-31",
    "status": "未完了",
    "status_reason": "返却品を調査しているため。",
    "device_problem": [
        {"code": "A1105", "term": "通信の不具合", "known": "既知", "causality": "否定できない", "risk": "発生"}
    ],
    "health_effect": [{"code": "E2403", "term": "臨床徴候なし", "risk": "発生"}],
    "health_impact": [
        {"code": "F26", "term": "健康被害なし", "known": "既知", "causality": "否定できない", "risk": "発生"}
    ],
    "outcome": "該当なし",
    "situation": "通信が途絶した。",
    "concomitant": "該当なし",
    "remarks": "同時報告：KZ-0002",
    "investigation": "ログを確認した。",
    "measures_done": "2026年6月3日に使用停止を連絡した。",
    "future": "追加報告予定。",
    "attachments": ["添付文書 第3版"],
}


def to_check(changes: dict[str, Any] | None = None, **values: Any) -> ToCheck:
    """A follow-up in which everything agrees, with changes to its boxes."""
    told = {name: value for name, value in (BOXES | (changes or {})).items() if value is not None}
    right: dict[str, Any] = {
        "form": "8",
        "on": ON,
        "complete": False,
        "number": 2,
        "learned_on": date(2026, 6, 1),
        "persons": 1,
        "product": Product("輸液ポンプX", "22100BZX01051000", None, "気づき医療株式会社"),
        "earlier": Earlier(1, "2026", "012345AB", date(2026, 6, 1)),
        "due_on": date(2026, 7, 1),
        "periods": (Period("2-ロ", met=True, days=30, due_on=date(2026, 7, 1)),),
        "siblings": (Sibling("患者等2", ("KZ-0002",)),),
        "listed": (KNOWN, replace(KNOWN, code="F26")),
        "recorded": (Recorded("communication", date(2026, 6, 3)),),
        "attachments": Attachments(
            ("添付文書 第3版",), frozenset({"ab"}), ("添付文書 第3版.pdf",), (("第3版", "ab"),)
        ),
        "paper": Paper("ab", ("ab",), approved=True),
        "ways": (Way("portal", ready=True), Way("fax", ready=True)),
    }
    boxes = {name: Said(name, value, "filled", f"key.{name}") for name, value in told.items()}
    return ToCheck(boxes=boxes, **(right | values))


def found(changes: dict[str, Any] | None = None, **values: Any) -> set[str]:
    return {finding.code for finding in check_report(to_check(changes, **values))}


def terms(**changes: Any) -> dict[str, Any]:
    return {"device_problem": [BOXES["device_problem"][0] | changes]}


def test_a_shorter_item_still_open_is_named_with_its_day_and_makes_no_report_late() -> None:
    days = (Period("2-ロ", True, 30, date(2026, 7, 1)), Period("1-イ", False, 15, date(2026, 6, 16)))
    found = {one.code: one for one in check_report(to_check(on=date(2026, 6, 20), periods=days))}
    assert "late" not in found
    assert finding_text(found["shorter_item_open"], "ja").startswith("第1号イは未確定：その期限は2026-06-16です")


def test_a_report_in_which_everything_agrees_has_no_finding() -> None:
    assert check_report(to_check()) == ()


LATE = {"on": date(2026, 7, 2)}
DIED = [{"code": "F02", "term": "死亡", "known": "既知", "causality": "否定できない", "risk": "発生"}]
FEARED = [{"code": "F12", "term": "重篤な障害", "known": "未知", "causality": "否定できない", "risk": "おそれ"}]

CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("brand_of_another_product", {"brand": "輸液ポンプY"}, {}),
    ("licence_of_another_product", {"approval_no": "22100BZX00000000"}, {}),
    ("product_given_up", {}, {"product": Product("輸液ポンプX", "", date(2026, 6, 1), "気づき医療株式会社")}),
    ("company_name_of_another_day", {"submitter": [{"name": "旧社名株式会社"}]}, {}),
    ("company_not_registered", {}, {"product": Product("輸液ポンプX")}),
    ("number_not_next", {"count": 3}, {}),
    ("number_not_next", {}, {"earlier": Earlier()}),
    ("answer_not_recorded", {}, {"earlier": Earlier(1, "2026", "012345AB", None, (2,))}),
    ("previous_receipt_missing", {"prev_number": "012345AC"}, {}),
    ("awareness_day_moved", {"first_info_date": "2026-06-02"}, {}),
    ("occurred_after_learned", {"occurrence_date": "2026-06-02"}, {}),
    ("occurred_after_learned", {"occurrence_date": "2026-07"}, {}),
    ("learned_after_reported", {"info_date": "2026-06-13"}, {}),
    ("reported_another_day", {"report_date": "2026-06-11"}, {}),
    ("late", {}, LATE),
    ("late_reason_missing", {}, LATE),
    ("late_prevention_missing", {}, LATE),
    ("period_of_no_met_item", {"deadline": "15日"}, {}),
    ("shorter_item_open", {}, {"periods": (Period("2-ロ", True, 30), Period("1-ハ", False, 15))}),
    ("item_open", {}, {"complete": True, "periods": (Period("2-ロ", True, 30), Period("1-ハ", False, 15))}),
    ("several_persons", {}, {"persons": 2}),
    (
        "own_device_beside",
        {"concomitant": [{"brand": "輸液ポンプＺ"}]},
        {"product": Product("輸液ポンプX", "", None, "気づき医療株式会社", frozenset({"輸液ポンプZ"}))},
    ),
    ("sibling_not_named", {"remarks": "なし"}, {}),
    ("term_without_risk", terms(risk=""), {}),
    ("term_without_known", terms(known="調査中"), {}),
    ("term_without_causality", terms(causality="調査中"), {}),
    ("related_without_source", terms(causality="関連あり"), {}),
    ("known_without_sentence", {}, {"listed": ()}),
    ("known_against_terms", terms(known="未知"), {}),
    (
        "known_against_confirmed",
        {},
        {"listed": (KNOWN, replace(KNOWN, code="F26"), replace(KNOWN, code="A11", known=False))},
    ),
    ("outcome_without_term", {"outcome": "死亡"}, {}),
    ("term_against_outcome", {"outcome": "回復", "health_impact": DIED}, {}),
    ("harm_only_feared", {"outcome": "回復", "health_impact": FEARED, "known": "未知"}, {}),
    ("died_without_outcome", {"death_date": "2026-06-02"}, {}),
    ("incomplete_without_reason", {"status_reason": "調査中"}, {}),
    ("incomplete_without_next_day", {"next_date": ""}, {}),
    ("next_day_no_business_day", {"next_date": "2026-08-01"}, {}),
    ("next_day_not_after_report", {"next_date": "2026-06-12"}, {}),
    ("follow_up_not_announced", {"future": "検討する。"}, {}),
    ("open_point_without_level", {}, {"open_points": 2, "level_told": False}),
    ("complete_without_cause", {"investigation": "不明"}, {"complete": True}),
    ("complete_without_measure", {"measures_done": "調査中"}, {"complete": True}),
    ("complete_under_investigation", {"treatment": "調査中"}, {"complete": True}),
    ("first_report_not_sent", {}, {"first": FirstSheet(owed=True)}),
    ("first_report_delay_not_told", {}, {"first": FirstSheet(owed=True, sent=True, late=True, told=False)}),
    ("dispatch_without_record", {"measures_done": "2026年6月3日に連絡した。6月19日にFAXで送付した。"}, {}),
    ("recorded_measure_not_told", {}, {"recorded": (Recorded("patch", date(2026, 6, 5)),)}),
    ("names_a_person", {"situation": "看護師の鈴木 花子が気づいた。"}, {"keep_out": {"person": ("鈴木花子",)}}),
    ("names_a_hospital", {"remarks": "KZ-0002 中央病院"}, {"keep_out": {"hospital": ("中央病院",)}}),
    ("names_an_address", {"remarks": "KZ-0002 電話 03-1234-5678"}, {}),
    ("names_an_address", {"situation": "千代田区丸の内1-1で"}, {"keep_out": {"address": ("千代田区丸の内1-1",)}}),
    (
        "embargoed_vulnerability",
        {"investigation": "CVE-2026-1000"},
        {"keep_out": {"vulnerability": ("cve-2026-1000",)}},
    ),
    ("hospital_not_asked", {}, {"hospital": Hospital(True)}),
    ("hospital_asked", {}, {"hospital": Hospital(True, "asked")}),
    ("hospital_differs", {}, {"hospital": Hospital(True, "reported", (("age", "differs"),))}),
    ("hospital_to_read", {}, {"hospital": Hospital(True, "reported", (("situation", "to_read"),))}),
    ("hospital_tells_more", {}, {"hospital": Hospital(True, "reported", (("sex", "missing_ours"),))}),
    ("precautions_not_attached", {"attachments": []}, {"attachments": Attachments(precautions=(("第3版", "ab"),))}),
    ("precautions_not_recorded", {}, {"attachments": Attachments()}),
    ("original_not_attached", {}, {"attachments": Attachments(foreign=True)}),
    ("announced_attachment_missing", {}, {"attachments": Attachments(("写真",), frozenset({"ab"}), ("log.txt",))}),
    ("signed_another_text", {}, {"paper": Paper("ab", ("cd",), approved=True)}),
    ("not_approved", {}, {"paper": Paper("ab")}),
    ("second_person_missing", {}, {"paper": Paper("ab"), "purpose": "withdrawal"}),
    ("facts_are_newer", {}, {"paper": Paper("ab", ("ab",), approved=True, newest_facts=False)}),
    ("information_is_newer", {}, {"paper": Paper("ab", ("ab",), approved=True, newer_information=1)}),
    ("way_not_ready", {}, {"ways": (Way("portal", ready=False), Way("fax", ready=True))}),
    ("no_other_way", {}, {"ways": (Way("portal", ready=True),)}),
    ("way_is_down", {}, {"ways": (Way("portal", ready=True, down=True), Way("fax", ready=True))}),
]


@pytest.mark.parametrize(("code", "boxes", "values"), CASES, ids=lambda case: case if isinstance(case, str) else "")
def test_each_point_is_found_where_it_is_wrong(code: str, boxes: dict[str, Any], values: dict[str, Any]) -> None:
    assert code in found(boxes, **values)


def test_a_box_that_says_nothing_is_found_with_its_place() -> None:
    it = to_check()
    it = replace(it, boxes={**it.boxes, "brand": Said("brand", None, "missing", "device.brand")})
    (finding,) = (one for one in check_report(it) if one.code == "box_missing")
    assert (finding.field, finding.place) == ("brand", "device.brand")


def test_a_point_is_found_once_whichever_rules_look_at_its_box() -> None:
    empty = ("status_reason", "next_date", "future")
    it = to_check(dict.fromkeys(empty) | terms(risk=None))
    missing = {name: Said(name, None, "missing", name) for name in (*empty, "term_risk")}
    findings = check_report(replace(it, boxes={**it.boxes, **missing}, next_report_on=None))
    assert sorted((one.field, one.code) for one in findings) == [
        ("future", "box_missing"),
        ("next_date", "incomplete_without_next_day"),
        ("status_reason", "incomplete_without_reason"),
        ("term_risk", "box_missing"),
    ]


def test_every_code_has_a_case_and_a_sentence_in_both_languages() -> None:
    assert {code for code, _, _ in CASES} | {"box_missing"} == set(codes())
    for code, boxes, values in CASES:
        finding = next(one for one in check_report(to_check(boxes, **values)) if one.code == code)
        for lang in ("ja", "en"):
            said = finding_json(finding, lang, "欄")
            assert said["text"], code
            assert "{" not in said["text"]


def test_only_three_things_are_refused() -> None:
    """A 完了 with an open item or an unexplained difference; a 取下げ or 報告対象外 without its second person."""
    refused: set[tuple[str, str]] = set()
    for code, boxes, values in CASES:
        for purpose in ("report", "not_reportable", "withdrawal"):
            it = to_check(boxes, **({"purpose": purpose} | values))
            refusal = refusal_of(it, check_report(it))
            if refusal is not None:
                refused.add((code, refusal.place))
    assert refused == {
        ("item_open", "complete"),
        ("second_person_missing", "second_person"),
        ("not_approved", "second_person"),
    }
    difference = Hospital(True, "reported", (("age", "differs"),))
    complete = to_check(complete=True, hospital=difference)
    refusal = refusal_of(complete, check_report(complete))
    assert refusal is not None
    assert refusal.place == "complete"
    incomplete = replace(complete, complete=False)
    assert refusal_of(incomplete, check_report(incomplete)) is None, "the same text goes as 未完了"
    explained = replace(complete, hospital=replace(difference, explained=True))
    assert refusal_of(explained, check_report(explained)) is None


def test_a_precaution_of_the_day_after_the_event_makes_nothing_known() -> None:
    later = replace(KNOWN, in_force_on=date(2026, 5, 31))
    assert "known_without_sentence" in found(listed=(later, replace(KNOWN, code="F26")))
    assert "known_without_sentence" in found(listed=(replace(KNOWN, edition=""), replace(KNOWN, code="F26")))


def test_of_a_term_that_nobody_was_harmed_neither_known_nor_causality_is_asked() -> None:
    unharmed = {"code": "F26", "term": "健康被害なし", "known": "", "causality": "", "risk": "発生"}
    assert found({"health_impact": [unharmed]}) == set()
    assert "term_without_risk" in found({"health_impact": [{**unharmed, "risk": ""}]})
    harmed = {**unharmed, "code": "F08"}
    assert {"term_without_known", "term_without_causality"} <= found({"health_impact": [harmed]})


def test_a_longer_number_is_not_the_embargoed_one() -> None:
    kept = {"vulnerability": ("CVE-2026-1000",)}
    assert "embargoed_vulnerability" not in found({"investigation": "CVE-2026-10001"}, keep_out=kept)


@pytest.mark.parametrize("text", ["CVE-2024-1086", "管理番号2026-012-3456の件", "KZ-0002-0001-0003"])
def test_a_part_of_a_longer_number_is_no_address(text: str) -> None:
    assert "names_an_address" not in found({"remarks": text})


@pytest.mark.parametrize("text", ["電話03-1234-5678まで", "〒100-0001", "ＴＥＬ：０３－1234-5678 又は 03-1234-5678"])
def test_a_number_of_a_telephone_and_a_postal_code_are(text: str) -> None:
    assert "names_an_address" in found({"remarks": text})


def test_the_number_of_our_own_addressee_is_nobodys_contact() -> None:
    said = {"remarks": "KZ-0002 第一報：FAX送信 見本機構（FAX 00-1111-2222）"}
    assert "names_an_address" in found(said)
    assert "names_an_address" not in found(said, ours=("00-1111-2222",))
    assert "names_an_address" not in found(said, ours=("見本機構（ＦＡＸ　００-1111-2222）",))
    assert "names_an_address" in found({"remarks": f"{said['remarks']} 担当 00-1111-2223"}, ours=("00-1111-2222",))


def test_a_name_in_latin_letters_is_a_word_of_its_own() -> None:
    kept = {"person": ("Ito", "Yamada Taro")}
    for said in ("monitor を確認", "Itoh 氏"):
        assert "names_a_person" not in found({"situation": said}, keep_out=kept), said
    for said in ("ＩＴＯが確認", "by ito.", "YAMADA  TARO が確認"):
        assert "names_a_person" in found({"situation": said}, keep_out=kept), said


def test_a_first_report_that_pmda_rejected_is_number_one_again() -> None:
    assert "number_not_next" not in found({"count": 1, "prev_year": None, "prev_number": None}, earlier=Earlier())


def test_what_is_owed_later_is_named_once() -> None:
    findings = check_report(
        to_check({"situation": "鈴木花子", "treatment": "鈴木花子"}, keep_out={"person": ("鈴木花子",)})
    )
    assert gaps_of(findings) == ("names_a_person",)


def test_the_same_check_holds_for_a_form_of_other_boxes() -> None:
    """A form 10 has no terms of patients; its own boxes play the same parts."""
    boxes = {
        "brand": Said("brand", "輸液ポンプX", "filled"),
        "company_opinion": Said("company_opinion", "調査中", "filled"),
        "measures_done": Said("measures_done", "なし", "filled"),
        "deadline": Said("deadline", "30日", "filled"),
    }
    it = replace(to_check(complete=True, recorded=(), periods=(Period("1-チ", True, 15),)), form="10", boxes=boxes)
    assert {"complete_without_cause", "period_of_no_met_item"} <= {one.code for one in check_report(it)}


def test_every_box_of_form_8_that_a_check_reads_is_in_its_table() -> None:
    ids = {box.id for box in editions(8)[-1].boxes}
    for part in (
        "brand",
        "licence",
        "submitter",
        "deadline",
        "count",
        "status",
        "outcome",
        "measures",
        "attachments",
    ):
        assert ids & set(parts()[part]), part
    worded = {box.id for box in edition_for(8, None).boxes if box.type == "long"}
    assert worded <= set(parts()["worded"]), "no long text goes unread"


def test_every_check_stands_in_the_list_of_checks() -> None:
    room = Path(checking.__file__).parent
    listed = (room / "check.py").read_text(encoding="utf-8")
    for path in room.glob("*.py"):
        for name in re.findall(r"^def ([a-z]\w+)\(it: ToCheck\) -> Iterator", path.read_text("utf-8"), re.MULTILINE):
            assert f"{path.stem}.{name}," in listed, name
