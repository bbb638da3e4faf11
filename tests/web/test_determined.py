"""What the page of a case says of a determination: of which matter and person each line speaks."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.reporting import assess, determination_json
from kizuki.web.determined import Determined, determined
from kizuki.web.facts import fact_groups

TODAY = date(2026, 6, 10)
SERIOUS = {"severity": "serious", "predictable": False}
LIGHT = {"severity": "non_serious", "predictable": False}
DIED = {"severity": "death", "learned_on": "2026-06-08"}
DIED |= {"earlier": [{"severity": "serious", "learned_on": "2026-06-02"}], "predictable": False}
EVENT: dict[str, Any] = {"kind": "event", "locus": "domestic", "learned_on": "2026-06-01", "potential": "death"}
ABSENT = {"kind": "vulnerability", "locus": "domestic", "learned_on": "2026-06-01", "component_present": False}


def facts(*matters: dict[str, Any], own: bool | None = True) -> dict[str, Any]:
    return {"device": {"own": own, "designated": False}, "matters": list(matters)}


def shown(*matters: dict[str, Any], own: bool | None = True) -> Determined:
    return determined(determination_json(assess(read_case(facts(*matters, own=own))), "ja"), TODAY, "ja")


def test_matter_and_person_are_numbered_where_there_is_more_than_one() -> None:
    page = shown(EVENT | {"harms": [SERIOUS, LIGHT]}, ABSENT)
    assert {(line.item, line.matter, line.person) for line in page.duties} == {
        ("第1号ハ", 1, 1),
        ("第2号ロ", 1, None),
        ("第3号ロ", 1, 2),
    }
    assert ("第1号イ", 1, 2) in {(line.item, line.matter, line.person) for line in page.not_met}
    assert [(line.matter, line.person) for line in page.judgements] == [(1, 2)]


def test_nothing_is_numbered_where_there_is_one_matter_with_one_person() -> None:
    page = shown(EVENT | {"harms": [SERIOUS]})
    assert {(line.matter, line.person) for line in (*page.duties, *page.not_met)} == {(None, None)}


def test_a_duty_of_what_the_harm_was_before_is_marked_and_each_first_report_has_its_day() -> None:
    page = shown(EVENT | {"harms": [DIED, SERIOUS]})
    assert {(line.item, line.person) for line in page.duties if line.earlier} == {("第1号ハ", 1)}
    assert [(line.state, line.person, line.target_on) for line in page.first_reports] == [
        ("met", 1, date(2026, 6, 8))
    ]


def test_an_open_first_report_says_what_to_ask() -> None:
    assert shown(EVENT).first_reports[0].asks == "死亡した人がいるかを、その日のうちに確認します"


def test_missing_proof_is_named_and_so_is_the_answer_if_the_device_is_ours() -> None:
    page = shown(ABSENT, EVENT | {"harms": [SERIOUS]}, own=None)
    assert len(page.evidence_missing) == 1
    assert page.if_ours is not None
    assert (page.if_ours.outcome, page.if_ours.primary) == ("報告対象", "第1号ハ")
    assert shown(ABSENT).if_ours is None


def test_the_facts_show_the_day_of_a_later_harm_what_it_was_before_and_what_was_judged() -> None:
    judged = EVENT | {"harms": [DIED], "judged": {"light_harm_on_both_forms": "not_report"}}
    groups = fact_groups(read_case(facts(judged)), (), "ja")
    assert [group.learned_on for group in groups][:2] == [date(2026, 6, 1), date(2026, 6, 8)]
    person = {line.label: line.value for line in groups[1].lines}
    assert person["健康被害の程度（現在の程度となる前）（患者等1）"] == "重篤"
    assert "一覧には載せない" in {line.value for line in groups[0].lines}


def test_of_an_event_it_is_asked_whether_it_was_an_attack_until_somebody_knows() -> None:
    """No item of the article reads it; the police, the ministry and the owners of data are told only of an attack."""
    unknown = fact_groups(read_case(facts(EVENT)), (), "ja")[0].lines
    assert [(line.value, line.path) for line in unknown if line.label == "悪用の実績"] == [
        (None, "matters.0.exploited")
    ]
    known = fact_groups(read_case(facts(EVENT | {"exploited": "none_known"})), (), "ja")[0].lines
    assert [line.value for line in known if line.label == "悪用の実績"] not in ([], [None])
    hole = fact_groups(read_case(facts(ABSENT)), (), "ja")[0].lines
    assert "悪用の実績" not in {line.label for line in hole}
