"""What somebody who reads a page would stumble over, whichever page it is: ids of the record, words of the program,
headings that are missing or out of order, links to a place that is not there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

SAID_BY_OTHERS = {
    "code",
    "digest",
    "told",
    "fact-proof",
    "comment",
    "vector",
    "sheet-text",
    "f-summary",
    "desk-summary",
}
"""Texts of people, of feeds and of files stand as they were told; file names, columns and hashes are read as such."""

STUMBLED_OVER = {
    "an id of a matter or a person": re.compile(r"\b[mp]\d+-\d+\b"),
    "an id of the record": re.compile(
        r"\b(?:case|report|hospital|device|release|matter|incident|information|advisory|person|user|unit):\d+\b"
    ),
    "a name of the program": re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b"),
    "a value that nobody wrote out": re.compile(r"\bNone\b|^(?:True|False)$|<[\w. ]+ object"),
    "a place for a value": re.compile(r"\{[a-z_]*\}|\{[{%]"),
}

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_NOT_READ = {"script", "style", "template", "textarea"}


class LookedOver(HTMLParser):
    """One page: its texts as they are read, its headings, its ids and the links inside it."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.ids: Counter[str] = Counter()
        self.inside: set[str] = set()
        self._open: list[tuple[str, bool]] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if told.get("id"):
            self.ids[told["id"]] += 1
        if tag == "a" and told.get("href", "").startswith("#") and len(told["href"]) > 1:
            self.inside.add(told["href"][1:])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag not in _VOID:
            silent = tag in _NOT_READ or bool(SAID_BY_OTHERS & set(told.get("class", "").split()))
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _silent in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        said = " ".join(data.split())
        if not said:
            return
        if self.headings and any(re.fullmatch(r"h[1-6]", name) for name, _silent in self._open):
            level, before = self.headings[-1]
            self.headings[-1] = (level, before + said)
        if not any(silent for _name, silent in self._open):
            self.texts.append(said)


def stumbles(body: str) -> Iterator[str]:
    """Each thing that a reader of this page would stumble over, in words."""
    page = LookedOver(body)
    first = sum(level == 1 for level, _said in page.headings)
    if first != 1:
        yield f"{first} headings of the first level"
    levels = [0, *(level for level, _said in page.headings)]
    for before, (level, said) in zip(levels, page.headings, strict=False):
        if not said:
            yield f"an empty heading of level {level}"
        if level > before + 1:
            yield f"the heading {said!r} skips a level"
    yield from (f"the id {name!r} twice" for name, count in page.ids.items() if count > 1)
    yield from (f"a link to #{name}, which is not there" for name in sorted(page.inside - set(page.ids)))
    for said in page.texts:
        yield from (f"{what}: {said[:60]!r}" for what, pattern in STUMBLED_OVER.items() if pattern.search(said))
