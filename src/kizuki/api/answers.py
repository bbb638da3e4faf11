"""Answers as JSON, and their tags: digests by which nobody writes over what they have not read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

from kizuki.core.glossary import Lang


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON")


_ENCODER = msgspec.json.Encoder(order="deterministic", enc_hook=_plain)


def body_of(value: Any) -> bytes:
    """A value of the record as JSON; keys and shapes are the names of its type."""
    return _ENCODER.encode(value)


def tag_of(body: bytes) -> str:
    """The ETag of a body."""
    return f'"{hashlib.sha256(body).hexdigest()[:40]}"'


def answer(request: HttpRequest, value: Any, lang: Lang, *, status: int = 200) -> HttpResponse:
    """The value with its tag; 304 without it where the asker holds it already."""
    body = body_of(value)
    headers = {"ETag": tag_of(body), "Content-Language": lang, "Vary": "Authorization, Accept-Language"}
    held = request.headers.get("If-None-Match", "")
    if status == 200 and request.method == "GET" and headers["ETag"] in tags_in(held):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/json", status=status, headers=headers)


def tags_in(header: str) -> list[str]:
    """The tags of a header; a weak one is what a compressed body has, and names the same."""
    return [part.strip().removeprefix("W/") for part in header.split(",")]
