"""Incidents above cases: the open ones, and one with its members, the cases it needs, and its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kizuki.actions.incidents.join_person import join_person
from kizuki.actions.incidents.start_playbook import start_playbook
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.core.incidents.cases_wanted import CAMPAIGN
from kizuki.core.lifecycle.moves import states_of
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.incidents.playbooks import playbooks
from kizuki.store.queries.incidents import IncidentPage, IncidentRow, TaskRow, incident_ledger, incident_page
from kizuki.store.queries.persons import persons_called
from kizuki.store.queries.story import Story, story_of
from kizuki.store.queries.told import ToldRow, told_matrix
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_campaign import OPEN_CAMPAIGN
from kizuki.web.doors.of_incident import DOORS
from kizuki.web.doors.offered import Link, links
from kizuki.web.lists.asked import Grammar, asked_of
from kizuki.web.lists.files import Column, file_of
from kizuki.web.lists.shown import ListShown, shown
from kizuki.web.rail import Stop, incident_rail
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

COLUMNS: tuple[Column[IncidentRow], ...] = (
    Column("lists.number", lambda row, _: row.number),
    Column("case_ledger.title_of_case", lambda row, _: row.title),
    Column("lists.kind", lambda row, lang: say(f"record.value.kind.{row.kind}", lang)),
    Column("portfolio.states", lambda row, lang: say(f"portfolio.incident_state.{row.state}", lang)),
    Column("portfolio.learned", lambda row, _: row.learned_on),
    Column("portfolio.hospital", lambda row, _: row.hospital),
    Column(
        "lists.patients",
        lambda row, lang: say("screens.not_yet_known", lang) if row.patients is None else row.patients,
    ),
)


@dataclass(frozen=True, slots=True)
class IncidentList:
    """Incidents of one state on one day."""

    today: date
    state: str
    states: tuple[str, ...]
    rows: tuple[IncidentRow, ...]
    list: ListShown
    doors: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class IncidentView:
    """The page of an incident on one day. `playbooks` are those that can still be started, with their names."""

    today: date
    found: IncidentPage
    first_hour: tuple[tuple[TaskRow, Countdown], ...]
    tasks: tuple[tuple[TaskRow, Countdown], ...]
    told: tuple[ToldRow, ...]
    happened: tuple[tuple[object, str, str], ...]
    playbooks: tuple[tuple[str, str], ...]
    doors: tuple[Link, ...]
    may_join: bool = False
    persons: tuple[tuple[str, str], ...] = ()
    """Whom its cases tell of: id, and what to call them; none unless several cases do."""
    joined: tuple[tuple[str, str, str, object], ...] = ()
    """Who is the same as whom, as people call them, who said so, and when."""
    story: Story | None = None
    """The story of a campaign; None of an incident."""
    refusal: str = ""
    rail: tuple[Stop, ...] = ()

    @property
    def informed(self) -> tuple[ToldRow, ...]:
        """The parties who were told something."""
        return tuple(party for party in self.told if party.told)

    @property
    def untold(self) -> tuple[ToldRow, ...]:
        """The parties to whom nobody has said anything yet."""
        return tuple(party for party in self.told if not party.told)


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The list, or all its rows as a file."""
    states, viewer, on = tuple(states_of("incident")), viewer_of(request), today()
    asked = asked_of(request, Grammar(choices={"state": states}), viewer.lang)
    state = asked.get("state") or "open"
    part = incident_ledger(viewer, state, asked.span)
    if asked.file:
        return file_of(asked.file, "incidents", "portfolio.incidents", COLUMNS, part.rows, viewer.lang, on)
    doors = links((OPEN_CAMPAIGN,), Doing(viewer, "", 0, on))
    page = IncidentList(on, state, states, part.rows, shown(asked, part, viewer.lang), doors)
    return render(request, "kizuki/incidents.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """The page; a post starts a playbook, or joins a person of two cases."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST":
        try:
            _start(request, viewer, incident_id)
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect("incident", incident_id)
    page = incident_view(viewer, incident_id, today(), refusal=refusal)
    if page is None:
        raise Http404
    return render(request, "kizuki/incident.html", {"page": page}, status=422 if refusal else 200)


def incident_view(viewer: Viewer, incident_id: int, on: date, *, refusal: str = "") -> IncidentView | None:
    """The page as seen on one day; None where there is no such incident."""
    found = incident_page(viewer, incident_id)
    if found is None:
        return None
    lines = [(task, countdown(task.due_on if task.state == "open" else None, on)) for task in found.tasks]
    started = {key for key, _revision, _on in found.playbooks}
    startable = found.row.state == "open" and may(viewer.role, "start_playbook")
    cases = [(member.id, member.said.partition(" ")[0]) for member in found.members if member.kind == "case"]
    called = persons_called(viewer, cases, viewer.lang)
    unseen = say("portfolio.join_unseen", viewer.lang)
    return IncidentView(
        today=on,
        found=found,
        first_hour=tuple(line for line in lines if line[0].first_hour),
        tasks=tuple(line for line in lines if not line[0].first_hour),
        told=told_matrix(viewer, incident_id=incident_id),
        happened=tuple((entry.at, entry.said(viewer.lang), entry.actor) for entry in reversed(found.timeline)),
        playbooks=tuple(
            (book.key, book.ja if viewer.lang == "ja" else book.en)
            for book in (playbooks() if startable else ())
            if book.key not in started
        ),
        may_join=found.row.kind != CAMPAIGN and may(viewer.role, "join_person"),
        persons=tuple(called.items()) if len({words.partition(" ")[0] for words in called.values()}) > 1 else (),
        joined=tuple(
            (called.get(person, unseen), called.get(same_as, unseen), by, at)
            for person, same_as, by, at in found.joined
        ),
        story=story_of(viewer, incident_id) if found.row.kind == CAMPAIGN else None,
        doors=links(DOORS, Doing(viewer, "", incident_id, on)),
        refusal=refusal,
        rail=incident_rail(found.row.learned_on, on, viewer.lang),
    )


def _start(request: HttpRequest, viewer: Viewer, incident_id: int) -> None:
    assert viewer.user_id is not None, "the page is for those who signed in"
    if request.POST.get("step") == "join":
        said = {name: request.POST.get(name, "").strip() for name in ("person", "same_as", "reason")}
        join_person(incident_id, **said, actor=Actor.user(viewer.user_id))
        return
    start_playbook(incident_id, request.POST.get("playbook", ""), on=today(), actor=Actor.user(viewer.user_id))
