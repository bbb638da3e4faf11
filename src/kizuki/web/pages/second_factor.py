"""My second factor: an authenticator app, set up with a first code, and ended with the password and a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuki.actions.people.second_factor import begin_second_factor, confirm_second_factor, end_second_factor
from kizuki.actions.people.signing import prove
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.people.second_factors import Factor, is_demanded_of_signers, second_factor_of
from kizuki.store.record import clock
from kizuki.store.record.sessions import end_other_sessions
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.fields import Code, Password
from kizuki.web.doors.form import DoorForm
from kizuki.web.own_actor import own_actor
from kizuki.web.said import say_done
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

_QUIET = 4
"""Squares of white around a QR code, without which telephones do not find it."""


class _WithPassword(DoorForm):
    """The password once more; the code beside it where an app is in use."""

    password = Password("me.field.password")


class _FirstCode(DoorForm):
    """The code that the new app shows."""

    code = Code("second_factor.first_code", hint="second_factor.first_code_hint")

    places: ClassVar = {"second_factor": "code"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A QR code as a drawing: its side in squares, the quiet zone with it, and the path of the dark ones."""

    side: int
    dark: str

    @property
    def pixels(self) -> int:
        """Its side on the page."""
        return self.side * 4


@dataclass(frozen=True, slots=True)
class SecondFactorPage:
    """`factor` None: no app was offered yet. `picture` says to the app what it needs. `codes` are those for the day on
    which the app is lost, on the page that made them and on no other."""

    factor: Factor | None
    demanded: bool
    form: DoorForm
    step: str
    picture: Picture | None = None
    codes: tuple[str, ...] = ()


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The page; a post offers an app, confirms it, or ends it."""
    viewer = viewer_of(request)
    doing = Doing(viewer, "second_factor", 0, today())
    if request.method != "POST":
        return render(request, "kizuki/second_factor.html", {"page": _page(doing)})
    step = request.POST.get("step", "")
    form = _form_of(doing, step, request.POST)
    codes: tuple[str, ...] = ()
    if form.is_valid():
        try:
            codes = _do(doing, step, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
    if form.errors:
        return render(request, "kizuki/second_factor.html", {"page": _page(doing, form)}, status=422)
    if codes:
        # Sessions that began without a code are none any more.
        end_other_sessions(doing.person, request.session.session_key or "", clock.of_the_machine())
        page = _page(Doing(viewer, "second_factor", 0, doing.on), codes=codes)
        return render(request, "kizuki/second_factor.html", {"page": page})
    if step == "end":
        say_done(request, say("second_factor.ended", viewer.lang))
    return redirect("my-second-factor")


def _page(doing: Doing, form: DoorForm | None = None, codes: tuple[str, ...] = ()) -> SecondFactorPage:
    factor = second_factor_of(doing.person)
    step = "begin" if factor is None else "end" if factor.confirmed_at else "confirm"
    picture = picture_of(factor.address) if factor is not None and factor.address else None
    return SecondFactorPage(factor, is_demanded_of_signers(), form or _form_of(doing, step), step, picture, codes)


def picture_of(address: str) -> Picture:
    """The QR code of an address."""
    rows = segno.make(address, error="m", micro=False).matrix
    squares = ((x, y) for y, row in enumerate(rows, _QUIET) for x, one in enumerate(row, _QUIET) if one)
    return Picture(len(rows) + 2 * _QUIET, "".join(f"M{x} {y}h1v1h-1z" for x, y in squares))


def _form_of(doing: Doing, step: str, data: Any = None) -> DoorForm:
    return _FirstCode(doing, data) if step == "confirm" else _WithPassword(doing, data)


def _do(doing: Doing, step: str, told: dict[str, Any]) -> tuple[str, ...]:
    """Take one step; the codes for the day of loss where it was the one that makes them."""
    actor = own_actor(doing.viewer)
    if step == "confirm":
        return confirm_second_factor(doing.person, told["code"], actor=actor)
    if step not in ("begin", "end"):
        raise Refused("step", f"{step!r} is no step of this page")
    prove(doing.actor, told["password"])
    (begin_second_factor if step == "begin" else end_second_factor)(doing.person, actor=actor)
    return ()
