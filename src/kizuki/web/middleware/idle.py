"""Sessions end when nobody uses them, and a working day after they began."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from kizuki.store.record import clock
from kizuki.store.record.sessions import BEGAN, FROM, SEEN

TOLD_EVERY_SECONDS = 60


def idle(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Each use lets a session live for `KIZUKI_IDLE_MINUTES` more, up to `LONGEST_SESSION_SECONDS` in all."""

    def respond(request: HttpRequest) -> HttpResponse:
        # Without the shift of a demonstration: so much time has gone by, whatever day the pages show.
        now = int((clock.now() - clock.shift()).timestamp())
        if now - int(request.session.get(BEGAN, now)) > settings.LONGEST_SESSION_SECONDS:
            logout(request)
        response = get_response(request)
        # After the page: whoever signs in on it begins a session with it.
        if request.user.is_authenticated:
            if BEGAN not in request.session:
                request.session[BEGAN], request.session[FROM] = now, request.META.get("REMOTE_ADDR", "")
            if now - int(request.session.get(SEEN, 0)) >= TOLD_EVERY_SECONDS:
                request.session[SEEN] = now
        return response

    return respond
