"""Blank forms: every box of the edition, none of them filled but who reports, room for a hand in each."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from kizuki.core.forms.blank import BLANK, blank_form
from kizuki.core.forms.edition import FormName
from kizuki.core.forms.house import OURS
from kizuki.gateways.typst import print_form

ON = date(2026, 11, 30)
COMPANY = {"address": "東京都見本区1-2-3", "name": "見本医療機器株式会社", "representative": "見本　太郎"}
CONTACT = {"name": "見本　花子", "phone": "03-0000-0000", "pager": "7"}


@pytest.mark.parametrize("number", BLANK)
def test_a_blank_form_has_every_box_and_says_only_who_reports(number: FormName) -> None:
    form = blank_form(number, COMPANY, CONTACT, ON)
    assert [found.id for found in form.fields] == [box.id for box in OURS.edition(number, ON).boxes]
    assert {found.id for found in form.fields if found.state == "filled"} == {"addressee", "submitter", "contact"}
    assert form.missing == ()
    groups = [(section.id, group) for section in form.table.sections for group in section.groups]
    asked = [box for box in form.table.boxes if box.width and box.section != "header"]
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(print_form(form, draft=False).pdf)).pages]
    text = "".join("".join(pages).split())
    assert "見本医療機器株式会社" in text
    assert "03-0000-0000" in text
    for box in asked:
        # A group of one box has the label of the group alone.
        labels = (box.ja, *(one.ja for section, one in groups if section == box.section and box.mark in one.marks))
        assert any("".join(label.split()) in text for label in labels), box.id
    assert "未記入" not in text
    assert "別紙" not in text
    assert number != "first" or len(pages) == 1, "the sheet goes by FAX on one page"


def test_without_a_company_on_record_its_boxes_are_blank_too() -> None:
    form = blank_form(8, {}, {}, ON)
    assert [form.field(name).state for name in ("submitter", "contact")] == ["may_follow", "may_follow"]
    assert print_form(form, draft=False).overflow == ()
