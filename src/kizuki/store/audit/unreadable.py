"""Reading a record in which somebody put what Python cannot read: bytes that are no text, days before the first year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import DataError, OperationalError, connections

from kizuki.store.record.canonical import digest_of

Found = TypeVar("Found")


def read_whatever_stands(using: str, read: Callable[[], Found]) -> Found:
    """What `read` gives. Where the database holds a text that is not UTF-8 (SQLite), or a day that Python has not
    (PostgreSQL: `infinity`, before Christ), it reads once more, with such a value in words that no verb wrote: its row is
    named then like any other that was altered, and the rest is read as well."""
    vendor = connections[using].vendor
    try:
        return read()
    except (OperationalError, DataError) as fault:
        if vendor == "sqlite" and "decode to UTF-8" not in str(fault):
            raise
        if vendor == "postgresql" and not isinstance(fault, DataError):
            raise
    with _every_text_told(using) if vendor == "sqlite" else _every_day_told(using):
        return read()


def tells_every_text(using: str) -> bool:
    """Whether this connection reads so now; another one that is opened beside it would not."""
    return bool(getattr(connections[using].connection, "text_factory", str) is text_of)


@contextmanager
def _every_text_told(using: str) -> Iterator[None]:
    # A function of Python for each text takes time: only a record that has such a text is read so.
    opened = connections[using].connection
    opened.text_factory = text_of
    try:
        yield
    finally:
        opened.text_factory = str


def text_of(text: bytes) -> str:
    """A text as it stands; one that is not UTF-8 in words that no verb wrote."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return f"not UTF-8, sha256 {digest_of(text)}"


@contextmanager
def _every_day_told(using: str) -> Iterator[None]:
    from psycopg.pq import Format

    adapters = connections[using].connection.adapters
    before = {name: adapters.get_loader(adapters.types[name].oid, Format.TEXT) for name in ("date", "timestamptz")}
    for name, loader in before.items():
        adapters.register_loader(name, _tolerant(loader))
    try:
        yield
    finally:
        for name, loader in before.items():
            adapters.register_loader(name, loader)


def _tolerant(loader: Any) -> type[Any]:
    """The same loader, which gives the text where it knows no day."""
    from psycopg import DataError as NoDay
    from psycopg.adapt import Loader

    class Tolerant(Loader):
        # Django asks the loader of a connection for it, and puts its own in the place of one with another.
        timezone = getattr(loader, "timezone", None)

        def __init__(self, oid: int, context: Any = None) -> None:
            super().__init__(oid, context)
            self._known = loader(oid, context)

        def load(self, data: Any) -> Any:
            try:
                return self._known.load(data)
            except NoDay:
                return bytes(data).decode()

    return Tolerant
