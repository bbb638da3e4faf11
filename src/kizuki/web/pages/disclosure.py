"""The disclosure of a case: parties, embargo, statements; and the document of each statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.disclosure.table import PARTIES
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.disclosure import DisclosureRow, StatementRow, disclosure_of, document_of_statement
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors import of_disclosure
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.offered import Link, links
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class StatementBlock:
    """One statement and what the viewer may do with it."""

    row: StatementRow
    doors: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DisclosurePage:
    """What the page shows; `kinds` are the words of the parties' kinds."""

    case: CaseRow
    found: DisclosureRow | None
    doors: tuple[Link, ...]
    statements: tuple[StatementBlock, ...]
    parties: tuple[tuple[str, object], ...]


@require_safe
def disclosure(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page."""
    page = disclosure_page(viewer_of(request), case_id, today())
    if page is None:
        raise Http404
    return render(request, "kizuki/disclosure.html", {"page": page})


@require_safe
def statement(request: HttpRequest, case_id: int, statement_id: int) -> HttpResponse:
    """The document: what left, or what was drawn up and says `draft` of itself; for those who see the case."""
    content = document_of_statement(viewer_of(request), case_id, statement_id)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="statement-{statement_id}.json"'
    return answer


def disclosure_page(viewer: Viewer, case_id: int, on: date) -> DisclosurePage | None:
    """The disclosure as seen on one day; None where there is no such case."""
    case = case_page(viewer, case_id)
    if case is None:
        return None
    row = disclosure_of(viewer, case_id)
    kept = {"disclosure": row}
    general, one = of_disclosure.DOORS[: -of_disclosure.OF_ONE], of_disclosure.DOORS[-of_disclosure.OF_ONE :]
    blocks = []
    for told in row.statements if row else ():
        asked = {"statement": str(told.id)}
        doing = Doing(viewer, "", case_id, on, asked, kept=dict(kept))
        blocks.append(StatementBlock(told, links(one, doing, asked)))
    return DisclosurePage(
        case=case.row,
        found=row,
        doors=links(general, Doing(viewer, "", case_id, on, kept=dict(kept))),
        statements=tuple(blocks),
        parties=tuple((PARTIES[one.party.kind].said(viewer.lang), one) for one in (row.parties if row else ())),
    )
