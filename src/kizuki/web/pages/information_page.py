"""One piece of safety information: what it says, who knew when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.information.examine_information import examine_information
from kizuki.actions.information.join_case import join_case
from kizuki.actions.information.set_aside_information import REASONS, set_aside_information
from kizuki.actions.information.unjoin_case import unjoin_case
from kizuki.actions.verb import Actor
from kizuki.core.lifecycle.moves import states_of
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries import cases
from kizuki.store.queries.information import InformationPage, information_page
from kizuki.store.queries.places import device_names
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class InformationView:
    """The page on one day. `steps` are what the viewer may do from its state; `cases` those that it may join (a closed
    one is then open again); `countdown` to the day by which it is decided, None once it is."""

    today: date
    found: InformationPage
    countdown: Countdown | None
    texts: tuple[tuple[str, str], ...]
    happened: tuple[tuple[object, str, str], ...]
    steps: tuple[str, ...]
    devices: tuple[tuple[str, str], ...]
    cases: tuple[cases.CaseRow, ...]
    reasons: tuple[str, ...] = REASONS
    refusal: str = ""


_STEPS = {"examined": "examine_information", "joined": "join_case", "not_relevant": "set_aside_information"}
_OF_A_JOINED_ONE = {"unjoined": "unjoin_case"}


@require_http_methods(["GET", "HEAD", "POST"])
def information_view(request: HttpRequest, information_id: int) -> HttpResponse:
    """The page; a post examines it, joins it to a case, takes it out of one, or sets it aside."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST":
        try:
            _act(request, viewer, information_id)
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect("information-page", information_id)
    page = information_view_page(viewer, information_id, today(), refusal=refusal)
    if page is None:
        raise Http404
    return render(request, "kizuki/information_page.html", {"page": page}, status=422 if refusal else 200)


def information_view_page(
    viewer: Viewer, information_id: int, on: date, *, refusal: str = ""
) -> InformationView | None:
    """The page as seen on one day; None where there is no such information."""
    found = information_page(viewer, information_id)
    if found is None:
        return None
    following = states_of("information")[found.row.state]
    possible = (
        _OF_A_JOINED_ONE if found.row.state == "joined" else {s: v for s, v in _STEPS.items() if s in following}
    )
    steps = tuple(step for step, verb in possible.items() if may(viewer.role, verb))
    device = found.row.device_id
    return InformationView(
        today=on,
        found=found,
        countdown=countdown(found.row.decide_by, on) if found.row.decide_by else None,
        texts=tuple((kind, body) for kind, body in found.texts.items() if kind != "summary"),
        happened=tuple((entry.at, entry.said(viewer.lang), entry.actor) for entry in reversed(found.timeline)),
        steps=steps,
        devices=device_names(viewer),
        cases=(cases.cases_of_device(viewer, device) if device else cases.open_cases(viewer)) if steps else (),
        refusal=refusal,
    )


def _act(request: HttpRequest, viewer: Viewer, information_id: int) -> None:
    assert viewer.user_id is not None, "the page is for those who signed in"
    actor, post = Actor.user(viewer.user_id), request.POST
    step = post.get("step", "")
    if step == "examined":
        device = post.get("device") or None
        examine_information(information_id, post.get("remark", ""), device=device, actor=actor)
    elif step == "not_relevant":
        set_aside_information(information_id, post.get("reason", ""), post.get("remark", ""), actor=actor)
    elif step == "unjoined":
        unjoin_case(information_id, post.get("remark", ""), actor=actor)
    elif step == "joined" and post.get("case", "").isdecimal():
        join_case(information_id, int(post["case"]), on=today(), actor=actor)
    else:
        raise Refused("", "nothing was asked for")
