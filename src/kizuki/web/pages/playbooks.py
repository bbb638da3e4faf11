"""Playbooks as they stand, each with its steps; and where somebody may edit them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.store.incidents.playbooks import playbooks
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step: what is done, by whom, by when."""

    words: str
    role: str
    when: str


@dataclass(frozen=True, slots=True)
class BookLine:
    """A playbook; `address` leads to its form ('' where the reader may not edit it)."""

    name: str
    revision: int
    steps: tuple[StepLine, ...]
    address: str


@dataclass(frozen=True, slots=True)
class PlaybooksPage:
    """Every playbook; `new` leads to the form of a new one."""

    books: tuple[BookLine, ...]
    new: str


@require_safe
def playbooks_view(request: HttpRequest) -> HttpResponse:
    """The page."""
    viewer = viewer_of(request)
    form = reverse("door", args=["edit_playbook"]) if may(viewer.role, "edit_playbook") else ""
    ja = viewer.lang == "ja"
    books = tuple(
        BookLine(
            book.ja if ja else book.en,
            book.revision,
            tuple(
                StepLine(
                    step.ja if ja else step.en,
                    step.role,
                    say("portfolio.first_hour", viewer.lang)
                    if step.first_hour
                    else say("playbooks.days", viewer.lang, days=step.within_days)
                    if step.within_days
                    else say("playbooks.same_day", viewer.lang),
                )
                for step in book.steps
            ),
            f"{form}?{urlencode({'playbook': book.key})}" if form else "",
        )
        for book in playbooks()
    )
    return render(request, "kizuki/playbooks.html", {"page": PlaybooksPage(books, form)})
