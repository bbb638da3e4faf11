"""Form 8 box by box: expectations worked out by hand from the rules of the form and of 施行規則第228条の20第2項."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.facts import read_case
from kizuki.core.forms import FilledForm, Row, form_json, notice_text, why_text
from kizuki.core.forms.company_and_device import says_follow_up_is_planned
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from tests.core.forms.cases import COMPLETE, FOLLOW_UP, PUMP, TERM, document, filled, pump

HARM = "facts__matters__0__harms"


def said(form: FilledForm, box_id: str) -> tuple[Any, str]:
    return form.field(box_id).value, form.field(box_id).state


def notices(form: FilledForm) -> set[str]:
    return {notice.code for notice in form.notices}


def test_every_box_of_the_pump_says_what_the_record_and_the_rules_say() -> None:
    form = pump()
    assert form.missing == ()
    assert form.edition == "2020-01-31"
    assert form.notices == ()
    expected = {
        "addressee": "独立行政法人医薬品医療機器総合機構理事長　殿",
        "report_class": "DB 国内不具合",
        "kind": "不具合",
        "known": "未知",
        "deadline": "15日",
        "place": "国内",
        "country": "日本",
        "type": "初回報告",
        "count": 1,
        "status": "未完了",
        "occurrence_date": "2026-05-31",
        "first_info_date": date(2026, 6, 1),
        "info_date": date(2026, 6, 1),
        "report_date": date(2026, 6, 12),
        "next_date": date(2026, 7, 31),
        "age": "67歳",
        "sex": "男",
        "weight": "58.5kg",
        "outcome": "回復",
        "victim": "患者",
        "generic": "汎用輸液ポンプ（JMDNコード：13215000）",
        "serial_lot": ("2403-00817",),
        "mfg_date": "2024-03",
        "class1": "高度管理医療機器(クラスIII)",
        "class2": "その他",
        "class3": "反復使用",
        "use_continuing": "無",
        "current_state": "回収済(返却)",
        "concomitant": "該当なし",
        "action_category": ("情報提供",),
        "attachments": ("電子添文 第5版",),
    }
    assert {box_id: form.field(box_id).value for box_id in expected} == expected
    assert all(form.field(box_id).state == "filled" for box_id in expected)
    not_asked = {field.id: field.value for field in form.fields if field.state == "not_asked"}
    asked_in_other_reports = ("prev_year", "prev_number", "withdraw_reason", "withdraw_detail", "death_date")
    assert not_asked == dict.fromkeys(asked_in_other_reports), "a box whose condition does not hold stays blank"


def test_numbers_that_pmda_gives_may_follow_and_are_printed_once_given() -> None:
    form = pump()
    given_by_pmda = ("control_year", "control_number", "registration_no", "identification_no")
    assert set(given_by_pmda) <= set(form.may_follow)
    later = pump(**FOLLOW_UP, report__control_year=2026, report__control_number="0001234")
    assert said(later, "control_year") == ("2026", "filled")
    assert said(later, "control_number") == ("0001234", "filled")


def test_each_field_names_where_its_value_came_from() -> None:
    form = pump()
    assert form.field("brand").source == "device.brand"
    assert form.field("first_info_date").source == "facts.matters.0.learned_on"
    assert form.field("known").source == "facts.matters.0.harms.0.predictable"
    assert form.field("deadline").source.startswith("determination.duties.")
    assert form.field("report_class").source == "rule:kind_and_place"
    assert form.field("country").source == "facts.matters.0.locus"
    assert form.field("prev_year").source == "rule:only_when_follow_up"


@pytest.mark.parametrize(
    ("kind", "locus", "report_class", "place"),
    [
        ("infection", "domestic", "DA 国内感染症", "国内"),
        ("event", "domestic", "DB 国内不具合", "国内"),
        ("infection", "foreign", "DC 外国感染症", "外国"),
        ("event", "foreign", "DD 外国不具合", "外国"),
    ],
)
def test_the_report_class_comes_from_kind_and_place(kind: str, locus: str, report_class: str, place: str) -> None:
    form = pump(facts__matters__0__kind=kind, facts__matters__0__locus=locus)
    assert form.field("report_class").value == report_class
    assert form.field("place").value == place
    assert form.field("kind").value == ("感染症" if kind == "infection" else "不具合")
    assert said(form, "country") == (("調査中", "may_follow") if place == "外国" else ("日本", "filled"))


def test_a_foreseeable_serious_case_in_japan_is_known_and_has_30_days() -> None:
    known = {**TERM, "known": True}
    form = pump(
        facts__matters__0__harms__0__predictable=True,
        facts__matters__0__malfunction_predictable=True,
        event__device_problems=[known],
        event__health_impacts=[known],
    )
    assert form.field("known").value == "既知"
    assert form.field("deadline").value == "30日"


def test_one_unknown_term_makes_the_report_unknown() -> None:
    form = pump(facts__matters__0__harms__0__predictable=True, facts__matters__0__malfunction_predictable=True)
    assert form.field("known").value == "未知"
    assert form.field("known").source == "event.device_problems.0.known"


def test_predictability_that_is_not_settled_is_filled_as_unknown_with_the_shorter_deadline() -> None:
    form = pump(
        facts__matters__0__harms__0__predictable=None,
        facts__matters__0__malfunction_predictable=None,
        event__device_problems=[{**TERM, "known": None}],
        event__health_impacts=[],
    )
    assert form.field("known").value == "未知"
    assert form.field("deadline").value == "15日"
    assert {"known_unsettled", "deadline_still_open"} <= notices(form)


def test_a_domestic_death_is_told_as_the_outcome_and_asks_for_its_day() -> None:
    form = pump(
        **{f"{HARM}__0__severity": "death", f"{HARM}__0__criterion": None},
        facts__matters__0__potential="death",
        patient__outcome=None,
    )
    assert said(form, "outcome") == ("死亡", "filled")
    assert said(form, "death_date") == ("調査中", "may_follow")
    assert "prompt_first_report_met" in notices(form)


def test_a_vulnerability_concerns_no_person_and_no_event() -> None:
    form = pump(
        facts__matters=[
            {
                "kind": "vulnerability",
                "learned_on": "2026-06-01",
                "locus": "domestic",
                "potential": "death",
                "component_present": True,
                "attackable": True,
                "affects_function": True,
                "mitigation": {"state": "none"},
                "malfunction_predictable": False,
                "exploited": "none_known",
            }
        ],
        patient=None,
        event__occurred_on=None,
        event__treatment=None,
    )
    nobody = ("initials", "age", "sex", "weight", "outcome", "death_date", "treatment", "occurrence_date")
    assert {said(form, box_id) for box_id in nobody} == {(None, "not_asked")}
    assert form.field("deadline").value == "30日"
    assert form.missing == ()


def test_where_nobody_was_harmed_the_outcome_does_not_apply_but_the_patient_is_still_asked_for() -> None:
    form = pump(**{HARM: []}, patient=None)
    assert said(form, "outcome") == (None, "not_asked")
    assert said(form, "initials") == ("調査中", "may_follow")


def test_harm_that_is_not_known_keeps_outcome_and_day_of_death_open() -> None:
    form = pump(**{HARM: None}, patient=None)
    assert said(form, "outcome") == ("調査中", "may_follow")
    assert said(form, "death_date") == ("調査中", "may_follow")


@pytest.mark.parametrize(
    ("changes", "box_id", "why"),
    [
        ({"report__next_report_on": None}, "next_date", "required"),
        ({"report__status_reason": None}, "status_reason", "required"),
        ({"measures__future": "改修を準備する。"}, "future", "does_not_say_follow_up_planned"),
        ({"measures__future": "追加報告予定なし。"}, "future", "does_not_say_follow_up_planned"),
        ({"measures__future": None}, "future", "required"),
        ({"report__status": None}, "status", "required"),
        ({"report__number": None}, "type", "required"),
        ({"device__brand": "不明"}, "brand", "unknown_not_allowed"),
        ({"device__jmdn": None}, "generic", "lacks:jmdn"),
        ({"company__representative": None}, "submitter", "lacks:representative"),
        ({"company__contact__phone": None}, "contact", "lacks:phone"),
        ({"event__device_problems": []}, "device_problem", "required"),
        ({"event__device_problems": [{**TERM, "risk": None}]}, "term_risk", "of_each_term"),
        ({"facts__matters__0__locus": None}, "report_class", "place_not_known"),
        ({"investigation__result": "不明"}, "investigation", "unknown_not_allowed"),
    ],
)
def test_an_incomplete_report_still_misses(changes: dict[str, Any], box_id: str, why: str) -> None:
    form = pump(**changes)
    assert box_id in form.missing
    assert form.field(box_id).why == why


def test_a_follow_up_is_said_to_be_planned_in_these_words() -> None:
    assert says_follow_up_is_planned("原因調査後、追加報告予定。")
    assert says_follow_up_is_planned("追加\n報告予定（7月末）")
    assert not says_follow_up_is_planned("追加報告予定はない")
    assert not says_follow_up_is_planned("今後の対応を検討する")


def test_the_result_of_an_investigation_under_way_may_say_so_until_the_report_is_complete() -> None:
    assert said(pump(investigation__result="調査中"), "investigation") == ("調査中", "may_follow")
    complete = pump(**COMPLETE, investigation__result="調査中")
    assert complete.field("investigation").why == "still_under_investigation"


def test_what_is_not_known_is_under_investigation_while_the_report_is_incomplete() -> None:
    form = pump(patient=None, event__occurred_on=None, device__model=None)
    for box_id in ("initials", "age", "sex", "weight", "outcome", "occurrence_date", "model"):
        assert said(form, box_id) == ("調査中", "may_follow"), box_id


def test_one_word_says_what_is_not_known_whether_or_not_the_result_was_written_yet() -> None:
    before, after = (pump(investigation=told, patient=None) for told in (None, {"result": "経路は調査中。"}))
    not_known = {"initials", "age", "sex", "weight", "outcome"}
    assert {said(form, box) for form in (before, after) for box in not_known} == {("調査中", "may_follow")}


def test_a_complete_first_report_says_unknown_and_points_it_out() -> None:
    form = pump(**COMPLETE, patient__weight=None)
    assert said(form, "weight") == ("不明", "may_follow")
    assert said(form, "next_date") == (None, "not_asked")
    assert "complete_with_unknowns" in notices(form)


def test_a_complete_follow_up_must_say_in_words_what_is_not_known() -> None:
    silent = pump(**COMPLETE, **FOLLOW_UP, patient__weight=None)
    assert silent.field("weight").why == "say_unknown"
    assert "weight" in silent.missing
    assert said(pump(**COMPLETE, **FOLLOW_UP, patient__weight="不明"), "weight") == ("不明", "filled")


def test_a_follow_up_tells_its_count_the_report_before_and_the_newest_information() -> None:
    form = pump(**FOLLOW_UP, **{f"{HARM}__0__learned_on": "2026-06-08"}, facts__matters__0__potential="death")
    assert said(form, "type") == ("追加報告", "filled")
    assert said(form, "count") == (2, "filled")
    assert said(form, "prev_number") == ("1234AB", "filled")
    assert said(form, "first_info_date") == (date(2026, 6, 1), "filled")
    assert said(form, "info_date") == (date(2026, 6, 8), "filled")
    assert "no_newer_information" in notices(pump(**FOLLOW_UP))


def test_what_came_of_no_person_has_its_own_day_in_a_follow_up_and_the_first_day_stays_beside_it() -> None:
    form = pump(**FOLLOW_UP, report__news_on="2026-06-09")
    assert (form.field("info_date").value, form.field("info_date").source) == (date(2026, 6, 9), "report.news_on")
    assert said(form, "first_info_date") == (date(2026, 6, 1), "filled")
    assert "no_newer_information" not in notices(form)
    of_a_person = pump(**FOLLOW_UP, report__news_on="2026-06-03", **{f"{HARM}__0__learned_on": "2026-06-08"})
    assert said(of_a_person, "info_date") == (date(2026, 6, 8), "filled")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"report__news_on": "2026-06-09"}, "has one day of information"),
        ({**FOLLOW_UP, "report__news_on": "2026-05-31"}, "is before 2026-06-01"),
        (
            {**FOLLOW_UP, "report__news_on": "2026-06-20", "report__reported_on": "2026-06-19"},
            "before the day on which",
        ),
    ],
)
def test_a_day_of_new_information_that_cannot_be_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        pump(**changes)


def test_a_report_whose_number_is_not_known_does_not_deny_a_report_before_it() -> None:
    assert said(pump(report__number=None), "prev_number") == ("記載なし", "may_follow")


def test_terms_carry_what_is_asked_of_each_and_words_for_what_is_not_known() -> None:
    form = pump(event__device_problems=[TERM, {"term": "過量投与", "risk": "feared"}])
    rows = form.field("device_problem").value
    assert isinstance(rows, tuple)
    assert [dict(row.cells) for row in rows if isinstance(row, Row)] == [
        {"code": "A1103", "term": "不正アクセス", "known": "未知", "causality": "否定できない", "risk": "発生"},
        {"term": "過量投与", "risk": "おそれ", "known": "調査中", "causality": "調査中"},
    ]
    assert form.field("term_known").state == "may_follow"
    assert form.field("term_risk").state == "filled"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"event__device_problems": [{"known": True}]}, "event.device_problems.0"),
        ({"event__device_problems": [{**TERM, "risk": "maybe"}]}, "event.device_problems.0.risk"),
        ({"event__health_impacts": [{**TERM, "known": "perhaps"}]}, "event.health_impacts.0.known"),
        ({"event__concomitant": [{}]}, "event.concomitant.0"),
    ],
)
def test_a_row_that_says_nothing_or_a_word_outside_a_closed_list_is_refused(
    changes: dict[str, Any], place: str
) -> None:
    with pytest.raises(Refused) as found:
        pump(**changes)
    assert found.value.place == place


def test_a_word_outside_a_list_that_is_only_guessed_stands_and_is_pointed_out() -> None:
    form = pump(event__current_state="警察に提出")
    assert said(form, "current_state") == ("警察に提出", "filled")
    assert "not_in_the_list" in notices(form)
    assert "not_in_the_list" not in notices(pump(patient__outcome="該当なし"))


def test_numbers_of_unusual_form_are_pointed_out_and_not_refused() -> None:
    form = pump(device__approval_no="第123号", device__jmdn="123")
    assert form.missing == ()
    assert sum(notice.code == "unusual_number" for notice in form.notices) == 2


def test_a_late_report_is_filled_and_says_that_it_is_late() -> None:
    assert "late" in notices(pump(report__reported_on="2026-06-17"))
    assert "late" not in notices(pump(report__reported_on="2026-06-16"))


def test_a_case_that_form_12_takes_is_refused_for_form_8() -> None:
    light = {f"{HARM}__0__severity": "non_serious", f"{HARM}__0__criterion": None}
    with pytest.raises(Refused, match="does not call for form 8; what is met or open is on form 12"):
        pump(**light, facts__matters__0__potential="non_serious")


def test_a_foreign_measure_alone_is_refused_for_form_8() -> None:
    measure = {
        "kind": "foreign_measure",
        "learned_on": "2026-06-01",
        "measure": {"type": "recall", "for_hazard": True},
    }
    with pytest.raises(Refused, match="form 10"):
        pump(facts__matters=[measure], event__occurred_on=None)


def test_a_follow_up_that_leaves_reporting_says_so_and_needs_no_duty() -> None:
    light = {f"{HARM}__0__severity": "non_serious", f"{HARM}__0__criterion": None}
    light["facts__matters__0__potential"] = "non_serious"
    with pytest.raises(Refused, match="報告対象外"):
        pump(**light, **FOLLOW_UP)
    assert said(pump(**light, **FOLLOW_UP, report__purpose="not_reportable"), "deadline") == (None, "not_asked")


def test_a_matter_learned_under_the_text_before_2026_is_filled_as_well() -> None:
    changes = {"event__occurred_on": "2025-05-31", "report__next_report_on": "2025-07-31"}
    form = pump(facts__matters__0__learned_on="2025-06-01", report__reported_on="2025-06-12", **changes)
    assert form.field("deadline").value == "15日"
    assert form.missing == ()


def test_the_shorthand_of_the_facts_fills_the_form_too() -> None:
    flat = {"kind": "case", "aware_on": "2026-06-01", "locus": "domestic", "own_device": True, "harm": "serious"}
    form = filled(document(facts={**flat, "predictable": False}))
    assert form.field("deadline").value == "15日"
    assert form.field("first_info_date").value == date(2026, 6, 1)


def test_the_answer_in_json_has_the_keys_of_the_contract_and_iso_days() -> None:
    answer = form_json(pump(), "en")
    assert (answer["form"], answer["edition"], answer["missing"]) == (8, "2020-01-31", [])
    assert {"id", "label", "value", "state", "source"} <= set(answer["fields"][0])
    values = {field["id"]: field["value"] for field in answer["fields"]}
    assert values["report_date"] == "2026-06-12"
    assert values["device_problem"][0]["term"] == "不正アクセス"
    assert {field["label"] for field in answer["fields"]} >= {"Brand name", "Deadline"}


def _keys(value: dict[str, Any], prefix: str = "") -> list[str]:
    found = []
    for key, item in value.items():
        found.append(prefix + key)
        if isinstance(item, dict):
            found += _keys(item, f"{prefix}{key}__")
    return found


KEYS = sorted(key for key in _keys({key: item for key, item in PUMP.items() if key != "facts"}))
FACTS = ["locus", "harms", "potential", "malfunction_predictable"]


@settings(max_examples=150, deadline=None)
@given(
    st.sets(st.sampled_from(KEYS)),
    st.sets(st.sampled_from(FACTS)),
    st.sampled_from([{}, COMPLETE, FOLLOW_UP, {**COMPLETE, **FOLLOW_UP}]),
)
def test_whatever_is_not_known_no_box_is_silently_blank(
    absent: set[str], facts: set[str], kind: dict[str, Any]
) -> None:
    value = document(**kind, **{f"facts__matters__0__{key}": None for key in facts})
    for key in absent:
        *parents, last = key.split("__")
        place: Any = value
        for parent in parents:
            place = place.get(parent, {})
        place.pop(last, None)
    complete = value.get("report", {}).get("status") == "complete"
    if complete and any(duty.finding == "open" for duty in assess(read_case(value["facts"])).duties):
        with pytest.raises(Refused, match="complete"):
            filled(value)
        return
    form = filled(value)
    for field in form.fields:
        assert field.state in ("filled", "may_follow", "missing", "not_asked")
        assert field.value or field.id in form.missing or field.state == "not_asked", field
        assert field.value is None or field.state != "not_asked", field
        assert (field.why != "") or field.state == "filled"
        for lang in ("ja", "en"):
            assert why_text(field.why, lang) or not field.why  # type: ignore[arg-type]
    for notice in form.notices:
        assert "{" not in notice_text(notice, "ja") + notice_text(notice, "en")
