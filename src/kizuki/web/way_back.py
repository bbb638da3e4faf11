"""Where to go after a form: only to a page of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest) -> str:
    """The path that the form carries in `next`, or home where it leads elsewhere."""
    return ours(request.POST.get("next", ""))


def ours(path: str) -> str:
    """The path where it is one of ours, else home."""
    if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return reverse("home")
