"""The first run: an empty record becomes that of a company, for whoever holds the token while nobody is there."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuki.actions.people.begin_record import begin_record
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.models import User
from kizuki.store.people.access_links import open_link
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.context import language_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.first_run import FirstRun, beginning_of
from kizuki.web.doors.form import DoorForm
from kizuki.web.entering import open_session
from kizuki.web.said import say_done
from kizuki.web.today import today

_WEB = Actor.program("web")


@dataclass(frozen=True, slots=True)
class FormOfStranger:
    """A form of somebody who has not signed in, as `door_form.html` shows it."""

    form: DoorForm
    address: str
    button: str
    name: str = ""
    sign_in_name: str = ""


@login_not_required
@sensitive_post_parameters("new_password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """The form; sent, it makes the company and signs in whoever sent it. Any other token finds no page."""
    found = open_link(token, clock.now())
    if found is None or found.user_id is not None:
        raise Http404
    lang = language_of(request)
    doing = Doing(Viewer(None, "program", lang), "first_run", 0, today())
    form = FirstRun(doing, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            begin_record(beginning_of(told, lang), told["new_password"], token=token, actor=_WEB)
        except Refused as refused:
            form.refuse(refused)
        else:
            person = authenticate(request, username=told["sign_in_name"], password=told["new_password"])
            assert isinstance(person, User), "the password was kept a moment ago"
            open_session(request, person)
            say_done(request, say("first_run.done", lang, company=told["company"]))
            return redirect("home")
    page = FormOfStranger(form, request.path, say("first_run.button", lang))
    return render(request, "kizuki/first_run.html", {"page": page}, status=422 if form.is_bound else 200)
