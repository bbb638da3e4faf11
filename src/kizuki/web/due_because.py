"""Why a report is due on its day, in one line: the law with the item, the day of awareness, and the day itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.core.law.address import PARAGRAPH
from kizuki.store.queries.obligations import ObligationRow, obligations_of
from kizuki.store.queries.reports import ReportRow
from kizuki.store.queries.viewer import Viewer

_OF_A_REPORT = ("item", "follow_up")
"""Kinds of obligations from which a report has its day."""


@dataclass(frozen=True, slots=True)
class DueBecause:
    """`law` is the paragraph of the article ('' where the day was promised), `name` what is owed, as the case says it."""

    law: str
    name: str
    learned_on: date | None
    day_word: str
    due_on: date


def due_because(viewer: Viewer, report: ReportRow) -> DueBecause | None:
    """By the ledger of the case, as its page shows it; None where nothing in it has the day of the report."""
    mine = [row for row in obligations_of(viewer, report.case_id) if _is_of(row, report)]
    row = min(mine, key=lambda one: (one.kind != "item", one.rank, one.id), default=None)
    if row is None or report.due_on is None:
        return None
    law = PARAGRAPH if row.kind == "item" else ""
    return DueBecause(law, row.name, row.learned_on, row.day_word, report.due_on)


def _is_of(row: ObligationRow, report: ReportRow) -> bool:
    of_whom = (row.form, row.matter) == (report.form, report.matter) and row.person in ("", report.person)
    return row.kind in _OF_A_REPORT and of_whom and row.due_on == report.due_on
