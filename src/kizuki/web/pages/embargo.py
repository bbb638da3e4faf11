"""Who sees a case, information, an incident or a vulnerability of our own: the embargo, set, changed and lifted."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.verb import Actor
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.embargo import EmbargoPage, embargo_page
from kizuki.web.numbers import number_in
from kizuki.web.refusals import refusal_words
from kizuki.web.typed import day_if_any
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class Page:
    """The page with the form that the reader gets; `named` are the ids that are ticked."""

    found: EmbargoPage
    named: frozenset[int]
    may_set: bool
    refusal: str


@require_http_methods(["GET", "HEAD", "POST"])
def embargo(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The page; a post sets the embargo, changes its readers, or lifts it."""
    viewer, refusal = viewer_of(request), ""
    found = embargo_page(viewer, kind, number)
    if found is None:
        raise Http404
    if request.method == "POST" and viewer.user_id is not None:
        try:
            _act(request.POST, found, viewer.user_id)
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect(request.path)
    standing = found.embargo.readers if found.embargo else ((viewer.user_id or 0, ""),)
    ticked = [pk for one in request.POST.getlist("readers") if (pk := number_in(one)) is not None]
    page = Page(
        found=found,
        named=frozenset(ticked or [person for person, _ in standing]),
        may_set=found.ours and may(viewer.role, "set_embargo"),
        refusal=refusal,
    )
    return render(request, "kizuki/embargo.html", {"page": page}, status=422 if refusal else 200)


def _act(post: QueryDict, found: EmbargoPage, person: int) -> None:
    readers = [pk for one in post.getlist("readers") if (pk := number_in(one)) is not None]
    until = day_if_any(post, "until")
    set_embargo(
        f"{found.kind}:{found.id}",
        post.get("step") == "set",
        readers,
        post.get("reason", ""),
        until=until,
        actor=Actor.user(person),
    )
