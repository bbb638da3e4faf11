"""What somebody types, on every kind of paper: printed as it was typed, named where the typeface lacks it, or refused."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pypdf
import pytest
from openpyxl.utils.escape import unescape

from kizuki.core.forms import FilledForm, fill_form, read_case_document
from kizuki.core.forms.blank import blank_form
from kizuki.core.forms.letters.paper import paper_of
from kizuki.core.forms.letters.table import LETTERS, letter
from kizuki.core.refusal import Refused
from kizuki.gateways.typst import print_form
from kizuki.gateways.typst.letter import print_letter
from kizuki.gateways.typst.record import print_record
from kizuki.gateways.xlsx import form_workbook
from tests.core.forms.cases import pump
from tests.core.forms.examples import FOREIGN, example, judged
from tests.core.forms.test_first_sheet import LEAST, sheet
from tests.core.forms.test_periodic import rate_form, year

ON = date(2026, 6, 1)
TYPED = '=1+1 #read("/etc/passwd") @SUM(A1) $x$ *b* _i_ @ref <l> \\ /* */ {=1} 髙﨑 <script>alert(1)</script>'
"""Formulas of spreadsheets, commands of Typst, markup, and kanji outside of the common list: every sign has its glyph."""
RARE = "𠮷野家😀"
UNSEEN = ("\u202e左右", "\u2067左右\u2069", "鐘\u0007", "終\u0000")
"""Marks of direction and control characters: nobody sees them, so no letter carries them."""


def abroad(said: str) -> FilledForm:
    document, answer = judged(example(FOREIGN, 0))
    told = {**example(FOREIGN, 0), "abroad": {**example(FOREIGN, 0).get("abroad", {}), "summary": said}}
    assert document.facts is not None
    return fill_form(10, read_case_document(told), answer, matter="0")


FORMS: Mapping[str, Callable[[str], FilledForm]] = {
    "8": lambda said: pump(event__situation=said, device__brand=said[:500], company__contact__name=said),
    "9": lambda said: rate_form(known={"rate": 1, "per": 1000, "source": said}),
    "10": abroad,
    "11": lambda said: year(11, opinion=said),
    "12": lambda said: year(12, opinion=said, remarks=said),
    "first": lambda said: sheet({**LEAST, "event": {"situation": said}}),
}
SHEETS = ("first", 8, 10)


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split()).replace("\u200b", "")


def bare(said: str) -> str:
    return "".join(said.split())


def printed(form: FilledForm) -> tuple[str, tuple[str, ...]]:
    paper = print_form(form, draft=bool(form.missing))
    return words(paper.pdf), paper.glyphs_missing


def letter_with(kind: str, said: str) -> dict[str, Any]:
    """The letter with these words in the first field that a person can fill."""
    made = letter(kind)
    field = next(one for one in made.fields if one.printed and one.kind in ("long", "text"))
    return paper_of(made, {}, {field.id: {"ja": said, "en": said}}, ON)


@pytest.mark.parametrize("name", FORMS)
def test_every_form_prints_it_as_it_was_typed(name: str) -> None:
    told, lacking = printed(FORMS[name](TYPED))
    assert bare(TYPED) in told
    assert not lacking


@pytest.mark.parametrize("name", FORMS)
def test_every_form_names_what_its_typeface_lacks(name: str) -> None:
    told, lacking = printed(FORMS[name](RARE + "".join(UNSEEN)))
    assert {"𠮷", "😀"} <= set(lacking)
    assert "〓野家〓" in told
    assert "U+20BB7" in told
    assert "左右" in told


@pytest.mark.parametrize("name", FORMS)
def test_every_form_holds_a_hundred_thousand_characters_whole(name: str) -> None:
    said = "".join(f"{number:05}。" for number in range(16_667))
    told, _ = printed(FORMS[name](said))
    assert all(f"{number:05}。" in told for number in range(0, 16_667, 331))


@pytest.mark.parametrize("name", FORMS)
def test_every_workbook_holds_it_as_text_and_runs_nothing(name: str) -> None:
    said = TYPED + RARE + "".join(UNSEEN[:3])
    form = FORMS[name](said)
    book = openpyxl.load_workbook(io.BytesIO(form_workbook(form, draft=bool(form.missing)).content))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(said in unescape(str(cell.value)) for cell in cells)


@pytest.mark.parametrize("number", SHEETS)
def test_a_blank_form_of_the_pack_prints_the_company_as_it_is_registered(number: Any) -> None:
    form = blank_form(number, {"name": TYPED, "address": RARE}, {"name": TYPED}, ON)
    told, lacking = printed(form)
    assert bare(TYPED) in told
    assert {"𠮷", "😀"} <= set(lacking)


def test_the_page_of_the_pack_prints_every_cell_as_it_is_registered() -> None:
    table = {
        "title": TYPED,
        "kind": "table",
        "columns": ["担当"],
        "shares": [100],
        "rows": [[TYPED], [RARE], *([x] for x in UNSEEN)],
    }
    page = {"title": "緊急", "name": "連絡先", "edition": "", "empty": "なし", "lang": "ja", "stamp": "", "notes": []}
    paper = print_record(page | {"sections": [table]}, ON)
    told = words(paper.pdf)
    assert bare(TYPED) in told
    assert {"𠮷", "😀"} <= set(paper.glyphs_missing)


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_prints_it_as_it_was_typed_and_names_what_it_lacks(kind: str) -> None:
    for lang in ("ja", "en"):
        paper = print_letter(letter_with(kind, TYPED + RARE), lang)  # type: ignore[arg-type] # both are languages
        told = words(paper.pdf)
        assert bare(TYPED) + "〓野家〓" in told
        assert {"𠮷", "😀"} == set(paper.glyphs_missing)


@pytest.mark.parametrize("kind", LETTERS)
def test_no_letter_carries_a_sign_that_nobody_sees_or_a_text_without_an_end(kind: str) -> None:
    for said in (*UNSEEN, "長" * 100_000):
        with pytest.raises(Refused) as refused:
            letter_with(kind, said)
        assert refused.value.place, "the field is named"
