"""Safety information: what was received and waits for a person, and the form that receives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.verb import Actor
from kizuki.core.documents import MAX_BYTES
from kizuki.core.facts import fields
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.information.sources import sources
from kizuki.core.lifecycle.moves import states_of
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.information import InformationRow, information_inbox
from kizuki.store.queries.places import device_names, hospital_names
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

_TYPED = ("source", "learned_on", "who", "summary", "story", "person", "device", "hospital", "source_no")


@dataclass(frozen=True, slots=True)
class InformationList:
    """The inbox on one day: `state` is the one asked for, empty for all that wait. `typed` is what a refused form had."""

    today: date
    state: str
    states: tuple[str, ...]
    rows: tuple[tuple[InformationRow, Countdown | None], ...]
    may_receive: bool
    sources: tuple[tuple[str, str], ...]
    devices: tuple[tuple[str, str], ...]
    hospitals: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    refusal: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def information(request: HttpRequest) -> HttpResponse:
    """The page; a post receives a piece of information."""
    viewer = viewer_of(request)
    refusal, typed = "", {}
    if request.method == "POST":
        try:
            received = _receive(request, viewer)
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
            typed = {name: request.POST.get(name, "") for name in _TYPED}
        else:
            return redirect("information-page", received)
    page = information_list(viewer, today(), state=request.GET.get("state", ""), typed=typed, refusal=refusal)
    return render(request, "kizuki/information.html", {"page": page}, status=422 if refusal else 200)


def information_list(
    viewer: Viewer, on: date, *, state: str = "", typed: Mapping[str, str] | None = None, refusal: str = ""
) -> InformationList:
    """The inbox as seen on one day; a state that is none shows what waits."""
    states = tuple(states_of("information"))
    wanted = (state,) if state in states else UNDECIDED
    return InformationList(
        today=on,
        state=state if state in states else "",
        states=states,
        rows=tuple(
            (row, countdown(row.decide_by, on) if row.decide_by else None)
            for row in information_inbox(viewer, states=wanted)
        ),
        may_receive=may(viewer.role, "receive_information"),
        sources=tuple((source.code, source.said(viewer.lang)) for source in sources().values()),
        devices=device_names(viewer),
        hospitals=hospital_names(viewer),
        typed=typed or {},
        refusal=refusal,
    )


def _receive(request: HttpRequest, viewer: Viewer) -> int:
    assert viewer.user_id is not None, "the page is for those who signed in"
    post = request.POST
    learned_on = fields.a_date(post.get("learned_on", "").strip() or None, "information.learned_on")
    if learned_on is None:
        raise Refused("information.learned_on", "must not be empty")
    name = post.get("who", "").strip()
    receipt = ReceiptEntry(learned_on, None if name else viewer.user_id, name)
    texts = {"summary": post.get("summary", ""), "story": post.get("story", ""), "reporter": post.get("person", "")}
    entry = InformationEntry(
        source=post.get("source", ""),
        receipts=[receipt],
        texts={kind: text for kind, text in texts.items() if text.strip() or kind == "summary"},
        device=post.get("device") or None,
        hospital=post.get("hospital") or None,
        original=_original(request),
        source_no=post.get("source_no", ""),
    )
    return receive_information(entry, on=today(), actor=Actor.user(viewer.user_id))


def _original(request: HttpRequest) -> tuple[bytes, str] | None:
    file = request.FILES.get("original")
    if file is None:
        return None
    if file.size is None or file.size > MAX_BYTES:
        raise Refused("information.original", f"larger than {MAX_BYTES:,} bytes")
    # What the browser says of it is not believed: it is kept as bytes and never shown in place.
    return file.read(), "application/octet-stream"
