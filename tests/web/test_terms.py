"""A term of IMDRF is looked for beside every box that asks for one, with and without a script."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from kizuki.core.forms.terms import known_terms
from kizuki.store.models import PrecautionTerm
from tests.actions.record import company_and_pump
from tests.web.test_pages import words

ENTRY = {
    "section": "重要な基本的注意",
    "body": "過量投与に注意すること。",
    "edition": "2026年5月（第2版）",
    "dated_on": "2026-05-01",
    "as_measure": "no",
    "terms": "",
}


def text_of(refused: Any) -> str:
    assert refused.status_code == 422
    return unescape(re.sub(r"<[^>]*>", " ", refused.content.decode()))


def test_the_search_finds_a_term_by_words_of_either_language_and_says_which_name_is_ours(sato: Any) -> None:
    page = words(sato.get("/terms?q=過剰注入&annex=A"))
    assert "A1402 過大な流量又は過剰注入（仮訳） Excess Flow or Over-Infusion" in page
    assert "A1402" in words(sato.get("/terms?q=over-infusion"))
    assert "A1402" not in words(sato.get("/terms?q=over-infusion&annex=F"))
    assert "見つかりませんでした" in words(sato.get("/terms?q=存在しない用語"))
    assert "50件まで" in words(sato.get("/terms?q=A"))


def test_within_a_box_the_same_search_answers_buttons_that_carry_the_term(sato: Any) -> None:
    found = sato.get("/terms?q=過剰注入&annex=A", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in found
    # A name that is our own translation never goes into a form by itself.
    assert 'data-code="A1402" data-jfmda="" data-term="Excess Flow or Over-Infusion"' in found
    assert "<button" not in sato.get("/terms?q=", headers={"HX-Request": "true"}).content.decode()


def test_the_form_of_a_precaution_offers_every_term_that_it_can_take(sato: Any) -> None:
    page = sato.get(f"/devices/{company_and_pump()}/do/record_precaution").content.decode()
    offered = re.findall(r'<option value="([AEF][0-9]+)">', page.split("<datalist")[1])
    wanted = [code for code, row in known_terms().items() if code[0] in "AEF" and not row.status]
    assert set(wanted) <= set(offered)
    assert 'list="terms-AEF"' in page
    assert 'href="/terms"' in page


def test_a_term_is_told_by_its_code_or_by_words_that_mean_one_and_lines_may_be_codes_alone(sato: Any) -> None:
    door = f"/devices/{company_and_pump()}/do/record_precaution"
    told = ENTRY | {"term": "過大な流量又は過剰注入", "term_up_to": "serious", "terms": "a1601 Device Alarm System"}
    assert sato.post(door, told).status_code == 302
    rows = PrecautionTerm.objects.order_by("pk").values_list("scheme", "code", "up_to")
    assert list(rows) == [("imdrf", "A1402", "serious"), ("imdrf", "A1601", "")]


def test_words_that_mean_several_terms_are_refused_with_their_codes_and_those_of_none_with_where_to_look(
    sato: Any,
) -> None:
    door = f"/devices/{company_and_pump()}/do/record_precaution"
    several = sato.post(door, ENTRY | {"term": "alarm"})
    assert several.status_code == 422
    assert "A1601 " in text_of(several)
    assert "「不具合用語を探す」" in text_of(sato.post(door, ENTRY | {"term": "存在しない用語"}))
    assert not PrecautionTerm.objects.exists()
