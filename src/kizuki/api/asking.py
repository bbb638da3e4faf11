"""Who asks: the token, what it may be used for, how often, and the language of the answer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from kizuki.api.pace import Pace
from kizuki.api.problem import Problem, Wrong
from kizuki.api.verbs import api_verbs
from kizuki.core.glossary import Lang
from kizuki.store.people.tokens import Holder, holder_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock

STRANGERS_A_MINUTE = 60
"""Requests without a good token from one address."""

_PACE = Pace()


def language_of(request: HttpRequest, otherwise: Lang = "ja") -> Lang:
    """The first of Japanese and English that `Accept-Language` names; `otherwise` where it names neither."""
    for part in request.headers.get("Accept-Language", "").lower().split(","):
        for lang in ("ja", "en"):
            if part.strip().startswith(lang):
                return "ja" if lang == "ja" else "en"
    return otherwise


class Token(HttpBearer):
    """`Authorization: Bearer kzk_…`. `scope` is what the route asks of it."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def scope_for(self, _request: HttpRequest) -> str:
        """The scope that this request needs."""
        return self.scope

    def __call__(self, request: HttpRequest) -> Holder:
        """The holder of the token, as the viewer who asks; `Problem` where there is none, or its scope is another."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        holder = holder_of(token.strip(), clock.today()) if kind.lower() == "bearer" else None
        if holder is None:
            address = str(request.META.get("REMOTE_ADDR", ""))
            _within(f"stranger:{address}", STRANGERS_A_MINUTE)
            raise Problem("no_token", headers={"WWW-Authenticate": "Bearer"})
        _within(f"token:{holder.token}", settings.API_PER_MINUTE)
        scope = self.scope_for(request)
        if scope not in holder.scopes:
            raise Problem("no_scope", [Wrong("scope", "no_scope", (scope,), scope)])
        lang = language_of(request, holder.viewer.lang)
        return Holder(Viewer(holder.viewer.user_id, holder.viewer.role, lang), holder.token, holder.scopes)

    def authenticate(self, request: HttpRequest, token: str) -> Holder | None:
        """As Ninja would ask it; `__call__` asks everything at once."""
        return holder_of(token, clock.today())


class VerbToken(Token):
    """The token of who runs a verb: its scope is that of the step of GVP to which the verb belongs."""

    def __init__(self) -> None:
        super().__init__("")

    def scope_for(self, request: HttpRequest) -> str:
        """`Problem` where the last part of the address names no verb for programs."""
        verb = api_verbs().get(request.path.rpartition("/")[2])
        if verb is None:
            raise Problem("not_there", [Wrong("verb", "not_there")])
        return verb.scope


def _within(who: str, most: int) -> None:
    wait = _PACE.wait_of(who, most, clock.now().timestamp())
    if wait:
        raise Problem("too_often", headers={"Retry-After": str(wait)})


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer whom the token of a request stands for."""
    # Set by Ninja from what `Token` answers.
    holder: Holder = request.auth  # type: ignore[attr-defined]
    return holder.viewer
