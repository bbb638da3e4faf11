"""Kept bytes as an answer: a file to keep, or a picture inside one of our pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; sandbox"


def as_a_file(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A kept document as a file to keep: no browser shows it, runs it or guesses what else it might be."""
    return _sent(name, media_type, content, saved=True)


def as_a_picture(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A picture that stands in a page of ours, and shows nothing else where it is opened by itself."""
    return _sent(name, media_type, content, saved=False)


def _sent(name: str, media_type: str, content: bytes, *, saved: bool) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=saved, filename=name)
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": disposition or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": SANDBOX,
        },
    )
