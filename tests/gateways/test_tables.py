"""Excel and CSV as people send them: encodings, leading zeros, formulas, and what is no table at all."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Column, placed, read_rows
from kizuki.gateways.tables import read_table, write_csv, write_template


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_csv_is_read_in_every_encoding_that_offices_send(encoding: str, separator: str) -> None:
    text = f"略号{separator}販売名\r\n001{separator}輸液ポンプ①髙\r\n"
    table = read_table(text.encode(encoding))
    assert table.header == ("略号", "販売名")
    assert table.rows == ((2, ("001", "輸液ポンプ①髙")),)


def test_a_cell_with_line_breaks_does_not_move_the_lines_that_follow() -> None:
    table = read_table(b'a,b\n"one\ntwo",x\nthree,y\n')
    assert [line for line, _ in table.rows] == [2, 4]


def test_a_workbook_gives_text_with_leading_zeros_days_and_whole_numbers() -> None:
    table = read_table(
        workbook(("a", "b", "c", "d"), ("007", date(2026, 6, 1), 12.0, datetime.fromisoformat("2026-06-01T09:30")))
    )
    assert table.rows == ((2, ("007", "2026-06-01", "12", "2026-06-01 09:30:00")),)


def test_a_formula_is_read_as_what_it_is_and_never_as_its_result() -> None:
    table = read_table(workbook(("key",), ("=1+1",)))
    column = (Column("key", "略号", "Key"),)
    assert "formula" in str(read_rows(table, column, placed(table.header, column, {}))[0].faults[0])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PK\x03\x04broken", "not an Excel workbook"),
        (b"\xff\xfa\x81\x00\xfd", "neither|not text"),
        (b"a,b\n1,2,3\n", "line 2: has more cells"),
        (b'a,b\n"1,2\n', "not CSV"),
    ],
)
def test_what_is_no_table_is_refused_in_one_clause(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_table(content)


def test_a_workbook_that_unpacks_to_far_more_than_it_is_stays_packed() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 40_000_000)
    with pytest.raises(Refused, match="unpacks to"):
        read_table(packed.getvalue())


def test_a_template_is_read_back_as_its_own_columns_and_keeps_text_as_text() -> None:
    columns = (
        Column("key", "略号", "Key", required=True),
        Column("sold_on", "販売開始日", "On sale from", holds="day"),
    )
    content = write_template(columns, "ja")
    table = read_table(content)
    assert (table.header, table.rows) == (("略号", "販売開始日"), ())
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet["A2"].number_format == "@"
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "  =1", "\t=1", "|cmd"])
def test_a_cell_that_a_table_program_would_compute_stands_behind_an_apostrophe(cell: str) -> None:
    assert read_table(write_csv([["件名"], [cell]])).rows[0][1] == (f"'{cell}",)


def test_rows_as_csv_are_read_back_as_they_were() -> None:
    row = ("2026-0001", '改行\nと,"引用"', "")
    assert read_table(write_csv([["a", "b", "c"], row])).rows[0][1] == row
