"""A one-time link: its owner chooses a password, and comes in."""

from __future__ import annotations

from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuki.actions.people.use_access import use_access
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.models import User
from kizuki.store.people.access_links import open_link
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.context import language_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.first_run import ChoosePassword
from kizuki.web.entering import enter
from kizuki.web.pages.first_run import FormOfStranger
from kizuki.web.said import say_done
from kizuki.web.today import today


@login_not_required
@sensitive_post_parameters("new_password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, token: str) -> HttpResponse:
    """The form; looking at it uses nothing (mail programs look at links), sending it ends every other session."""
    found = open_link(token, clock.now())
    if found is None or found.user_id is None:
        raise Http404
    lang = language_of(request)
    doing = Doing(Viewer(None, "program", lang), "access", 0, today())
    form = ChoosePassword(doing, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            use_access(token, form.cleaned_data["new_password"], actor=Actor.program("web"))
        except Refused as refused:
            form.refuse(refused)
        else:
            logout(request)
            person = authenticate(request, username=found.sign_in_name, password=form.cleaned_data["new_password"])
            assert isinstance(person, User), "the password was kept a moment ago"
            # The link stands for the password alone: whoever has an app is asked for its code all the same.
            entered = enter(request, person)
            say_done(request, say("access.done", lang))
            return redirect("home" if entered else "sign-in-code")
    page = FormOfStranger(form, request.path, say("access.button", lang), found.name, found.sign_in_name)
    return render(request, "kizuki/access.html", {"page": page}, status=422 if form.is_bound else 200)
