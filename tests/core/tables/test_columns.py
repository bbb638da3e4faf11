"""Headers find their columns, and nothing of a table is dropped unseen."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Column, Table, placed, read_rows

COLUMNS = (
    Column("key", "略号", "Key", required=True),
    Column("sold_on", "販売開始日", "On sale from", holds="day"),
    Column("implant", "植込み", "Implant", holds="yes_no"),
    Column("kind", "区分", "Kind", holds="choice", values=("approval", "notification")),
    Column("count", "台数", "Units", holds="number"),
)


def test_a_header_is_found_by_id_japanese_or_english_name_in_any_width() -> None:
    assert placed(("ＫＥＹ", "販売開始日", "Implant"), COLUMNS, {}) == {"key": 0, "sold_on": 1, "implant": 2}


def test_a_column_that_is_called_otherwise_is_found_by_mapping() -> None:
    assert placed(("Product", "社内メモ"), COLUMNS, {"key": "product", "-": "社内メモ"}) == {"key": 0}


@pytest.mark.parametrize(
    ("header", "mapping", "why"),
    [
        (("販売開始日",), {}, r"columns\.key: the table has no such column"),
        (("Key", "Colour"), {}, "column 2: 'Colour' is not a column"),
        (("Key", "key"), {}, "comes twice"),
        (("Key",), {"colour": "Key"}, r"columns\.colour"),
        (("Key",), {"count": "Units"}, "has no column 'Units'"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(header: tuple[str, ...], mapping: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        placed(header, COLUMNS, mapping)


def test_cells_become_values_and_an_empty_or_unknown_one_is_absent_not_no() -> None:
    table = Table(
        ("key", "sold_on", "implant", "kind", "count"), ((2, ("001", "R8.6.1", "はい", "Approval", "１２")),)
    )
    at = placed(table.header, COLUMNS, {})
    assert read_rows(table, COLUMNS, at)[0].values == {
        "key": "001",
        "sold_on": date(2026, 6, 1),
        "implant": True,
        "kind": "approval",
        "count": 12,
    }
    unknown = Table(table.header, ((3, ("001", "", "不明", "", "")),))
    assert read_rows(unknown, COLUMNS, at)[0].values == {"key": "001"}


def test_a_choice_is_told_by_its_japanese_word_or_its_id_and_another_word_names_both() -> None:
    column = Column(
        "kind", "区分", "Kind", holds="choice", values=("approval", "notification"), words=("承認", "届出")
    )
    told = Table(("kind",), ((2, ("届出",)), (3, ("approval",)), (4, ("許可",))))
    rows = read_rows(told, (column,), {"kind": 0})
    assert [row.values for row in rows] == [{"kind": "notification"}, {"kind": "approval"}, {}]
    assert str(rows[2].faults[0]).endswith("is not one of: 承認 (approval), 届出 (notification)")
    assert (column.offered("ja"), column.offered("en")) == (("承認", "届出"), ("approval", "notification"))


def test_every_fault_of_a_row_is_named_with_its_line_and_column() -> None:
    table = Table(
        ("key", "sold_on", "implant", "kind", "count"), ((7, ("", "soon", "maybe", "permit", "many")), (8, ("=A1",)))
    )
    first, second = read_rows(table, COLUMNS, placed(table.header, COLUMNS, {}))
    assert [str(fault).split(":")[0] for fault in first.faults] == [
        f"line 7, {name}" for name in ("key", "sold_on", "implant", "kind", "count")
    ]
    assert "formula" in str(second.faults[0])
