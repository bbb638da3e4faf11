"""Signing in and out."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kizuki.actions.people.renew_hash import renew_hash
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.store.models import User
from kizuki.web.context import language_of
from kizuki.web.entering import enter
from kizuki.web.throttle import PAUSE_MINUTES, count_failure, forget_failures, is_paused
from kizuki.web.way_back import way_back


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the form shows again: the name that was typed, where to go afterwards, and why it was refused."""

    name: str = ""
    next: str = ""
    refusal: str = ""


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; a name and password that fit open a session."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect("home")
        return render(request, "kizuki/sign_in.html", {"page": SignInPage(next=request.GET.get("next", ""))})
    name, password = request.POST.get("name", "").strip(), request.POST.get("password", "")
    entered, refusal = _entered(request, name, password)
    if not refusal:
        return redirect(way_back(request) if entered else "sign-in-code")
    lang = language_of(request)
    page = SignInPage(name, request.POST.get("next", ""), say(refusal, lang, minutes=PAUSE_MINUTES))
    return render(request, "kizuki/sign_in.html", {"page": page}, status=429 if "too_many" in refusal else 422)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


def _entered(request: HttpRequest, name: str, password: str) -> tuple[bool, str]:
    """Whether a session is open (else a code is asked for next), or the word that says why nothing fits."""
    if not name or not password or "\0" in name:
        return False, "screens.sign_in.empty"
    if is_paused(request, name):
        return False, "screens.sign_in.too_many"
    user = authenticate(request, username=name, password=password)
    if not isinstance(user, User):
        count_failure(request, name)
        return False, "screens.sign_in.refused"
    forget_failures(request, name)
    renew_hash(user.pk, password, actor=Actor.program("web"))
    return enter(request, user, request.POST.get("next", "")), ""
