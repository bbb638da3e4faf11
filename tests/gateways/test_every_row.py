"""Every row that a file holds is kept, refused or empty, and counted; a damaged workbook is one clause."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuki.actions.loading.loading import preview_load
from kizuki.core.loading.kinds import KINDS, load_columns
from kizuki.core.refusal import Refused
from kizuki.core.sbom import read_sbom
from kizuki.gateways.tables import read_table
from tests.actions.record import company_and_pump
from tests.gateways.test_tables import workbook
from tests.shared import SHARED


def declaring(content: bytes, size: str) -> bytes:
    """The same workbook, whose first sheet says that it has this size."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                body, found = re.subn(rb'<dimension ref="[^"]*"', f'<dimension ref="{size}"'.encode(), body)
                assert found == 1
            new.writestr(entry, body)
    return written.getvalue()


def test_rows_behind_the_size_that_a_sheet_declares_are_rows() -> None:
    content = workbook(("name", "version"), *((f"lib{n}", f"1.{n}") for n in range(6)))
    assert read_table(declaring(content, "A1:B3")).rows == read_table(content).rows
    assert len(read_table(declaring(content, "A1:A1")).rows) == 6
    assert len(read_sbom(declaring(content, "A1:B3")).components) == 6


@given(st.lists(st.sampled_from(["", "x", "  ", "y"]), max_size=30), st.sampled_from(["A1:A1", "A1:B2", "A1:Z99"]))
def test_the_header_the_rows_and_the_empty_ones_are_every_row_of_the_file(cells: list[str], size: str) -> None:
    rows = [("key", "name"), *((cell, "") for cell in cells)]
    for content in (declaring(workbook(*rows), size), "\n".join(",".join(row) for row in rows).encode()):
        table = read_table(content)
        assert 1 + len(table.rows) + table.empty == len(rows)


def test_rows_of_other_sheets_are_counted_by_sheet() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for sheet, count in ((book.active, 2), (book.create_sheet("旧"), 3), (book.create_sheet("空"), 0)):
        assert sheet is not None
        for row in range(count):
            sheet.append((f"key{row}",))
    written = io.BytesIO()
    book.save(written)
    table = read_table(written.getvalue())
    assert (len(table.rows), table.elsewhere) == (1, (("旧", 3),))


def test_a_component_list_kept_as_a_table_counts_every_row() -> None:
    content = workbook(("List of parts",), (), ("name", "version"), ("a", "1"), (), ("b", "2"), ("", "3"))
    counted = dict(read_sbom(content).making.rows)
    # A sheet keeps no row where nothing was written.
    assert counted == {"kept": 3, "empty": 0, "heading": 2, "elsewhere": 0}
    told = dict(read_sbom(b"name,version\na,1\n\n,\nb,2\n").making.rows)
    assert told == {"kept": 2, "empty": 2, "heading": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_load_counts_each_row_behind_the_declared_size(kind: str) -> None:
    from datetime import date

    company_and_pump()
    headings = tuple(column.ja for column in load_columns(kind))
    content = workbook(headings, *((f"{n}",) * len(headings) for n in range(5)))
    preview = preview_load(kind, declaring(content, "A1:C3"), {}, on=date(2026, 6, 1))
    assert sum(preview.count(what) for what in ("made", "changed", "stands", "refused")) + preview.empty == 5


def broken(seed: int) -> bytes:
    """A workbook with a part of it torn, as a mail gateway or a bad disk leaves it."""
    dice = random.Random(seed)
    whole = workbook(("name", "version"), *((f"lib{n}", f"1.{n}") for n in range(40)))
    if seed % 2:
        torn = bytearray(whole)
        for _ in range(dice.randint(1, 40)):
            torn[dice.randrange(len(torn))] = dice.randrange(256)
        return bytes(torn[: dice.randint(len(torn) // 2, len(torn))] if seed % 3 == 0 else torn)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = dice.choice(old.namelist())
        for entry in old.infolist():
            body = bytearray(old.read(entry))
            if entry.filename == chosen:
                if seed % 5 == 0:
                    continue
                at = dice.randrange(len(body))
                body[at : at + dice.randint(0, 30)] = bytes(dice.randrange(256) for _ in range(dice.randint(0, 30)))
            new.writestr(entry.filename, bytes(body))
    return written.getvalue()


def _is_read_or_refused(content: bytes) -> None:
    for read in (read_table, read_sbom):
        said = ""
        try:
            read(content)
        except Refused as refusal:
            said = str(refusal)
        assert "\n" not in said


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_a_torn_workbook_is_read_or_refused_in_one_line(start: int) -> None:
    for seed in range(start, start + 50):
        _is_read_or_refused(broken(seed))


@pytest.mark.prove
@pytest.mark.parametrize("start", range(200, 10_200, 500))
def test_ten_thousand_torn_workbooks_are_read_or_refused(start: int) -> None:
    for seed in range(start, start + 500):
        _is_read_or_refused(broken(seed))


@pytest.mark.parametrize("name", ["damaged.xlsx", "dimension.xlsx"])
def test_the_tables_that_once_failed(name: str) -> None:
    file = Path(SHARED).parent / "cases" / "tables" / name
    if not file.exists():
        pytest.skip(f"no case at ../shared/cases/tables/{name}")
    content = file.read_bytes()
    if name == "damaged.xlsx":
        with pytest.raises(Refused):
            read_table(content)
        with pytest.raises(Refused):
            read_sbom(content)
    else:
        assert len(read_table(content).rows) == len(read_sbom(content).components) == 6
