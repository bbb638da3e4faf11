"""Everything that an outsider can ask of a record, by its name, and what is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from kizuki.actions.notices.ask_for_notices import ask_for_notices
from kizuki.store.models import Case, MeasureLetter, Notice
from kizuki.store.nouns.table import NOUNS
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.door import Door
from kizuki.web.doors.every import DOORS
from tests.access.asking import out_of_query, queries, routes, something, undone
from tests.access.cast import GONE, ON
from tests.access.two_records import NOON, OUTSIDERS, Record
from tests.access.whole import table_of
from tests.actions.record import TESTER
from tests.store.sealing.door_posts import filled, openings
from tests.store.sealing.marked import Marks

Asking = Iterator[tuple[str, Callable[[], str]]]

NOT_ASKED = ("sign-out", "language", "metrics", "healthz")
WITHOUT_A_SESSION = (
    *("home", "case", "sign-in", "finder-report", "security-txt", "readyz", "calendar", "access", "first-run"),
    *("hospital-information", "hospital-vex", "hospital-sbom", "hospital-letter", "hospital-statement"),
)
LISTS = ("/search?q=", "/findings?text=", "/findings?advisory=", "/register?text=", "/spread?component=")
_HEADERS = ("Location", "Content-Type", "Content-Disposition", "ETag", "Last-Modified", "Allow", "Content-Length")
_VARIES = (
    (r'(csrfmiddlewaretoken"? value|X-CSRFToken|nonce)([=":\s]+)"?[A-Za-z0-9+/=_-]+"?', r"\1"),
    (r"F-[A-Z0-9]{12}", "F-code"),
    (r"heartbeat_age(_seconds)?[ =][0-9.e+]+", "heartbeat_age"),
)
"""What differs by itself: tokens of forms, the code of a finder drawn by lot, the age of a sign of life."""


def answers(record: Record, words: tuple[str, ...], *, everything: bool) -> dict[str, str]:
    """Every answer by what was asked; `words` are what an outsider guesses. What one question did is nothing to the
    next."""
    found = {}
    for label, ask in _questions(record, words, everything):
        try:
            with undone():
                found[label] = ask()
        except Exception as fault:  # noqa: BLE001 whatever it is, it must be the same
            found[label] = f"{type(fault).__name__}: {fault}"
    return found


def _questions(record: Record, words: tuple[str, ...], everything: bool) -> Asking:
    for name in OUTSIDERS if everything else ("not_named",):
        yield from _pages(name, record.clients[name], record, words, everything)
        if name in record.tokens:
            yield from _api(name, record)
        if everything:
            yield from _queries(name, record)
            yield from _doors(name, record)
        yield f"{name} mails", lambda person=record.users[name]: _mails(person)  # type: ignore[misc]
    yield from _by_nobody(record)


def _pages(name: str, client: Client, record: Record, words: tuple[str, ...], everything: bool) -> Asking:
    asked = [
        *_addresses(record, everything),
        *(f"{page}{word}" for word in words for page in LISTS),
        "/drafts?path=/",
    ]
    for address in asked:
        yield f"{name} GET {address}", lambda address=address: _told(client.get(address))  # type: ignore[misc]


def _addresses(record: Record, everything: bool, only: tuple[str, ...] = ()) -> Iterator[str]:
    for route, places, fixed in routes():
        if route in NOT_ASKED or (only and route not in only) or (fixed and not everything):
            continue
        for at in range(2 if places and not fixed and everything else 1):
            values = dict(fixed) | {one: _value(record, route, one, at) for one in places if one not in fixed}
            yield reverse(route, kwargs=values)


def _value(record: Record, route: str, place: str, at: int) -> Any:
    of_a_case = route in ("readings", "embargo")
    told = {
        "token": record.link if route.startswith("hospital") else "9~x",
        "key": record.calendar,
        "kind": "case" if of_a_case else "devices",
        "number": record.rows[Case][0] if of_a_case else 1,
        "advisory": "CVE-2026-7777",
        "sha256": "0" * 64,
    }
    if place in told:
        return told[place]
    model = MeasureLetter if place == "letter_id" else table_of(place)
    rows = record.rows.get(model, []) if model else []
    return rows[min(at, len(rows) - 1)] if rows else GONE


def _api(name: str, record: Record) -> Asking:
    client = Client(headers={"authorization": f"Bearer {record.tokens[name]}"})
    for noun in NOUNS.values():
        ones = record.rows.get(noun.model, []) if noun.model else []
        for address in (f"{noun.name}?count=true&limit=50", *(f"{noun.name}/{key}" for key in ones)):
            yield f"{name} API {address}", lambda a=address: _told(client.get(f"/api/v1/{a}"))  # type: ignore[misc]


def _queries(name: str, record: Record) -> Asking:
    viewer = record.viewer(name)
    for function, places in queries():
        for at in range(2):
            given = {one.name: _given(record, one, at) for one in places}
            label = (
                f"{name} query {function.__module__.removeprefix('kizuki.store.queries.')}.{function.__name__} {at}"
            )
            yield label, lambda f=function, d=given: _bare(out_of_query(f, viewer, d))  # type: ignore[misc]


def _given(record: Record, place: Any, at: int) -> Any:
    if str(place.annotation).startswith("datetime"):
        return NOON
    model = table_of(place.name)
    rows = record.rows.get(model, []) if model else []
    return rows[min(at, len(rows) - 1)] if rows else something(place, record.world())


def _doors(name: str, record: Record) -> Asking:
    for key, door in DOORS.items():
        label = f"{name} door {'/'.join(key)}"
        yield label, lambda door=door: _posted(record, door, record.viewer(name))  # type: ignore[misc]


def _posted(record: Record, door: Door, viewer: Viewer) -> str:
    """Where this door opens for the viewer, what it offers, and what comes of a form that is filled in."""
    told = []
    for doing in openings(door, ON, [viewer], record.last):
        form = door.form(replace(doing, kept={}))
        offered = {field: list(one.choices) for field, one in form.fields.items() if hasattr(one, "choices")}
        with undone():
            post = filled(door, doing, Marks())
        # The next number is one further on: `docs/security.md` says so.
        goes_to = re.sub(r"\d+", "N", post.goes_to)
        told.append(f"{doing.id} {dict(doing.asked)} {door.about(replace(doing, kept={}))} {offered} {form.initial}")
        told.append(f"{post.done} {post.why} {goes_to}")
    return "\n".join(told)


def _mails(person_id: int) -> str:
    ask_for_notices(ON, actor=TESTER)
    rows = Notice.objects.filter(person_id=person_id, key__contains=f":{person_id}:").order_by("key")
    return "\n".join(map(str, rows.values_list("key", "kind", "case_id", "values")))


def _by_nobody(record: Record) -> Asking:
    nobody = Client()
    for address in _addresses(record, True, WITHOUT_A_SESSION):
        yield f"nobody GET {address}", lambda a=address: _told(nobody.get(a))  # type: ignore[misc]
    token = {"authorization": f"Bearer {settings.METRICS_TOKEN}"}
    yield "nobody GET /metrics", lambda: _told(nobody.get("/metrics", headers=token))
    report = {"title": "t", "body": "b", "product": "p", "contact": "c@example.org"}
    yield "nobody POST /report-a-vulnerability", lambda: _told(nobody.post("/report-a-vulnerability", report))


def _told(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = [f"{name}: {answer[name]}" for name in _HEADERS if answer.has_header(name)]
    return _bare("\n".join([str(answer.status_code), *headers, body.decode("utf-8", "replace")]))


def _bare(text: str) -> str:
    for pattern, instead in _VARIES:
        text = re.sub(pattern, instead, text)
    return text
