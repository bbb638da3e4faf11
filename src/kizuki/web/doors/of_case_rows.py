"""What may be chosen in forms about a case: its communications, other cases, its obligations that a sheet may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.core.lifecycle.obligations import LIVE
from kizuki.store.queries.called import case_stands
from kizuki.store.queries.cases import cases_of_device, open_cases
from kizuki.store.queries.known import facts_to_answer
from kizuki.store.queries.obligations import obligations_of
from kizuki.store.queries.told import told_matrix
from kizuki.store.queries.words_of_reports import Places
from kizuki.web.doors.doing import Doing
from kizuki.web.numbers import number_in
from kizuki.web.today import JAPAN
from kizuki.web.words import day_said

Offered = list[tuple[str, str]]


def of_communications(doing: Doing) -> Offered:
    """What was told to whom about this case, by day."""
    return [
        (str(one.id), f"{day_said(one.at.astimezone(JAPAN).date(), doing.lang)} {party.said} {one.what[:60]}")
        for party in told_matrix(doing.viewer, case_id=doing.id)
        for one in party.told
    ]


def of_other_cases(doing: Doing) -> Offered:
    """Every other open case."""
    return [(str(case.id), f"{case.number} {case.title}") for case in open_cases(doing.viewer) if case.id != doing.id]


def of_cases_alike(doing: Doing) -> Offered:
    """The other open cases of the same device: one of them may tell of the same."""
    found = case_stands(doing.viewer, doing.id)
    cases = cases_of_device(doing.viewer, found[1]) if found else ()
    return [
        (str(case.id), f"{case.number} {case.title}")
        for case in cases
        if case.id != doing.id and case.state == "open"
    ]


def of_first_reports(doing: Doing) -> Offered:
    """The first reports of this case, and the questions that settle one: whom a sheet may be for, each named, since the
    sheet ends what is owed of nobody else."""
    wanted = ("first_report", "settle_question")
    rows = [row for row in obligations_of(doing.viewer, doing.id) if row.kind in wanted and row.state in LIVE]
    known = facts_to_answer(doing.viewer, doing.id) if rows else None
    names = Places(known.facts).every(doing.lang) if known else {}
    return [
        (str(row.id), " ".join(filter(None, (row.name, names.get(row.person or row.matter, row.who)))))
        for row in rows
    ]


def chosen_row(told: Mapping[str, Any], name: str) -> dict[str, int]:
    """A row that was chosen, by its number; nothing where none was."""
    number = number_in(told.get(name) or "")
    return {} if number is None else {name: number}
