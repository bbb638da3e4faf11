"""Letters in print: what each page says of the letter that it belongs to, and how the two with a band begin."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdf
import pytest

from kizuki.core.forms.letters.paper import paper_of
from kizuki.core.forms.letters.table import letter
from kizuki.gateways.typst.letter import print_letter

ON = date(2026, 11, 30)
SERIALS = [f"SN-{number:05}" for number in range(400)]


def pages(kind: str, sources: dict[str, Any], written: dict[str, Any]) -> list[str]:
    paper = print_letter(paper_of(letter(kind), sources, written, ON), "ja")
    told = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.pdf)).pages]
    assert len(told) == paper.pages
    return ["".join(text.split()).replace("\u200b", "") for text in told]


def test_every_page_that_follows_says_of_which_letter_it_is_and_to_whom() -> None:
    told = pages("recall_start", {"measure.serials": SERIALS, "addressee.name": "東京都知事　殿"}, {})
    assert len(told) > 1
    for page in told[1:]:
        assert "回収着手報告書" in page
        assert "令和8年11月30日東京都知事殿" in page
    assert all(serial in "".join(told) for serial in SERIALS)


@pytest.mark.parametrize("kind", ["yellow_letter", "blue_letter"])
def test_a_letter_with_a_band_says_at_its_top_what_it_warns_of_and_is_no_letter_with_ki(kind: str) -> None:
    told = "".join(pages(kind, {}, {"heading": "流量が変わるおそれ"}))
    name, heading, opening = (
        told.index(words) for words in (letter(kind).ja, "流量が変わるおそれ", "をお届けします")
    )
    assert name < heading < opening
    assert told.count("流量が変わるおそれ") == 1
    assert "以上" not in told


def test_a_notice_to_patients_promises_nothing_that_nobody_recorded() -> None:
    assert "費用" not in "".join(pages("patient_notice", {}, {}))
