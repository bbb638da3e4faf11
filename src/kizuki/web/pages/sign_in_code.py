"""The second step of signing in, for who has one: a code of their app."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuki.actions.people.second_factor import use_second_factor
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.web.context import language_of
from kizuki.web.entering import open_session, waiting_in
from kizuki.web.throttle import PAUSE_MINUTES, codes_are_paused, count_wrong_code
from kizuki.web.way_back import ours


@dataclass(frozen=True, slots=True)
class CodePage:
    """Why a code was refused, in words; '' where none was sent."""

    refusal: str = ""


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The form, for whose password fitted within the last minutes; everybody else begins with name and password."""
    found = waiting_in(request)
    if found is None:
        return redirect("sign-in")
    if request.method != "POST":
        return render(request, "kizuki/sign_in_code.html", {"page": CodePage()})
    word = _refusal(found.person.pk, request.POST.get("code", ""))
    if not word:
        open_session(request, found.person)
        return redirect(ours(found.next))
    page = CodePage(say(word, language_of(request), minutes=PAUSE_MINUTES))
    return render(request, "kizuki/sign_in_code.html", {"page": page}, status=429 if "too_many" in word else 422)


def _refusal(person: int, code: str) -> str:
    """The word that says why the code does not open; '' where it did."""
    if codes_are_paused(person):
        return "second_factor.too_many"
    if not use_second_factor(person, code, actor=Actor.program("web")):
        count_wrong_code(person)
        return "second_factor.refused"
    return ""
