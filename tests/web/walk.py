"""A person walks through the pages from 今日 by what is linked there, and counts the doors that they come to."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from tests.web.looked_over import stumbles

NOT_WALKED = {
    "sign-out",
    "language",
    "report-pdf",
    "letter-pdf",
    "period-report-pdf",
    "assessment-pdf",
    "document-file",
}
"""Files, and what ends the walk."""

MOST = 7
MORE = {"findings": 20, "triage": 20}
"""So many pages of one kind are looked at; more of those that one filter or one choice tells apart."""

SAME_EVERYWHERE = {
    *("import", "imports", "company", "person", "search", "spread", "duty", "playbooks", "me", "my-tokens"),
    *("aliases", "jobs", "hospitals", "hospital", "statement", "letter-html"),
}
"""Pages of the whole house, which are walked in one scene."""


@dataclass(frozen=True, slots=True)
class Told:
    """A form as a page shows it: where it is sent, and the names of its fields; `name=value` of what is chosen already
    (hidden fields, buttons)."""

    action: str
    fields: frozenset[str]


class Seen(HTMLParser):
    """The links and the forms of one page, as a browser finds them."""

    def __init__(self, address: str, body: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[tuple[str, str, set[str]]] = []
        self._asked: list[dict[str, str]] = []
        self._inside = False
        self._select = ""
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in told:
            self.links.append(urljoin(self.address, told["href"]))
        elif tag == "form":
            action = urljoin(self.address, told.get("action") or self.address)
            self.forms.append((told.get("method", "get").lower(), action, set()))
            self._asked.append({})
            self._inside = True
        elif tag in ("input", "button", "select", "textarea") and self.forms and self._inside and told.get("name"):
            self.forms[-1][2].add(told["name"])
            if tag == "button" or told.get("type") in ("hidden", "radio"):
                self.forms[-1][2].add(f"{told['name']}={told.get('value', '')}")
            if told.get("type") in ("hidden", "checkbox") and told.get("value"):
                self._asked[-1].setdefault(told["name"], told["value"])
            self._select = told["name"] if tag == "select" else self._select
        elif tag == "option" and self._inside and self._select and told.get("value"):
            self._asked[-1].setdefault(self._select, told["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False

    @property
    def questions(self) -> Iterator[str]:
        """The addresses of the forms that ask for a page: with what is chosen already, the first box of each name and
        the first line of each list."""
        for (method, action, _), asked in zip(self.forms, self._asked, strict=True):
            if method == "get" and asked:
                yield f"{action.partition('?')[0]}?{urlencode(asked)}"

    @property
    def posts(self) -> Iterator[Told]:
        """The forms that are sent by post."""
        return (Told(action, frozenset(fields)) for method, action, fields in self.forms if method == "post")


@dataclass
class Walk:
    """Where one person came: the doors by their kind and name, the forms by the name of the path that they are sent to,
    what did not answer as a page, and what a reader of one would stumble over."""

    client: Client
    begin: str = "/"
    not_walked: set[str] = field(default_factory=lambda: set(NOT_WALKED))
    opens_doors: bool = False
    """Whether each door is opened too, and not only found."""
    doors: set[tuple[str, str]] = field(default_factory=set)
    forms: dict[str, set[Told]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    pages: int = 0

    def go(self) -> Walk:
        """Walk until nothing new is linked."""
        waiting, found, taken = deque([(self.begin, "")]), {self.begin}, Counter[tuple[str, ...]]()
        while waiting:
            address, before = waiting.popleft()
            for link in self._at(address, before, taken):
                if link not in found:
                    found.add(link)
                    waiting.append((link, address))
        return self

    def _at(self, address: str, before: str, taken: Counter[tuple[str, ...]]) -> Iterable[str]:
        kind = kind_of(address)
        if (
            kind is None
            or kind[0] in self.not_walked
            or taken[kind] >= (1 if len(kind) > 1 else MORE.get(kind[0], MOST))
        ):
            return ()
        if len(kind) > 1:
            self.doors.add((kind[0].removesuffix("door").removesuffix("-"), kind[1]))
            if not self.opens_doors:
                return ()
        taken[kind] += 1
        answer = self.client.get(address)
        self.pages += 1
        if answer.status_code not in (200, 302):
            self.wrong.append(f"{answer.status_code} {address} linked on {before or 'nothing'}")
        if answer.status_code != 200 or not answer["content-type"].startswith("text/html"):
            return [urljoin(address, answer["location"])] if answer.status_code == 302 else ()
        body = answer.content.decode()
        self.wrong += [f"{address} shows {what}" for what in stumbles(body)]
        seen = Seen(address, body)
        for told in seen.posts:
            self._count(told)
        return [urlsplit(link)._replace(fragment="").geturl() for link in (*seen.links, *seen.questions)]

    def _count(self, told: Told) -> None:
        kind = kind_of(told.action)
        if kind is None:
            return
        if len(kind) > 1:
            self.doors.add((kind[0].removesuffix("door").removesuffix("-"), kind[1]))
        else:
            self.forms.setdefault(kind[0], set()).add(told)

    def shows(self, route: str, *fields: str) -> bool:
        """Whether a form that is sent to this path, with all these fields, was on a page."""
        return any(told.fields >= set(fields) for told in self.forms.get(route, ()))


def kind_of(address: str) -> tuple[str, ...] | None:
    """The name of the path of a page, and of the door where it is one; None for what is no page of ours."""
    parts = urlsplit(address)
    if parts.netloc not in ("", "testserver") or parts.scheme not in ("", "http"):
        return None
    try:
        match: Any = resolve(parts.path)
    except Resolver404:
        return None
    door = match.kwargs.get("door")
    return (match.url_name or "", door) if door else (match.url_name or "",)
