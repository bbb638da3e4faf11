"""A term is found by its code or by words of its names, in one annex or in all."""

from __future__ import annotations

from kizuki.core.forms.finding_terms import find_terms, offered
from kizuki.core.forms.terms import KnownTerm, known_terms, read_terms, with_list

TERMS = {
    row.code: row
    for row in (
        KnownTerm("A16", "Protective Measures Problem"),
        KnownTerm("A1601", "Device Alarm System", "警報システム", "near"),
        KnownTerm("A160102", "No Audible Alarm", "可聴アラームなし", "seen"),
        KnownTerm("E0601", "Alarm heard", ""),
        KnownTerm("A9901", "Old Alarm", status="obsolete"),
    )
}


def codes(asked: str, annex: str = "", **more: int) -> list[str]:
    return [row.code for row in find_terms(TERMS, asked, annex, **more)]


def test_every_word_must_be_there_in_any_width_and_case() -> None:
    assert codes("ＡＬＡＲＭ audible") == ["A160102"]
    assert codes("アラーム") == ["A160102"]
    assert codes("警報") == ["A1601"]
    assert codes("alarm") == ["A1601", "A160102", "E0601"]


def test_a_code_finds_itself_and_what_stands_below_it() -> None:
    assert codes("a1601") == ["A1601", "A160102"]


def test_one_annex_is_searched_alone_and_what_was_withdrawn_is_not_found() -> None:
    assert codes("alarm", "E") == ["E0601"]
    assert codes("old") == []
    assert not offered(TERMS["A9901"])


def test_nothing_asked_finds_nothing_and_no_more_are_told_than_wanted() -> None:
    assert codes(" ") == []
    assert codes("alarm", most=1) == ["A1601"]


def test_the_names_of_an_imported_list_are_found_too() -> None:
    listed = with_list(read_terms("jfmda,code,ja\nD09-a0027,A1402,過剰送液（公式）\nD01-e0142,,死亡の疑い\n"))
    assert [row.code for row in find_terms(listed, "過剰送液")] == ["A1402"]
    assert [row.jfmda for row in find_terms(listed, "死亡の疑い")] == ["D01-e0142"]
    assert len(find_terms(known_terms(), "a", most=2_000)) > 1_000
