"""What the web server calls for each request: the gate, and the pages behind it."""

from __future__ import annotations

import os

from kizuki.core.documents.memory import set_apart_for_good
from kizuki.store.record.parent import end_with_parent
from kizuki.web.wsgi import application as pages

# The process that serves is a child of the server's own, and ends with it.
end_with_parent()


def _application() -> object:
    from django.conf import settings

    from kizuki.web.gate import Gate, Limits
    from kizuki.web.known_requests import is_known
    from kizuki.web.watching import begin

    if settings.MAIL is not None:
        begin()
    threads = min(8, 2 * (os.cpu_count() or 1) + 1)
    return Gate(pages, is_known, Limits(threads, signed_in=settings.ATTACHMENT_BYTES + 1024 * 1024), settings.PROXIES)


def _loaded() -> None:
    """Load every page before the first request asks for one, and search what was loaded for garbage once, not again."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 reading it loads them
    set_apart_for_good()


application = _application()
_loaded()
