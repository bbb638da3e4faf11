"""The measures of a case: their chain, how far each reached every hospital, whom they were told to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.lifecycle.measures.classification import CLASSES, FIELD_MEASURES, PROCEDURES
from kizuki.core.lifecycle.measures.reach import STATES
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.letters import JudgementRow, LetterRow, judgements_of, letters_of
from kizuki.store.queries.measures import (
    MOST_TARGETS,
    MeasureRow,
    TargetRow,
    first_information_days,
    measures_of,
    targets_of,
)
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors import of_letter, of_measure
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """A judgement on a fix with the table's words."""

    row: JudgementRow
    change: str
    in_field: str
    recall_class: str


@dataclass(frozen=True, slots=True)
class MeasureBlock:
    """One measure with its hospitals (`more`: there are others than those shown) and the doors that are open."""

    row: MeasureRow
    targets: tuple[TargetRow, ...]
    more: bool
    doors: tuple[Link, ...]
    reach: tuple[tuple[str, int], ...]
    letters: tuple[LetterRow, ...]
    judgements: tuple[JudgementLine, ...]


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    """What the page shows. `first_days`: days from awareness to the first information to a hospital (None: none yet)."""

    case: CaseRow
    blocks: tuple[MeasureBlock, ...]
    first_days: int | None
    propose: tuple[Link, ...]
    state: str


@require_safe
def measures(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page; `?state=sent` shows the hospitals in one state."""
    state = request.GET.get("state", "")
    page = measures_page(viewer_of(request), case_id, today(), state if state in STATES else "")
    if page is None:
        raise Http404
    return render(request, "kizuki/measures.html", {"page": page})


def measures_page(viewer: Viewer, case_id: int, on: date, state: str = "") -> MeasuresPage | None:
    """The measures of a case as seen on one day; None where there is no such case."""
    found = case_page(viewer, case_id)
    if found is None:
        return None
    rows = measures_of(viewer, case_id)
    kept = {"measures": rows, "letters": letters_of(viewer, case_id), "judgements": judgements_of(viewer, case_id)}
    return MeasuresPage(
        case=found.row,
        blocks=tuple(_block(viewer, case_id, row, on, state, kept) for row in rows),
        first_days=first_information_days(viewer, case_id),
        propose=links(of_measure.DOORS[:1], Doing(viewer, "", case_id, on)),
        state=state,
    )


def _block(
    viewer: Viewer, case_id: int, row: MeasureRow, on: date, state: str, kept: Mapping[str, Any]
) -> MeasureBlock:
    targets = targets_of(viewer, row.id, state)
    wanted = row.reach[state] if state else row.hospitals
    asked = {"measure": str(row.id)} | ({"state": state} if state else {})
    doing = Doing(viewer, "", case_id, on, asked, kept=dict(kept))
    return MeasureBlock(
        row,
        targets,
        wanted > len(targets) >= MOST_TARGETS,
        links((*of_measure.DOORS[1:], *of_letter.OF_MEASURE), doing, asked),
        tuple((code, number) for code, number in row.reach.items() if number),
        tuple(one for one in kept["letters"] if one.measure == row.id),
        tuple(_judged(viewer, one) for one in kept["judgements"].get(row.id, ())),
    )


def _judged(viewer: Viewer, row: JudgementRow) -> JudgementLine:
    return JudgementLine(
        row,
        PROCEDURES[row.change].said(viewer.lang),
        FIELD_MEASURES[row.in_field].said(viewer.lang),
        CLASSES[row.recall_class].said(viewer.lang) if row.recall_class else "",
    )
