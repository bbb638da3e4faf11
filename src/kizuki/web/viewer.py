"""The signed-in person as queries know a viewer."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from kizuki.store.queries.viewer import Viewer
from kizuki.web.context import language_of


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks, and in which language."""
    user = cast(Any, request.user)
    return Viewer(user.pk, user.role, language_of(request))
