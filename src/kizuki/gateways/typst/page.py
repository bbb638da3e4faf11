"""A filled form as the data that the Typst template sets: sections, groups, lines of boxes. Text only, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from datetime import date
from typing import Any

from kizuki.core.forms import (
    Box,
    FilledField,
    FilledForm,
    Group,
    Row,
    Standing,
    part_name,
    printed,
    western_day,
)
from kizuki.core.forms.terms import TO_BE_CHOSEN, term_of

LINE = 12
"""Widths of boxes are twelfths of a line."""
QUIET_WORDS = frozenset({"not_applicable", "nothing_stated", "given_by_pmda", "nothing_listed"})
"""Reasons for which a box holds a word instead of an answer: set in grey."""
COLUMNS = {
    "terms": {"jfmda": 17, "code": 19, "term": 61, "known": 15, "causality": 22, "risk": 16},
    "bare_terms": {"jfmda": 23, "code": 20, "term": 105},
    "concomitant": {"brand": 38, "maker": 31, "approval_no": 46, "note": 37},
    "inv_terms": {"code": 26, "term": 122},
    "persons": {"who": 18, "age_band": 20, "sex": 14, "died_on": 42, "harm": 16, "learned_on": 38},
    "measures": {"who": 13, "country": 20, "by": 35, "kind_of_measure": 14, "done_on": 41, "learned_on": 41},
    "event_list": {
        "no": 6,
        "case": 26,
        "occurred_on": 43,
        "term": 32,
        "health_effect": 21,
        "person": 26,
        "summary": 36,
    },
    "expected_rate": {"term": 32, "expected": 22, "observed": 42, "compared": 22, "ground": 32},
    "events": {"term": 48, "health_effect": 32, "item": 44, "in_period": 12, "in_all": 12},
    "events_11": {
        "term": 34,
        "health_effect": 26,
        "of_death": 11,
        "of_serious": 11,
        "of_feared": 11,
        "in_period": 13,
        "in_all": 13,
        "rate": 34,
    },
}
"""The columns of the tables inside boxes, and their shares of the width."""
NOT_FILLED = "未記入"
FAX = "fax"
"""The style of the sheet of a first report: larger, black, and without the boxes that are not asked."""
MOST_ROWS_IN_A_BOX = 40
"""A table with more rows is not measured: it stands on an annex."""
MOST_SIGNS_IN_A_BOX = 2_000
"""A text with more characters fits no box: it stands on an annex, unmeasured too."""
MOST_SIGNS_OF_A_PARAGRAPH = 1_000
"""Breaking a paragraph into lines takes more than its length: a text without an end is set in several."""


def page_data(form: FilledForm, *, draft: bool) -> dict[str, Any]:
    """What the template `form.typ` sets for a form."""
    edition = form.table
    fields = {found.id: found for found in form.fields}
    asked = None if edition.style != FAX else {f.id for f in form.fields if f.state != Standing.NOT_ASKED.value}
    boxes = {section.id: [box for box in edition.boxes if box.section == section.id] for section in edition.sections}
    leads = edition.sections[0].id if edition.sections else ""
    return {
        "title": edition.title,
        "style": edition.style,
        "name": edition.ja,
        "edition": f"{_called(form)}　{edition.instrument}",
        "report": _report_line(fields, form),
        "draft": _draft_line(form) if draft else "",
        "missing": [_short(fields[box.id], box) for box in edition.boxes if box.id in form.missing] if draft else [],
        "head": _head(fields, form),
        "sections": [
            {
                "title": section.ja,
                "groups": [_group(group, boxes[section.id], fields, asked, leads) for group in section.groups],
            }
            for section in edition.sections
            if section.groups
        ],
        "notes": _notes(form, edition.boxes),
    }


def _called(form: FilledForm) -> str:
    return f"様式第{form.number}" if isinstance(form.number, int) else form.table.ja


def _report_line(fields: dict[str, FilledField], form: FilledForm) -> str:
    count, kind, status = (_said(fields, *names) for names in (("count", "report_no"), ("type",), ("status",)))
    parts = (
        f"整理番号 {form.name}" if form.name else "",
        kind,
        f"第{count}回" if count else "",
        status,
    )
    return "　".join(str(part) for part in parts if part)


def _said(fields: dict[str, FilledField], *names: str) -> str:
    """What the first of these boxes that the form has says, where it is one word or number."""
    found = next((fields[name].value for name in names if name in fields), None)
    return str(found) if isinstance(found, str | int) else ""


def _draft_line(form: FilledForm) -> str:
    lacks = f"必須の欄 {len(form.missing)} 件が未記入。" if form.missing else ""
    return f"下書き（DRAFT）　{lacks}提出できません。" if form.missing else "下書き（DRAFT）"


def _short(found: FilledField, box: Box) -> str:
    return f"{box.printed_mark}{found.label}"


def _head(fields: dict[str, FilledField], form: FilledForm) -> dict[str, Any] | None:
    """The lines above the boxes: addressee, day, and who reports; None where the form has them in boxes."""
    if "report_date" not in fields:
        return None
    submitter = fields["submitter"]
    row = submitter.value[0] if isinstance(submitter.value, tuple) and submitter.value else Row(())
    parts = ("address", "name", "representative")
    cells = [row.cell(part) if isinstance(row, Row) else "" for part in parts]
    day = fields["report_date"].value
    return {
        "addressee": str(fields["addressee"].value),
        "day": western_day(day.isoformat()) if isinstance(day, date) else str(day or NOT_FILLED),
        "submitter": [
            {"label": label, "text": text or NOT_FILLED, "missing": not text}
            for label, text in zip(("住所", "名称", "代表者"), cells, strict=True)
        ],
    }


def _group(
    group: Group, boxes: Iterable[Box], fields: dict[str, FilledField], asked: Set[str] | None, leads: str
) -> dict[str, Any]:
    """The boxes of a group; of a sheet with no form to follow, those that are asked."""
    inside = [box for box in boxes if box.mark in group.marks and box.width and (asked is None or box.id in asked)]
    several = len(group.marks) > 1
    alone = len(inside) == 1 and asked is None
    cells = [_cell(box, fields, marked=several, alone=alone) | {"rank": _rank(box, leads)} for box in inside]
    return {
        "mark": "" if several or not inside else inside[0].printed_mark,
        "title": group.ja,
        "cells": _in_lines(cells),
    }


def _rank(box: Box, leads: str) -> int:
    """Which box has the room of the first page before others: of the section that leads, then required ones."""
    return 0 if box.section == leads else 1 if box.need == "required" else 2


def _in_lines(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells with the last one of each line widened to its end; `top` those of the first line, `begins` the first of
    each, `ends` the last."""
    used, top = 0, True
    for index, cell in enumerate(cells):
        cell["begins"] = used == 0
        following = cells[index + 1]["width"] if index + 1 < len(cells) else LINE
        used += cell["width"]
        cell["top"], cell["ends"] = top, used + following > LINE
        if cell["ends"]:
            cell["width"] += LINE - used
            used, top = 0, False
    return cells


