"""My sessions: where I am signed in, each ended by me."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.people.end_session import end_session
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.record import clock
from kizuki.store.record.sessions import Session, sessions_of
from kizuki.web.own_actor import own_actor
from kizuki.web.said import say_done
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """The sessions of who reads the page, this one first."""

    rows: tuple[Session, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The page; a post ends one."""
    viewer = viewer_of(request)
    person = viewer.user_id or 0
    if request.method == "POST":
        try:
            end_session(person, request.POST.get("end", ""), actor=own_actor(viewer))
        except Refused:
            # It has ended meanwhile, or is nobody's of theirs: the page shows what runs.
            return redirect("my-sessions")
        say_done(request, say("sessions.done", viewer.lang))
        return redirect("my-sessions")
    rows = sessions_of(person, request.session.session_key or "", clock.of_the_machine())
    return render(request, "kizuki/sessions.html", {"page": SessionsPage(rows)})
