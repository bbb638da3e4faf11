"""The workbook of a form, read back with another library: every box, every cell a text, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from kizuki.core.forms import FilledForm, fill_first, fill_form, fill_period, printed, read_period_document
from kizuki.core.refusal import Refused
from kizuki.gateways.xlsx import form_workbook, write_workbook
from tests.core.forms.cases import pump
from tests.core.forms.examples import FOREIGN, example, judged
from tests.core.forms.test_periodic import YEAR, rate_form, year


def read(form: FilledForm, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(form_workbook(form, **{"draft": bool(form.missing), **options}).content))


def every_form() -> list[FilledForm]:
    document, answer = judged(example(FOREIGN, 0))
    measure, sheet = fill_form(10, document, answer, matter="0"), fill_first(document, answer)
    return [pump(), rate_form(), measure, year(11), year(12), sheet]


@pytest.mark.parametrize("form", every_form(), ids=lambda form: f"form-{form.number}")
def test_every_box_of_every_form_comes_back_with_its_label_and_value(form: FilledForm) -> None:
    book = read(form)
    lines = [[cell.value or "" for cell in row] for row in book["様式"].iter_rows()]
    told = {(line[1], line[2]) for line in lines if len(line) > 2}
    for box in form.table.boxes:
        assert (f"{box.printed_mark}{box.ja}", printed(form.field(box.id).value, box)) in told, box.id
    for found in form.fields:
        if found.id in book.sheetnames:
            assert book[found.id].max_row == 1 + len(found.value)  # type: ignore[arg-type]


def test_formulas_links_and_numbers_are_texts() -> None:
    signs = ["=1+1", "@SUM(A1)", "+1", "-1", "https://example.com", '#read("/etc/passwd")', "1e5", "{=1}"]
    form = pump(device__serial_lot=signs, device__brand="=1+1", remarks='=HYPERLINK("http://x")')
    book = read(form)
    cells = [cell for row in book["様式"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=1+1" in {cell.value for cell in cells}
    assert all(cell.hyperlink is None for cell in cells)
    content = form_workbook(form, draft=False).content
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_a_text_longer_than_a_cell_goes_on_below_and_nothing_is_lost() -> None:
    text = "".join(f"{number:05}。" for number in range(16_667))
    assert len(text) > 100_000
    book = read(pump(event__situation=text))
    column = [row[2].value or "" for row in book["様式"].iter_rows()]
    assert text in "".join(column)
    long = year(12, events=[{"term": "x" * 70_000, "item": "3-ロ"}])
    told = "".join(row[0].value or "" for row in read(long)["events"].iter_rows(min_row=2))
    assert told == "x" * 70_000


def test_control_characters_and_rare_kanji_come_back_as_they_were() -> None:
    book = read(pump(patient__initials="𠮷\u0007\u202e髙﨑😀"))
    told = {unescape(row[2].value or "") for row in book["様式"].iter_rows()}
    assert "𠮷\u0007\u202e髙﨑😀" in told


def test_the_same_form_gives_the_same_bytes_and_a_draft_says_so() -> None:
    assert form_workbook(pump(), draft=False).sha256 == form_workbook(pump(), draft=False).sha256
    form = pump(device__brand=None)
    with pytest.raises(Refused, match="brand"):
        form_workbook(form, draft=False)
    lines = [row[0].value for row in read(form)["様式"].iter_rows(max_row=4)]
    assert "下書き（DRAFT）" in lines


def test_a_list_of_many_events_stands_on_its_own_sheet() -> None:
    events = [{"id": f"e{at}", "term": f"用語{at % 7}", "item": "3-ハ"} for at in range(500)]
    book = read(fill_period(12, read_period_document({**YEAR, "events": events})))
    assert book["event_list"].max_row == 501
    assert "（シート「event_list」）" in {row[2].value for row in book["様式"].iter_rows()}


def test_a_link_a_folder_and_a_device_are_refused_and_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "real.xlsx", tmp_path / "link.xlsx"
    target.write_bytes(b"before")
    link.symlink_to(target)
    for place in (link, tmp_path, Path("/dev/null")):
        with pytest.raises(Refused, match="--xlsx"):
            write_workbook(place, b"after")
    assert target.read_bytes() == b"before"
    assert link.is_symlink()


def test_no_row_of_a_form_waits_in_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in a form names patients: it is written in memory alone."""

    def refused(*_: Any, **__: Any) -> Any:
        raise AssertionError("a temporary file was asked for")

    for name in ("TemporaryFile", "NamedTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(f"tempfile.{name}", refused)
    assert read(pump())["様式"].max_row > 1