def _cell(box: Box, fields: dict[str, FilledField], *, marked: bool, alone: bool) -> dict[str, Any]:
    found = fields[box.id]
    kind, columns, rows = _rows(box, found, bare="term_risk" not in fields)
    text = "" if rows else printed(found.value, box)
    if any(len(told) > MOST_SIGNS_IN_A_BOX for row in rows for told in row):
        kind, text, columns, rows = "text", _told_in_lines(kind, list(columns), rows), {}, []
    big = len(rows) > MOST_ROWS_IN_A_BOX or len(text) > MOST_SIGNS_IN_A_BOX
    return {
        "id": box.id,
        "width": box.width,
        "label": "" if alone else f"{box.printed_mark if marked else ''}{box.ja}",
        "name": f"{box.printed_mark}{box.ja}",
        "unseen": box.label_standing not in ("seen", "none"),
        "missing": found.state == Standing.MISSING.value,
        "quiet": found.state == Standing.MAY_FOLLOW.value or found.why in QUIET_WORDS,
        "kind": kind,
        "text": text,
        "paragraphs": paragraphs(text) if big else [],
        "columns": [part_name(column, "ja") for column in columns],
        "shares": list(columns.values()),
        "rows": [[parted(text) for text in row] for row in rows] if big else rows,
        "big": big,
        "long": box.type in ("long", "texts", "terms", "table"),
    }


