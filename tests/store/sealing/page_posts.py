"""Each form of a page that is no door, filled in with a patient's name in every box that takes words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kizuki.store import models
from tests.access.asking import routes
from tests.access.whole import table_of
from tests.actions.office import PASSWORD
from tests.store.sealing.marked import Marks
from tests.web.walk import kind_of

_WORDS = ("text", "search", "email", "tel", "url", "")
_DAY = re.compile(r"(^|_)(on|day|until|date|from|to|ends|begins|review)(_|$)")
_LEAVES = ("sign-out", "language")


@dataclass
class Form:
    """A form of a page: where it is sent, its fields by what is typed in, what is chosen, and its buttons."""

    action: str
    words: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    fixed: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The path and the button by which it is known."""
        kind = kind_of(self.action)
        return f"{'/'.join(kind or ('?',))} {' '.join(f'{n}={v}' for n, v in self.fixed if n in ('step', 'then', 'act'))}"


class Forms(HTMLParser):
    """The forms of a page that are sent by post, with fields outside them that belong to one by its id."""

    def __init__(self, address: str, body: str) -> None:
        super().__init__()
        self._address, self.found = address, list[Form]()
        self._form: Form | None = None
        self._select = self._area = ""
        self._ids: dict[str, Form] = {}
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            form = Form(urljoin(self._address, told.get("action") or self._address))
            if told.get("method", "get").lower() == "post":
                self.found.append(form)
            self._form = form
            self._ids[told.get("id", "")] = form
            return
        form_here = self._ids.get(told["form"], self._form) if "form" in told else self._form
        name = told.get("name", "")
        if tag == "option" and self._select and form_here is not None and told.get("value"):
            form_here.chosen[self._select].append(told["value"])
        if form_here is None or not name or "disabled" in told:
            return
        kind = told.get("type", "")
        if tag == "textarea":
            form_here.words[name] = ""
            self._area = name
        elif tag == "select":
            form_here.chosen.setdefault(name, [])
            self._select = name
        elif tag == "button":
            form_here.buttons.append((name, told.get("value", "")))
        elif tag == "input" and kind == "hidden":
            form_here.fixed.append((name, told.get("value", "")))
        elif tag == "input" and kind == "password":
            form_here.passwords.append(name)
        elif tag == "input" and kind == "file":
            form_here.files.append(name)
        elif tag == "input" and kind in ("radio", "checkbox"):
            form_here.chosen.setdefault(name, []).append(told.get("value", "on"))
        elif tag == "input" and kind in _WORDS:
            form_here.words[name] = told.get("value", "")
        elif tag == "input":
            form_here.fixed.append((name, told.get("value", "") or "1"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None and data.strip():
            self._form.words[self._area] = data
        self._area = ""


def addresses(most: int = 3) -> Iterator[str]:
    """The pages of every route, of the newest rows."""
    for route, places, fixed in routes():
        if fixed or route in _LEAVES:
            continue
        for at in range(most if places else 1):
            values: dict[str, Any] = {}
            for place in places:
                values[place] = _value(route, place, at)
            yield reverse(route, kwargs=values)


def _value(route: str, place: str, at: int) -> Any:
    if place == "kind":
        return "case" if route in ("readings", "embargo") else "devices"
    if place == "advisory":
        found = list(models.Assessment.objects.values_list("advisory__identifier", flat=True)[:3])
        found += list(models.Advisory.objects.order_by("pk").values_list("identifier", flat=True)[:3])
        return found[min(at, len(found) - 1)] if found else "CVE-2026-1"
    if place == "number":
        model: Any = models.Case if route in ("readings", "embargo") else None
        return model.objects.order_by("pk").values_list("pk", flat=True)[0] if model else 1
    model = models.MeasureLetter if place == "letter_id" else table_of(place)
    if place in ("token", "key", "sha256"):
        return "0" * 64
    if model is None:
        return 1
    rows = list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:3])
    return rows[min(at, len(rows) - 1)] if rows else 1


def posts(form: Form, on: date, marks: Marks) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """The ways in which it is sent, with each button: everything a name; one box a name and the others as they stand."""
    fixed = form.fixed + [(name, PASSWORD) for name in form.passwords]
    for button in form.buttons or [("", "")]:
        label = f"{form.label}{' ' + '='.join(button) if button[0] else ''}"
        chosen = [(name, values[0]) for name, values in form.chosen.items() if values]
        pressed = [button] if button[0] else []
        mark = {name: marks.mark(f"page {label}.{name}") for name in (*form.words, *form.files)}
        files = [(name, _file(mark[name])) for name in form.files]
        everything = [(name, on.isoformat() if _DAY.search(name) else mark[name]) for name in form.words]
        yield label, [*fixed, *chosen, *everything, *files, *pressed]
        for one in form.words:
            others = [
                (n, v or (on.isoformat() if _DAY.search(n) else "1")) for n, v in form.words.items() if n != one
            ]
            yield label, [*fixed, *chosen, *others, (one, mark[one]), *files, *pressed]


def _file(mark: str) -> Any:
    return SimpleUploadedFile(f"{mark}.pdf", b"%PDF-1.7\n" + mark.encode(), "application/pdf")


def sent(client: Any, form: Form, values: list[tuple[str, Any]]) -> Any:
    """Send it as a browser would."""
    told: dict[str, Any] = {}
    for name, value in values:
        told.setdefault(name, []).append(value)
    return client.post(form.action, {name: rows if len(rows) > 1 else rows[0] for name, rows in told.items()})
