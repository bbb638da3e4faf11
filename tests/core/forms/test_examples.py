"""The documents of the sample's cases against the golden files, and what must be true of every one of them."""

from __future__ import annotations

import pytest

from kizuki.core.forms import FilledForm
from tests.core.forms.golden import FOLDER, documents, told

DOCUMENTS = dict(documents())


def test_each_golden_file_belongs_to_a_document() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(DOCUMENTS)


@pytest.mark.parametrize(("name", "form"), DOCUMENTS.items(), ids=DOCUMENTS)
def test_the_document_says_what_was_read_last(name: str, form: FilledForm) -> None:
    assert told(form) == (FOLDER / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", DOCUMENTS.values(), ids=DOCUMENTS)
def test_nothing_is_said_that_nobody_recorded(form: FilledForm) -> None:
    codes = {notice.code for notice in form.notices}
    assert not codes & {"says_sent_without_record", "related_without_source", "embargo_of_long_ago", "term_obsolete"}
    assert set(form.missing) <= {"report_date"}, "only the day of a report that was not sent is missing"


def test_the_foreign_recall_is_told_on_form_10_and_on_a_sheet_and_its_hole_here_on_form_8() -> None:
    measure = DOCUMENTS["foreign-measure-insulin-pump-10"]
    assert measure.field("report_class").value == "DG 措置報告"
    assert measure.field("deadline").value == "15日"
    sheet = DOCUMENTS["foreign-measure-insulin-pump-first"]
    assert sheet.field("full_report").value == "様式第10　期限 2026年10月28日"
    hole = DOCUMENTS["foreign-measure-insulin-pump-8"]
    assert hole.field("deadline").value == "30日"
    assert {hole.field(box).state for box in ("initials", "outcome", "treatment", "health_effect")} == {"not_asked"}