def _told_in_lines(kind: str, columns: list[str], rows: list[list[str]]) -> str:
    """A table with a text too long for any cell, as lines: no page is as tall as such a row."""
    if kind == "pairs":
        return "\n".join(f"{label}：{told}" for label, told in rows)
    names = [f"{part_name(column, 'ja')}：" for column in columns] or [""]
    return "\n".join(f"{name}{told}" for row in rows for name, told in zip(names, row, strict=True))


_RUN = re.compile(r"[!-~]{9,}")


def parted(text: str) -> str:
    """The text with room to break inside every run of signs that no line break may part (keys, digests)."""
    return _RUN.sub(lambda run: "\u200b".join(run[0]), text)


def paragraphs(text: str) -> list[str]:
    """A long text in the paragraphs in which it is set: at its line ends, and where one is very long at a full stop."""
    found = []
    for line in text.split("\n"):
        while len(line) > MOST_SIGNS_OF_A_PARAGRAPH:
            end = line.rfind("。", 0, MOST_SIGNS_OF_A_PARAGRAPH) + 1 or MOST_SIGNS_OF_A_PARAGRAPH
            found.append(parted(line[:end]))
            line = line[end:]
        found.append(parted(line))
    return found


def columns_of(box: Box, rows: Iterable[Row]) -> dict[str, int]:
    """The columns of a table with their shares: those of its box, or as its rows have them, each as wide."""
    keys = list(dict.fromkeys(key for row in rows for key, _ in row.cells))
    for name in (box.id, f"{box.id}_11"):
        if name in COLUMNS and set(keys) <= set(COLUMNS[name]):
            return COLUMNS[name]
    return dict.fromkeys(keys, 10)


def _rows(box: Box, found: FilledField, *, bare: bool) -> tuple[str, dict[str, int], list[list[str]]]:
    """How the value is set (`text`, `pairs`, `terms`, `table`, `list`), its columns with shares, and its rows."""
    value = found.value
    if not isinstance(value, tuple) or not value:
        return "text", {}, []
    rows = [row for row in value if isinstance(row, Row)]
    if box.type == "terms":
        columns = COLUMNS["bare_terms" if bare else "terms"]
        return "terms", columns, [[_of_term(row, column) for column in columns] for row in rows]
    if box.type == "table":
        columns = columns_of(box, rows)
        return "table", columns, [[row.cell(column) or "―" for column in columns] for row in rows]
    if box.type == "group":
        return "pairs", {}, [[part_name(key, "ja"), text] for row in rows for key, text in row.cells]
    return "list", {}, [[str(item)] for item in value]


def _of_term(row: Row, column: str) -> str:
    """The suspicion is asked of every term; known and causality are not asked of clinical signs.

    The Japanese code stands first and is for a person to choose; an obsolete IMDRF code is marked.
    """
    text = row.cell(column)
    if column == "code" and text:
        term = term_of(text)
        return f"{text}（廃止）" if term is not None and term.obsolete else text
    if column == "term" and not text:
        term = term_of(row.cell("code"))
        return term.sure_name if term is not None else "―"
    return text or {"risk": NOT_FILLED, "jfmda": TO_BE_CHOSEN}.get(column, "―")


def _notes(form: FilledForm, boxes: Iterable[Box]) -> list[str]:
    unseen = sum(box.label_standing not in ("seen", "none") for box in boxes)
    if not unseen:
        return ["様式の定めはありません。分かっていることを先に伝え、「確認中」の欄は続けて連絡します。"]
    return [
        "この用紙は、届出システム又は公式様式への転記と確認のためのものです。様式そのものではありません。",
        f"※ 欄名を公式様式で確認できていない欄（{unseen} 欄）。転記のときに公式様式の欄名を確かめてください。",
    ]
