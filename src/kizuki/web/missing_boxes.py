"""Required boxes that say nothing, in one list for every page: each by its name, with where it is written."""

from __future__ import annotations

from typing import NamedTuple

from kizuki.core.forms import Box, FilledForm, Row
from kizuki.core.forms.form_08_terms import RATED
from kizuki.core.glossary import Lang
from kizuki.gateways.editions import house
from kizuki.store.queries.reports import ReportRow
from kizuki.web.editor.kept import form_kept


class MissingBox(NamedTuple):
    """A box by its id, its mark and its name on the form; `at` is the box in which it is written: what is asked of each
    term (発生・おそれの別) is a column of the terms."""

    id: str
    mark: str
    label: str
    at: str


def missing_in(form: FilledForm, lang: Lang) -> tuple[MissingBox, ...]:
    """Those of a form, in its order."""
    boxes = (box for box in form.table.boxes if box.id in form.missing)
    return tuple(MissingBox(box.id, box.printed_mark, box.label(lang), _written_in(form, box)) for box in boxes)


def missing_boxes(report: ReportRow, lang: Lang) -> tuple[MissingBox, ...]:
    """Those that keep the report from being handed in for signatures; none where it is no draft any more."""
    if report.state != "draft" or not report.missing:
        return ()
    number = int(report.form)
    table = house().edition_named(number, report.edition)
    return missing_in(form_kept(number, table, report.fields, report.drafted_at.date()), lang)


def _written_in(form: FilledForm, box: Box) -> str:
    if box.type != "of_terms":
        return box.id
    of_terms = [one.id for one in form.table.boxes if one.type == "terms"]
    lacking = (one for one in of_terms if _lacks(form, one, RATED.get(box.id, "")))
    return next(lacking, of_terms[0] if of_terms else box.id)


def _lacks(form: FilledForm, box_id: str, cell: str) -> bool:
    """Whether a term of a box says nothing of what is asked of it."""
    value = form.field(box_id).value
    return isinstance(value, tuple) and any(isinstance(row, Row) and not row.cell(cell) for row in value)
