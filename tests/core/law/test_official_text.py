"""The official XML against the digests that the rules were written from."""

from __future__ import annotations

import tomllib
from xml.sax.saxutils import escape

import pytest

from kizuki.core.law.authorities import authorities, cited_by
from kizuki.core.law.official_text import compare, digests, official_provisions
from kizuki.core.refusal import Refused
from tests.shared import shared_data


def law_xml(items: str, criteria: str = "") -> bytes:
    """A law in the shape of the e-Gov standard XML, with only the article that is asked for."""
    first = f"""<Paragraph Num="1"><ParagraphSentence/><Item Num="1"><Subitem1 Num="3">
        <Subitem1Title>ハ</Subitem1Title><Subitem1Sentence><Sentence>次に掲げる症例等</Sentence></Subitem1Sentence>
        {criteria}</Subitem1></Item></Paragraph>"""
    second = f"""<Paragraph Num="2"><ParagraphNum>２</ParagraphNum><ParagraphSentence>
        <Sentence Num="1">柱書</Sentence></ParagraphSentence>{items}</Paragraph>"""
    return f"""<?xml version="1.0" encoding="UTF-8"?><Law><LawBody><MainProvision><Article Num="228_20">
        <ArticleTitle>第二百二十八条の二十</ArticleTitle>{first}{second}</Article></MainProvision></LawBody></Law>""".encode()


def subitem(letter: str, text: str, more: str = "") -> str:
    return f"""<Subitem1 Num="1"><Subitem1Title>{letter}</Subitem1Title><Subitem1Sentence>
        <Sentence Num="1">{escape(text)}</Sentence></Subitem1Sentence>{more}</Subitem1>"""


def test_items_are_read_with_their_nested_parts_and_without_readings() -> None:
    nested = """<Subitem2 Num="1"><Subitem2Title>（１）</Subitem2Title><Subitem2Sentence>
        <Sentence>甲<Ruby>乙<Rt>おつ</Rt></Ruby>丙</Sentence></Subitem2Sentence></Subitem2>"""
    xml = law_xml(f'<Item Num="1"><ItemTitle>一</ItemTitle>{subitem("ロ", "死亡の発生", nested)}</Item>')
    assert official_provisions(xml)["施行規則第228条の20第2項第1号ロ"] == "死亡の発生（１）甲乙丙"


def test_each_provision_that_moved_is_named() -> None:
    xml = law_xml(f'<Item Num="1">{subitem("イ", "別の文言")}{subitem("ヌ", "新しい号")}</Item>')
    states = {row.address: row.state for row in compare(xml)}
    assert states["施行規則第228条の20第2項第1号イ"] == "changed"
    assert states["施行規則第228条の20第2項第1号ヌ"] == "added"
    assert states["施行規則第228条の20第2項第1号ロ"] == "removed"
    assert len(states) == len(digests("2026-05-01")) + 1


def test_the_text_that_the_rules_were_written_from_is_the_same() -> None:
    path = shared_data("law") / "enforcement-regulation-228-20-paragraph-2.toml"
    rows = {row["address"]: row["text"] for row in tomllib.loads(path.read_text(encoding="utf-8"))["provision"]}
    second = "施行規則第228条の20第2項"
    items = "".join(
        f'<Item Num="{number}">'
        + "".join(
            subitem(address[-1], text) for address, text in rows.items() if address[:-1] == f"{second}第{number}号"
        )
        + "</Item>"
        for number in (1, 2, 3)
    )
    criteria = f"<Subitem2>{rows['施行規則第228条の20第1項第1号ハ(1)-(5)']}</Subitem2>"
    xml = law_xml(items, criteria).replace("柱書".encode(), rows[second].encode())
    assert {row.state for row in compare(xml)} == {"same"}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><Law/>", "DOCTYPE"),
        (b"<Law>", "line 1: not XML"),
        (b"<Law><LawBody/></Law>", "is not in this document"),
    ],
)
def test_what_is_not_the_law_is_refused(content: bytes, line: str) -> None:
    with pytest.raises(Refused, match=line):
        compare(content)


def test_an_answer_cites_documents_of_the_register_and_says_which_are_superseded() -> None:
    register = authorities()
    for law in ("2026-05-01", "2024-01-15"):
        assert set(cited_by({law})) <= set(register)
    assert register["ordinance-before"].superseded_by == "ordinance-2026"
    assert all(row.superseded_by is None or row.superseded_by in register for row in register.values())
