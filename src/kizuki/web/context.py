"""What every template may use besides its own page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from kizuki.core.glossary import Lang
from kizuki.core.people import ROLES, may
from kizuki.store.people.second_factors import is_asked_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.alarms import alarm_lines
from kizuki.web.frame import frame_sections
from kizuki.web.said import said_to


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in, as the header shows it."""

    name: str
    role: str


def language_of(request: HttpRequest) -> Lang:
    """The language that the middleware found; Japanese where a request never reached it."""
    return getattr(request, "lang", "ja")


def page_context(request: HttpRequest) -> dict[str, object]:
    """`lang`, the other language, the path to come back to, the visitor (None before sign-in), and what was recorded."""
    lang = language_of(request)
    user = request.user if hasattr(request, "user") else None
    visitor = None
    if user is not None and user.is_authenticated:
        visitor = Visitor(getattr(user, "display_name", ""), getattr(user, "role", ""))

    @cache
    def asks_code() -> bool:
        return user is not None and user.is_authenticated and is_asked_of(user.pk)

    return {
        # Asked for where somebody signs.
        "asks_code": asks_code,
        # Asked for by the layout alone, and for nobody who has not signed in.
        "alarm_lines": lambda: (
            () if visitor is None or user is None else alarm_lines(Viewer(user.pk, visitor.role, lang))
        ),
        "frame": lambda: () if visitor is None else frame_sections(_name_of(request), lang),
        "lang": lang,
        "other_lang": "en" if lang == "ja" else "ja",
        "idle_minutes": settings.IDLE_MINUTES,
        "here": request.get_full_path(),
        "visitor": visitor,
        "viewer": None if visitor is None or user is None else Viewer(user.pk, visitor.role, lang),
        "may_receive": visitor is not None and visitor.role in ROLES and may(visitor.role, "receive_information"),
        "said": said_to(request),
        # Asked for beside a field for a file: a page that answers a post was refused, and no browser keeps a file.
        "files_sent": lambda: frozenset(request.FILES) if request.method == "POST" else frozenset(),
    }


def _name_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return "" if match is None or match.url_name is None else match.url_name
