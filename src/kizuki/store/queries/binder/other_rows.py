"""Whatever else belongs to the case, table by table: approvals, submissions, tasks and what later releases add."""

from __future__ import annotations

from typing import Any

from kizuki.core.glossary import all_words, say
from kizuki.store.queries.binder import owed
from kizuki.store.queries.binder.shapes import Block, CaseFile, Section
from kizuki.store.queries.binder.ways import TOLD
from kizuki.store.queries.case_rows import case_rows
from kizuki.store.queries.viewer import PROGRAM

SHOWN_ELSEWHERE = frozenset(
    {"store_case", "store_factsheet", "store_narrative", "store_determination", "store_report", "store_attachment"}
    | TOLD
    | owed.TOLD
)
"""Tables that have a section of their own."""
_NOT_TOLD = ("_salt", "_row", "commitment")


def other_rows(file: CaseFile) -> Section:
    """Every row of the case in a table without a section of its own, and what its sections do not tell of those of its
    information and incidents; each column by its name."""
    blocks: list[Block] = []
    own = case_rows(PROGRAM, file.id).own
    # What was owed of its information is owed on no case: the sections of the case do not tell of it.
    before = {row["id"] for row in own.get("store_obligation", ()) if row["case_id"] != file.id}
    for table, whole in sorted(own.items()):
        rows = [
            row
            for row in whole
            if table not in SHOWN_ELSEWHERE
            or row.get("case_id", file.id) != file.id
            or row.get("obligation_id") in before
        ]
        word = f"binder.table.{table.removeprefix('store_')}"
        heading = say(word, file.lang) if word in all_words() else table.removeprefix("store_")
        blocks += [Block("pairs", _pairs(row), f"{heading} {next(iter(row.values()))}") for row in rows]
    return Section("other", say("binder.section.other", file.lang), tuple(blocks))


def _pairs(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (column, str(value))
        for column, value in row.items()
        if value not in (None, "", "{}", "[]") and column != "id" and not column.endswith(_NOT_TOLD)
    )
