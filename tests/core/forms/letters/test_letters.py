"""Letters as values: the nine items of the rule, what a field says and where from, the twin as HTML."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest

from kizuki.core.disclosure.gate import Saying, Shelter, passage_for
from kizuki.core.forms.letters.filled import fill
from kizuki.core.forms.letters.html import html_of
from kizuki.core.forms.letters.paper import addressed, missing_in, paper_bytes, paper_of, released
from kizuki.core.forms.letters.reading import read_letter_document
from kizuki.core.forms.letters.table import LETTERS, letter, letters_for
from kizuki.core.refusal import Refused
from kizuki.store.record.clock import JAPAN

DAY = date(2026, 6, 1)


def field_of(paper: Any, name: str, lang: str = "ja") -> dict[str, Any]:
    return next(one for one in paper[lang]["fields"] if one["id"] == name)


def test_a_start_report_has_the_nine_items_of_the_rule_in_its_order() -> None:
    by_law = [field.ja for field in letter("recall_start").fields if field.by == "LAW"]
    numbers = [label[0] for label in by_law]
    assert list(dict.fromkeys(numbers)) == list("一二三四五六七八九")


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_fills_in_both_languages_and_says_what_is_missing(kind: str) -> None:
    made = letter(kind)
    paper = paper_of(made, {}, {}, DAY)
    required = [
        field for field in made.fields if field.need == "required" and not field.source.startswith("hospital.")
    ]
    for lang, name in (("ja", "未記入"), ("en", "blank")):
        missing = [one for one in paper[lang]["fields"] if one["state"] == "missing"]
        assert [one["id"] for one in missing] == [field.id for field in required]
        assert {one["text"] for one in missing} == {name}
        assert paper[lang]["name"] == made.name("ja" if lang == "ja" else "en")
    assert paper_bytes(paper) == paper_bytes(paper_of(made, {}, {}, DAY)), "the same letter gives the same bytes"


def test_what_a_person_wrote_stands_before_the_record_and_each_says_where_it_is_from() -> None:
    sources = {"measure.plan": "止める", "device.approval_no": "22700BZX1"}
    paper = paper_of(letter("hospital_notice"), sources, {"action": {"ja": "切る"}}, DAY)
    assert (field_of(paper, "action")["text"], field_of(paper, "action")["source"]) == ("切る", "written")
    assert field_of(paper, "approval_no")["source"] == "device.approval_no"
    assert field_of(paper, "approval_no", "en")["text"] == "22700BZX1", "a number is the same in both languages"
    assert field_of(paper, "action", "en")["state"] == "missing", "Japanese sentences stand in no English letter"


@pytest.mark.parametrize(
    ("said", "ja", "en"),
    [
        ("2026-08-01", "令和8年8月1日", "2026-08-01"),
        ("R8.8.1", "令和8年8月1日", "2026-08-01"),
        ("未定", "未定", "未定"),
    ],
)
def test_days_are_written_in_eras_in_japanese_and_an_unknown_one_in_words(said: str, ja: str, en: str) -> None:
    paper = paper_of(letter("recall_start"), {}, {"started_on": said}, DAY)
    assert (field_of(paper, "started_on")["text"], field_of(paper, "started_on", "en")["text"]) == (ja, en)
    assert paper["ja"]["day"] == "令和8年6月1日"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ({"patient": "x"}, "written.patient"),
        ({"started_on": "next week"}, "written.started_on"),
        ({"reason": {"fr": "x"}}, "written.reason.fr"),
        ({"reason": "あ" * 100_000}, "written.reason"),
    ],
)
def test_what_no_letter_holds_is_refused_at_its_place(written: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused) as refused:
        fill(letter("recall_start"), {}, written, DAY, "ja")
    assert refused.value.place == place


def test_a_copy_names_its_hospital_and_says_what_of_it_is_not_on_record() -> None:
    paper = paper_of(letter("end_of_support"), {}, {}, DAY)
    copy = addressed(paper, {"name": "青森病院　御中", "serials": ["SN-1", "SN-2"]})
    assert copy["ja"]["addressee"]["text"] == "青森病院　御中"
    assert field_of(copy, "serials")["text"] == "SN-1\nSN-2"
    assert field_of(addressed(paper, {"name": "青森病院"}), "serials")["text"] == "（記録なし）"
    assert "法が製造販売業者に課す責任は、終了日の後も弊社が負います" in copy["ja"]["statement"]
    assert "remain with us after that date" in copy["en"]["statement"]


def test_html_holds_every_printed_field_as_text_and_nothing_of_it_is_markup() -> None:
    words = {"what": {"ja": "<script>alert(1)</script>&𠮷"}, "use": {"ja": '#read("/etc/passwd")'}}
    html = html_of(paper_of(letter("hospital_notice"), {}, words, DAY), "ja")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;𠮷" in html
    for field in letter("hospital_notice").fields:
        assert (field.ja in html) == (field.need == "required")
    assert "下書き" in html


def test_a_consultation_is_kept_and_stands_neither_in_print_nor_in_html() -> None:
    words = {"consulted_with": "安全使用推進室 山本"}
    paper = paper_of(letter("yellow_letter"), {}, words, DAY)
    assert field_of(paper, "consulted_with")["printed"] is False
    assert "山本" not in html_of(paper, "ja")
    assert "相談した日" in missing_in(paper, "ja"), "the letter does not go without it"


def test_only_a_passage_for_this_very_paper_takes_the_word_draft_away() -> None:
    from datetime import datetime

    content = paper_bytes(paper_of(letter("recall_public"), {}, {}, DAY))
    digest = hashlib.sha256(content).hexdigest()
    saying = Saying("letter", "public", ("affected",), "recall", digest)
    passage = passage_for(saying, Shelter(), datetime(2026, 6, 1, tzinfo=JAPAN))
    assert b'"draft":false' in released(content, passage)
    with pytest.raises(Refused):
        released(content + b" ", passage)


def test_a_decision_to_take_no_measure_has_no_letters_and_a_recall_has_its_four_papers() -> None:
    assert letters_for("none") == ()
    assert {"recall_start", "recall_progress", "recall_end", "recall_public"} <= set(letters_for("recall"))


def test_a_file_that_is_none_is_refused_with_the_key() -> None:
    for value, place in (({"dated_on": "2026-06-01", "patient": {}}, "patient"), ({}, "dated_on"), ([], "")):
        with pytest.raises(Refused) as refused:
            read_letter_document(value)
        assert refused.value.place == place
