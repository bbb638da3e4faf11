"""One search for everything: `/` leads to it from every page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kizuki.core.searching import LONGEST, folded
from kizuki.store.queries.search import Found, FoundGroup
from kizuki.store.queries.search import search as search_for
from kizuki.store.queries.search_texts import MOST_READ
from kizuki.web.viewer import viewer_of

_PAGES = {
    **dict.fromkeys(("case", "incident", "device", "hospital", "person")),
    "information": "information-page",
    "decision": "decision",
    "unit": "device",
}
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class FoundLine:
    """Something that was found, with its page ('' where it has none)."""

    words: str
    about: str
    address: str


@dataclass(frozen=True, slots=True)
class FoundSection:
    """What was found of one kind."""

    kind: str
    rows: tuple[FoundLine, ...]
    more: bool
    unread: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked for and what was found; one letter is no question."""

    asked: str
    too_short: bool
    groups: tuple[FoundSection, ...]

    @property
    def count(self) -> int:
        """How much is shown."""
        return sum(len(group.rows) for group in self.groups)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page: `?q=` in any width and case."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    too_short = bool(asked) and len(folded(asked)) < _SHORTEST
    found = () if too_short else search_for(viewer_of(request), asked)
    page = SearchPage(asked, too_short, tuple(_section(group) for group in found))
    return render(request, "kizuki/search.html", {"page": page, "most_read": MOST_READ})


def _section(group: FoundGroup) -> FoundSection:
    rows = tuple(FoundLine(row.words, row.about, _address(row)) for row in group.rows)
    return FoundSection(group.kind, rows, group.more, group.unread)


def _address(row: Found) -> str:
    if row.kind == "vulnerability":
        return f"{reverse('spread')}?{urlencode({'cve': row.words})}"
    if row.kind == "component":
        return f"{reverse('findings')}?{urlencode({'text': row.words.split(' ')[0]})}"
    if row.kind == "finding":
        return reverse("finding", args=[row.id, row.release])
    return reverse(_PAGES[row.at or row.kind] or row.at or row.kind, args=[row.id]) if row.id else ""
