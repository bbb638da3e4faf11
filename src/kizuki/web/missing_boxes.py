"""Required boxes of a draft that say nothing: each by its name, so that a page can lead to it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kizuki.core.forms.edition import edition_for
from kizuki.core.glossary import Lang
from kizuki.store.queries.reports import ReportRow


class MissingBox(NamedTuple):
    """A box by its id and its name on the form."""

    id: str
    label: str


def missing_boxes(report: ReportRow, lang: Lang) -> tuple[MissingBox, ...]:
    """Those that keep the report from being handed in for signatures, in the order of the form; none where it is no
    draft any more."""
    if report.state != "draft" or not report.missing:
        return ()
    boxes = edition_for(int(report.form), date.fromisoformat(report.edition)).boxes
    return tuple(MissingBox(box.id, box.label(lang)) for box in boxes if box.id in report.missing)
