"""How signatures are given in this company, each that one person gave alone, and the settings behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.company.demand_second_factor import demand_second_factor
from kizuki.actions.company.set_report_chain import set_report_chain
from kizuki.actions.people.engage_reviewer import engage_reviewer
from kizuki.actions.people.set_single_person_mode import set_single_person_mode
from kizuki.actions.verb import Actor
from kizuki.core.lifecycle.report import CHAINS
from kizuki.core.people import GROUNDS, may
from kizuki.core.refusal import Refused
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.self_inspection import SelfInspection, self_inspection
from kizuki.store.queries.viewer import Viewer
from kizuki.web.numbers import number_in
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.typed import day_if_any, day_of
from kizuki.web.viewer import viewer_of

FORMS = ("set_report_chain", "set_single_person_mode", "engage_reviewer", "demand_second_factor")
"""The verbs that the page has a form for."""

Typed = QueryDict | dict[str, str]


@dataclass(frozen=True, slots=True)
class SigningPage:
    """What the page shows on a day; `forms` are the verbs that the reader may run."""

    today: date
    stands: SelfInspection
    forms: tuple[str, ...]
    chains: tuple[int, ...]
    grounds: tuple[str, ...]
    refusal: str
    typed: Typed


@require_http_methods(["GET", "HEAD", "POST"])
def signing(request: HttpRequest) -> HttpResponse:
    """The page; a post changes a setting. A refusal shows why, with what was typed."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST":
        if viewer.user_id is None:
            raise Http404
        try:
            _act(request.POST, Actor.user(viewer.user_id))
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect(request.path)
    page = signing_page(viewer, today(), refusal, request.POST if refusal else {})
    return render(request, "kizuki/signing.html", {"page": page}, status=422 if refusal else 200)


def signing_page(viewer: Viewer, on: date, refusal: str = "", typed: Typed | None = None) -> SigningPage:
    """How signatures are given, as seen on one day."""
    roles = standing_of(viewer, on).roles
    return SigningPage(
        today=on,
        stands=self_inspection(viewer, on),
        forms=tuple(verb for verb in FORMS if any(may(role, verb) for role in roles)),
        chains=CHAINS,
        grounds=GROUNDS,
        refusal=refusal,
        typed=typed or {},
    )


def _act(post: QueryDict, actor: Actor) -> None:
    step = post.get("step", "")
    if step == "set_report_chain":
        set_report_chain(_number(post, "steps"), actor=actor)
    elif step == "demand_second_factor":
        demand_second_factor(post.get("demanded") == "yes", actor=actor)
    elif step == "set_single_person_mode":
        until = day_if_any(post, "until")
        reason, ground = post.get("reason", ""), post.get("ground", "")
        set_single_person_mode(day_of(post, "since"), until, reason, ground, actor=actor)
    elif step == "end_single_person_mode":
        set_single_person_mode(None, None, post.get("reason", ""), actor=actor)
    elif step == "engage_reviewer":
        since, until = day_of(post, "from_on"), day_of(post, "to_on")
        reviewer, reference = _number(post, "reviewer"), post.get("reference", "")
        engage_reviewer(reviewer, reference, from_on=since, to_on=until, actor=actor)
    else:
        raise Refused("step", f"{step!r} is no setting of this page")


def _number(post: QueryDict, name: str) -> int:
    number = number_in(post.get(name, ""))
    if number is None:
        raise Refused(name, "a number is expected")
    return number
