"""The cases: linked, in the keys of the contracts, with outcomes derived by hand and days counted here."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess, determination_json
from tests.sample.portfolio import CASES, DEVICES, HOSPITALS, cve_ids
from tests.shared import shared_data

DEVICE_KEYS = {"own", "designated", "cycle_anchor_on", "cycle_months", "reporter", "combination"}
MATTER_KEYS = {
    *("kind", "learned_on", "locus", "identical", "harms", "potential", "malfunction_predictable"),
    *("expected_malfunction", "exploited", "also_in_domestic_units", "component_present", "not_applicable"),
    *("attackable", "affects_function", "mitigation", "rate", "measure", "research"),
    *("notes", "references", "likelihood"),
}
HARM_KEYS = {
    *("severity", "criterion", "victim", "causality", "causality_reason", "predictable"),
    *("trend_unpredictable", "trend_hazard"),
}
TERM_KEYS = {"code", "term", "known", "causality", "causality_source", "risk"}
RECORD_KEYS = {
    "first": {"learned_at", "learned_by", "units_in_japan", "supposed", "connection", "attack", "evidence"},
    "report": {
        *("number", "status", "status_reason", "reported_on", "next_report_on", "company_no", "registration_no"),
        *("identification_no", "control_year", "control_number", "previous_year", "previous_number"),
    },
    "device": {
        *("brand", "generic", "jmdn", "approval_no", "model", "serial_lot", "udi", "software_version"),
        *("manufactured_on", "maker", "similar", "class1", "class2", "class3"),
    },
    "event": {
        *("occurred_on", "country", "situation", "treatment", "usage", "use_continuing", "current_state"),
        *("concomitant", "device_problems", "health_effects", "health_impacts"),
    },
    "patient": {"initials", "age", "sex", "weight", "outcome", "died_on", "victim"},
    "investigation": {"result", "terms"},
    "measures": {"done", "categories", "future"},
}
DAYS = {"1-イ": 15, "1-ハ": 15, "1-チ": 15, "2-ロ": 30}
EVENTS = [case["key"] for case in CASES.values() if case["facts"]["matters"][0]["kind"] == "event"]
TO_REPORT = [case["key"] for case in CASES.values() if case["expected"]["outcome"] == "report"]


def counted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def test_the_six_examples_of_the_notification_are_cases() -> None:
    examples = {case["notification_example"] for case in CASES.values() if "notification_example" in case}
    assert examples == {f"4(2) {group} {number}" for group in ("common", "individual") for number in (1, 2, 3)}


@pytest.mark.parametrize("key", CASES)
def test_a_case_names_a_device_and_a_release_that_exist(key: str) -> None:
    case = CASES[key]
    assert case["release"] in {release["version"] for release in DEVICES[case["device"]]["releases"]}
    assert set(case["cves"]) <= cve_ids()
    assert all(case[group][lang] for group in ("title", "story") for lang in ("ja", "en"))


@pytest.mark.parametrize("key", EVENTS)
def test_an_event_happened_in_a_known_hospital_on_a_unit_that_is_installed_there(key: str) -> None:
    case = CASES[key]
    units = HOSPITALS[case["hospital"]]["units"]
    assert (case["unit"], case["device"]) in {(unit["serial"], unit["device"]) for unit in units}
    assert case["record"]["device"]["serial_lot"] == [case["unit"]]


@pytest.mark.parametrize("key", CASES)
def test_the_facts_use_only_the_keys_of_the_contract(key: str) -> None:
    facts = CASES[key]["facts"]
    assert set(facts) == {"device", "matters"}
    assert set(facts["device"]) <= DEVICE_KEYS
    for matter in facts["matters"]:
        assert set(matter) <= MATTER_KEYS
        assert {name for harm in matter.get("harms", []) for name in harm} <= HARM_KEYS
        assert set(matter.get("mitigation", {})) <= {"state", "units_done", "units_total", "proven_by"}
        assert set(matter.get("measure", {})) <= {"type", "by", "for_hazard", "covers_identical"}


@pytest.mark.parametrize("key", CASES)
def test_the_facts_of_the_device_are_those_of_its_master_data(key: str) -> None:
    case = CASES[key]
    periodic = DEVICES[case["device"]]["periodic"]
    assert case["facts"]["device"]["own"] is True
    assert {name: case["facts"]["device"][name] for name in periodic} == periodic


@pytest.mark.parametrize("key", CASES)
def test_the_days_stand_in_order_and_the_day_of_awareness_is_told(key: str) -> None:
    case = CASES[key]
    days = [row["on"] for row in case["timeline"]]
    learned = {matter["learned_on"] for matter in case["facts"]["matters"]}
    assert days == sorted(days)
    assert learned <= {row["on"] for row in case["timeline"] if "情報入手日" in row["ja"]}
    assert all("2026-06-01" <= day <= "2026-11-20" for day in learned)


@pytest.mark.parametrize("key", CASES)
def test_the_record_has_only_the_groups_and_keys_of_a_case_document(key: str) -> None:
    record = CASES[key]["record"]
    assert set(record) <= {*RECORD_KEYS, "remarks", "attachments"}
    for group, keys in RECORD_KEYS.items():
        assert set(record.get(group, {})) <= keys, group
    for terms in ("device_problems", "health_effects", "health_impacts"):
        for row in record.get("event", {}).get(terms, []):
            assert set(row) <= TERM_KEYS


@pytest.mark.parametrize("key", TO_REPORT)
def test_what_a_report_must_say_is_there_for_form_8(key: str) -> None:
    record = CASES[key]["record"]
    assert record["report"]["number"] == 1
    assert record["event"]["situation"]
    assert record["event"]["device_problems"]
    assert record["investigation"]["result"]
    assert record["measures"]["done"]
    if record["report"]["status"] == "incomplete":
        assert record["report"]["status_reason"]
        assert "追加報告予定" in record["measures"]["future"]


@pytest.mark.parametrize("key", TO_REPORT)
def test_the_due_day_is_the_day_of_awareness_and_the_period_of_the_primary_item(key: str) -> None:
    case = CASES[key]
    expected = case["expected"]
    learned = case["facts"]["matters"][0]["learned_on"]
    assert expected["due_on"] == counted(learned, DAYS[expected["primary"]])
    assert expected["primary"] == expected["items"][0]
    still_open = expected["prompt_first_report"] == "open"
    assert expected["working_due_on"] == (counted(learned, 15) if still_open else expected["due_on"])


def test_no_form_8_is_late_and_none_is_written_before_its_matter_was_learned() -> None:
    for case in CASES.values():
        reported = case["record"].get("report", {}).get("reported_on")
        learned = case["facts"]["matters"][0]["learned_on"]
        if reported:
            days = min(DAYS[item] for item in case["expected"]["items"] if item != "1-チ")
            assert learned <= reported <= counted(learned, days), case["key"]


@pytest.mark.parametrize("key", CASES)
def test_the_engine_agrees_with_what_was_derived_by_hand(key: str) -> None:
    expected: dict[str, Any] = CASES[key]["expected"]
    answer = determination_json(assess(read_case(CASES[key]["facts"])), "ja")
    met = [duty["item"] for duty in answer["duties"] if duty["finding"] == "met"]
    assert answer["outcome"] == expected["outcome"]
    assert sorted(met) == sorted(expected["items"])
    assert answer["forms"] == expected["forms"]
    assert answer["prompt_first_report"] == expected["prompt_first_report"]
    for name in ("primary", "due_on", "working_due_on"):
        assert answer[name] == expected.get(name), name
    assert answer["monitor"] is True


def test_an_unanswered_question_stays_open_in_the_case_that_shows_it() -> None:
    matter = CASES["event-3-ddos-imaging-stopped"]["facts"]["matters"][0]
    assert "harms" not in matter
    assert CASES["event-3-ddos-imaging-stopped"]["expected"]["prompt_first_report"] == "open"


def test_terms_have_codes_of_the_imdrf_annexes() -> None:
    terms = json.loads((shared_data("imdrf-aet") / "imdrf_all_terms.json").read_text(encoding="utf-8"))
    known = {row["code"] for row in terms if row.get("code")}
    groups = ("device_problems", "health_effects", "health_impacts")
    for case in CASES.values():
        event = case["record"].get("event", {})
        rows = [row for group in groups for row in event.get(group, [])]
        rows += case["record"].get("investigation", {}).get("terms", [])
        assert {row["code"] for row in rows} <= known, case["key"]
