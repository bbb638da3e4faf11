"""What came from abroad, in one table: many rows are said to be no matter of ours, or candidates, in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.actions.information.examine_information import examine_information
from kizuki.actions.information.set_aside_information import set_aside_information
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.information.sources import sources
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.information import InformationRow, information_from
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, decision_countdown
from kizuki.web.numbers import number_in
from kizuki.web.refusals import refusal_words
from kizuki.web.said import say_done
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

MOST = 500
"""Rows of one table; what is beyond them comes up as the first ones are decided."""
WAITING, UNNAMED, ASIDE = "waiting", "unnamed", "aside"
LISTS = {WAITING: UNDECIDED, UNNAMED: UNDECIDED, ASIDE: ("not_relevant",)}
"""What the page lists: what waits for a decision, of that what names no device of ours, and what was set aside and can be
taken up again."""
ACTS = {"not_identical": "not_our_device", "known": "known_already", "nothing": "no_malfunction"}
"""What is said of many rows at once, and the reason by which each is then set aside."""
CANDIDATE = "candidate"
"""What is looked at one by one: examined, and still owed its decision by its own day."""


@dataclass(frozen=True, slots=True)
class TriageList:
    """One table with how far it is; `rows` have the day by which each is decided. `chosen` and `words` are what was
    typed before it was refused."""

    today: date
    listed: str
    lists: tuple[str, ...]
    rows: tuple[tuple[InformationRow, Countdown | None], ...]
    total: int
    decided: int
    candidates: int
    acts: tuple[str, ...]
    chosen: frozenset[int] = frozenset()
    words: str = ""
    refusal: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def information_triage(request: HttpRequest) -> HttpResponse:
    """The table; a post says the same of every chosen row."""
    viewer = viewer_of(request)
    if not may(viewer.role, "set_aside_information"):
        raise PermissionDenied
    asked = request.GET.get("list", "")
    listed = asked if asked in LISTS else WAITING
    if request.method != "POST":
        return render(request, "kizuki/information_triage.html", {"page": triage_list(viewer, today(), listed)})
    chosen = _chosen(request.POST)
    try:
        count = _say(viewer, request.POST, chosen)
    except Refused as refused:
        why = refusal_words(refused, viewer.lang)
        page = triage_list(viewer, today(), listed, chosen, request.POST.get("words", ""), why)
        return render(request, "kizuki/information_triage.html", {"page": page}, status=422)
    say_done(request, say("abroad.done", viewer.lang, count=count))
    return redirect(f"{reverse('information-triage')}?list={listed}")


def triage_list(
    viewer: Viewer, on: date, listed: str, chosen: Sequence[int] = (), words: str = "", refusal: str = ""
) -> TriageList:
    """The table as seen on one day."""
    abroad = [one.code for one in sources().values() if one.foreign]
    rows, counts = information_from(viewer, abroad, LISTS[listed], MOST, unnamed=listed == UNNAMED)
    total = sum(counts.values())
    return TriageList(
        today=on,
        listed=listed,
        lists=tuple(LISTS),
        rows=tuple((row, decision_countdown(row, on)) for row in rows),
        total=total,
        decided=total - sum(counts.get(state, 0) for state in UNDECIDED),
        candidates=counts.get("examined", 0),
        acts=("again",) if listed == ASIDE else (*ACTS, CANDIDATE),
        chosen=frozenset(chosen),
        words=words,
        refusal=refusal,
    )


def _chosen(told: QueryDict) -> list[int]:
    """The rows that are meant: every one that was shown, or those that were ticked."""
    names = told.get("shown", "").split() if told.get("all") else told.getlist("row")
    return list(dict.fromkeys(number for number in map(number_in, names[:MOST]) if number is not None))


def _say(viewer: Viewer, told: QueryDict, chosen: Sequence[int]) -> int:
    """Say it of each row, which keeps it as its own; a row that cannot take it is named, and those before it stand."""
    act, words, actor = told.get("act", ""), told.get("words", ""), Actor.user(viewer.user_id or 0)
    if not chosen:
        raise Refused("abroad.rows", "no row is chosen")
    if act not in (*ACTS, CANDIDATE, "again"):
        raise Refused("abroad.act", f"{act!r} is no answer of this page")
    if not words.strip():
        raise Refused("abroad.words", "why is required")
    for number in chosen:
        if act in ACTS:
            set_aside_information(number, ACTS[act], words, actor=actor)
        else:
            examine_information(number, words, actor=actor)
    return len(chosen)
