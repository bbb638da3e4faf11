"""A filled form as the data that the Typst template sets: sections, groups, lines of boxes. Text only, no markup."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kizuki.core.forms import (
    Box,
    FilledField,
    FilledForm,
    Group,
    Row,
    Standing,
    edition_in_use,
    part_name,
    printed,
    western_day,
)

LINE = 12
"""Widths of boxes are twelfths of a line."""
QUIET_WORDS = frozenset({"not_applicable", "nothing_stated", "given_by_pmda", "nothing_listed"})
"""Reasons for which a box holds a word instead of an answer: set in grey."""
COLUMNS = {
    "terms": {"code": 19, "term": 68, "known": 17, "causality": 25, "risk": 19},
    "concomitant": {"brand": 44, "maker": 38, "approval_no": 42, "note": 28},
    "inv_terms": {"code": 19, "term": 129},
}
"""The columns of the tables inside boxes, and their shares of the width."""
NOT_FILLED = "未記入"


def page_data(form: FilledForm, *, draft: bool) -> dict[str, Any]:
    """What the template `form.typ` sets for a form."""
    edition = edition_in_use(form)
    fields = {found.id: found for found in form.fields}
    boxes = {section.id: [box for box in edition.boxes if box.section == section.id] for section in edition.sections}
    return {
        "title": f"様式第{form.number} 記載内容（転記・確認用、様式の写しではない）",
        "name": edition.ja,
        "edition": f"様式第{form.number}　{edition.edition} 版（{edition.instrument}）",
        "report": _report_line(fields, form),
        "draft": _draft_line(form) if draft else "",
        "missing": [_short(fields[box.id], box) for box in edition.boxes if box.id in form.missing] if draft else [],
        "head": _head(fields, form),
        "sections": [
            {"title": section.ja, "groups": [_group(group, boxes[section.id], fields) for group in section.groups]}
            for section in edition.sections
            if section.groups
        ],
        "notes": _notes(edition.boxes),
    }


def _report_line(fields: dict[str, FilledField], form: FilledForm) -> str:
    count, kind, status = (fields[name].value for name in ("count", "type", "status"))
    parts = (
        f"整理番号 {form.name}" if form.name else "",
        str(kind or ""),
        f"第{count}回" if count else "",
        status or "",
    )
    return "　".join(str(part) for part in parts if part)


def _draft_line(form: FilledForm) -> str:
    lacks = f"必須の欄 {len(form.missing)} 件が未記入。" if form.missing else ""
    return f"下書き（DRAFT）　{lacks}提出できません。" if form.missing else "下書き（DRAFT）"


def _short(found: FilledField, box: Box) -> str:
    return f"{box.mark if box.mark != '－' else ''}{found.label}"


def _head(fields: dict[str, FilledField], form: FilledForm) -> dict[str, Any]:
    """The lines above the boxes: addressee, day, and who reports."""
    submitter = fields["submitter"]
    row = submitter.value[0] if isinstance(submitter.value, tuple) and submitter.value else Row(())
    parts = ("address", "name", "representative")
    cells = [row.cell(part) if isinstance(row, Row) else "" for part in parts]
    day = fields["report_date"].value
    return {
        "addressee": str(fields["addressee"].value),
        "day": western_day(day.isoformat()) if isinstance(day, date) else NOT_FILLED,
        "submitter": [
            {"label": label, "text": text or NOT_FILLED, "missing": not text}
            for label, text in zip(("住所", "名称", "代表者"), cells, strict=True)
        ],
    }


def _group(group: Group, boxes: Iterable[Box], fields: dict[str, FilledField]) -> dict[str, Any]:
    inside = [box for box in boxes if box.mark in group.marks and box.width]
    several = len(group.marks) > 1
    cells = [_cell(box, fields, marked=several, alone=len(inside) == 1) for box in inside]
    return {
        "mark": "" if several or group.marks == "－" else group.marks,
        "title": group.ja,
        "cells": _in_lines(cells),
    }


def _in_lines(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells with the last one of each line widened to its end; `top` those of the first line, `ends` the last."""
    used, top = 0, True
    for index, cell in enumerate(cells):
        following = cells[index + 1]["width"] if index + 1 < len(cells) else LINE
        used += cell["width"]
        cell["top"], cell["ends"] = top, used + following > LINE
        if cell["ends"]:
            cell["width"] += LINE - used
            used, top = 0, False
    return cells


def _cell(box: Box, fields: dict[str, FilledField], *, marked: bool, alone: bool) -> dict[str, Any]:
    found = fields[box.id]
    kind, columns, rows = _rows(box, found)
    return {
        "id": box.id,
        "width": box.width,
        "label": "" if alone else f"{box.mark if marked else ''}{box.ja}",
        "name": f"{box.mark if box.mark != '－' else ''}{box.ja}",
        "unseen": box.label_standing != "seen",
        "missing": found.state == Standing.MISSING.value,
        "quiet": found.state == Standing.MAY_FOLLOW.value or found.why in QUIET_WORDS,
        "kind": kind,
        "text": "" if rows else printed(found.value, box),
        "columns": [part_name(column, "ja") for column in columns],
        "shares": list(columns.values()),
        "rows": rows,
        "long": box.type in ("long", "texts", "terms", "table"),
    }


def _rows(box: Box, found: FilledField) -> tuple[str, dict[str, int], list[list[str]]]:
    """How the value is set (`text`, `pairs`, `terms`, `table`, `list`), its columns with shares, and its rows."""
    value = found.value
    if not isinstance(value, tuple) or not value:
        return "text", {}, []
    rows = [row for row in value if isinstance(row, Row)]
    if box.type == "terms":
        return "terms", COLUMNS["terms"], [[_of_term(row, column) for column in COLUMNS["terms"]] for row in rows]
    if box.type == "table":
        return "table", COLUMNS[box.id], [[row.cell(column) or "―" for column in COLUMNS[box.id]] for row in rows]
    if box.type == "group":
        return "pairs", {}, [[part_name(key, "ja"), text] for row in rows for key, text in row.cells]
    return "list", {}, [[str(item)] for item in value]


def _of_term(row: Row, column: str) -> str:
    """The suspicion is asked of every term; known and causality are not asked of clinical signs."""
    return row.cell(column) or (NOT_FILLED if column == "risk" else "―")


def _notes(boxes: Iterable[Box]) -> list[str]:
    unseen = sum(box.label_standing != "seen" for box in boxes)
    return [
        "この用紙は、届出システム又は公式様式への転記と確認のためのものです。様式そのものではありません。",
        f"※ 欄名を公式様式で確認できていない欄（{unseen} 欄）。転記のときに公式様式の欄名を確かめてください。",
    ]
