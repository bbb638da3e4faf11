"""Terms: the Japanese code first and to be chosen, obsolete ones marked, an official list before the table."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.forms import House, fill_form, read_case_document
from kizuki.core.forms.terms import called, known_terms, named, read_terms, suggested, term_of, with_list
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from tests.core.forms.cases import PUMP, document, pump
from tests.shared import shared_data


def test_the_table_has_every_code_of_the_annexes_with_its_own_word() -> None:
    rows = json.loads((shared_data("imdrf-aet") / "imdrf_all_terms.json").read_text(encoding="utf-8"))
    terms = known_terms()
    assert {row["code"] for row in rows} <= set(terms)
    words: dict[str, set[str]] = {}
    for row in rows:
        words.setdefault(row["code"], set()).add(" ".join(row["term"].split()))
    assert all(terms[code].en in said for code, said in words.items())


def test_the_codes_of_cyber_cases_say_what_the_annexes_say() -> None:
    said = {code: known_terms()[code].en for code in ("A110501", "A110502", "C1007", "D0107", "B24")}
    assert said == {
        "A110501": "Application Security Problem",
        "A110502": "Unauthorized Access to Computer System",
        "C1007": "Software Security Vulnerability",
        "D0107": "Inadequate Cybersecurity",
        "B24": "Event History Log Review",
    }


def test_a_name_that_is_our_own_translation_never_goes_into_a_form_by_itself() -> None:
    near, seen = known_terms()["A110502"], known_terms()["D0107"]
    assert (near.mark, near.sure_name) == ("near", "Unauthorized Access to Computer System")
    assert (seen.mark, seen.sure_name) == ("seen", "サイバーセキュリティの不備")
    assert named("D0107") == "D0107 サイバーセキュリティの不備"
    assert named("自由な記載") == "自由な記載"


def suggestions(matter: dict[str, Any], **more: Any) -> set[str]:
    case = read_case({"device": {"own": True}, "matters": [{"learned_on": "2026-06-01", **matter}]})
    return {row.term.code for row in suggested(case.matters[0], **more)}


def test_terms_are_suggested_from_the_facts() -> None:
    intrusion = {"kind": "event", "locus": "domestic", "exploited": "here"}
    assert {"A110501", "A110502"} <= suggestions(intrusion)
    assert "B24" not in suggestions(intrusion)
    assert "B24" in suggestions(intrusion, log_reviewed=True)
    assert {"C1007", "D0107"} <= suggestions({"kind": "vulnerability", "locus": "domestic"})
    died = {"kind": "event", "locus": "domestic", "harms": [{"severity": "death"}]}
    assert "F02" in suggestions(died)
    assert suggestions({"kind": "event", "locus": "domestic"}) == set(), "an unknown suggests nothing"
    assert "F26" in suggestions({"kind": "event", "locus": "domestic", "harms": [{"severity": "none"}]})


def test_an_obsolete_code_and_one_of_a_newer_edition_are_pointed_out_and_not_refused() -> None:
    row = PUMP["event"]["device_problems"][0]
    found = pump(event__device_problems=[{**row, "code": "G04081"}, {**row, "code": "A9999"}])
    codes = {notice.code for notice in found.notices}
    assert {"term_obsolete", "term_of_another_edition"} <= codes
    retired = term_of("G04081")
    assert retired is not None
    assert retired.obsolete


def test_related_needs_a_source_and_cannot_be_ruled_out_without_one() -> None:
    row = {**PUMP["event"]["device_problems"][0], "causality": "related"}
    without = pump(event__device_problems=[row])
    assert [term.cell("causality") for term in without.field("device_problem").value] == ["否定できない"]  # type: ignore[union-attr]
    assert "related_without_source" in {notice.code for notice in without.notices}
    sourced = pump(event__device_problems=[{**row, "causality_source": "返却品の解析"}])
    assert [term.cell("causality") for term in sourced.field("device_problem").value] == ["関連あり"]  # type: ignore[union-attr]


def test_a_page_calls_a_term_in_the_language_of_its_reader_and_says_which_name_is_ours() -> None:
    assert called("A1402", "ja") == "A1402 過大な流量又は過剰注入（仮訳）"
    assert called("A1402", "en") == "A1402 Excess Flow or Over-Infusion"
    assert called("D0107", "ja") == "D0107 サイバーセキュリティの不備"
    assert called("A0101", "ja") == "A0101 Patient-Device Incompatibility", "no Japanese name is at hand"
    assert called("B25", "en") == "B25 微粒子試験", "one of a newer edition that has no English name here"
    assert called("自由な記載", "ja") == "自由な記載"


LIST = "jfmda,code,ja,status\nD09-a0027,A1402,過剰送液（公式）,\n,A1103,,obsolete\nD01-e0142,,死亡,\n"


def test_an_official_list_gives_the_japanese_code_and_name_where_the_record_has_none() -> None:
    value = document(event__device_problems=[{"code": "A1402", "risk": "occurred"}])
    house = House(terms=with_list(read_terms(LIST)))
    filled = fill_form(8, read_case_document(value), assess(read_case(value["facts"])), house=house)
    [row] = filled.field("device_problem").value  # type: ignore[misc]
    assert (row.cell("jfmda"), row.cell("term")) == ("D09-a0027", "過剰送液（公式）")
    table = with_list(read_terms(LIST))
    assert table["A1103"].obsolete
    assert table["D01-e0142"].ja == "死亡"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1"),
        ("code,colour\nA01,red\n", "'colour'"),
        ("code,ja\nX99,x\n", "line 2"),
        ("code,ja\nA01,x\nA01,y\n", "line 3"),
        ("code,ja\n,x\n", "line 2"),
        ("code,ja\nA01\n", "line 2"),
        ("code,ja,mark\nA01,x,sure\n", "line 2"),
    ],
)
def test_a_list_that_cannot_be_read_names_its_line(text: str, told: str) -> None:
    with pytest.raises(Refused) as found:
        read_terms(text)
    assert told in str(found.value)
