"""Reading a SQLite record in which somebody put bytes that are no text where a text belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import OperationalError, connections

from kizuki.store.record.canonical import digest_of

Found = TypeVar("Found")


def read_whatever_stands(using: str, read: Callable[[], Found]) -> Found:
    """What `read` gives. Where the database holds a text that is not UTF-8 it reads once more, with such a text in other
    words that no verb wrote: its row is named then like any other that was altered, and the rest is read as well."""
    try:
        return read()
    except OperationalError as fault:
        if connections[using].vendor != "sqlite" or "decode to UTF-8" not in str(fault):
            raise
    with _every_text_told(using):
        return read()


def tells_every_text(using: str) -> bool:
    """Whether this connection reads so now; another one that is opened beside it would not."""
    return bool(getattr(connections[using].connection, "text_factory", str) is _told)


@contextmanager
def _every_text_told(using: str) -> Iterator[None]:
    # A function of Python for each text takes time: only a record that has such a text is read so.
    opened = connections[using].connection
    opened.text_factory = _told
    try:
        yield
    finally:
        opened.text_factory = str


def _told(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return f"not UTF-8, sha256 {digest_of(text)}"
