"""My tokens: what programs come in with in my place, made once and ended at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.people.end_api_token import end_api_token
from kizuki.actions.people.make_api_token import make_api_token
from kizuki.actions.people.signing import prove
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.tokens import TokenRow, tokens_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.fields import Day, Line, Password, Several
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.offers import of_scopes
from kizuki.web.numbers import number_in
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


class NewToken(DoorForm):
    """What a program may do in my place, and until when; the password once more, since it opens a way in."""

    label = Line("tokens.label", longest=40, hint="tokens.label_hint")
    scopes = Several("tokens.scopes", of_scopes, required=True)
    ends_on = Day("tokens.ends_on", hint="tokens.ends_on_hint", ahead=True)
    password = Password("me.field.password")


@dataclass(frozen=True, slots=True)
class TokensPage:
    """My tokens, the newest first; `token` is the new one, on the page that made it and on no other."""

    rows: tuple[TokenRow, ...]
    form: DoorForm | None
    token: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The page; a post makes a token, or ends one."""
    viewer, on = viewer_of(request), today()
    doing = Doing(viewer, "make_api_token", 0, on)
    if not may(viewer.role, "make_api_token"):
        return render(request, "kizuki/tokens.html", {"page": TokensPage((), None)})
    if request.method == "POST" and "end" in request.POST:
        _end(doing, request.POST.get("end", ""))
        return redirect("my-tokens")
    form, token = NewToken(doing), ""
    if request.method == "POST":
        form = NewToken(doing, request.POST)
        token = _made(doing, form, on)
    shown = NewToken(doing) if token else form
    page = TokensPage(tokens_of(viewer, on), shown, token)
    refused = request.method == "POST" and not token
    return render(request, "kizuki/tokens.html", {"page": page}, status=422 if refused else 200)


def _end(doing: Doing, identity: str) -> None:
    try:
        end_api_token(number_in(identity) or 0, actor=doing.actor)
    except Refused:
        # It is not theirs, or not there: the page shows what is.
        return


def _made(doing: Doing, form: NewToken, on: date) -> str:
    """The token; '' where the form says what is wrong."""
    if not form.is_valid():
        return ""
    told: dict[str, Any] = form.cleaned_data
    try:
        prove(doing.actor, told["password"])
        return make_api_token(told["label"], told["scopes"], told["ends_on"], on=on, actor=doing.actor)
    except Refused as refused:
        form.refuse(refused)
        return ""
