"""Every document of an authority that is known: in force or not, named by the notification, and what rests on it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

from kizuki.core.law.authorities import OF_A_TEXT, OF_EVERY_ANSWER, authorities

State = Literal["in_force", "in_stages", "draft", "superseded", "repealed"]
EVERY_DETERMINATION = "determination"
"""What rests on a document that answers of `kizuki assess` cite."""

NAMED = ("act", "notification-0730-8", "notice-1031-1")
"""Documents of `authorities` that 医薬安発0115第2号 names; the further ones say so themselves."""
MARKS = {
    "notification-0115-2": ("0115第2号",),
    "notification-0730-8": ("0730第8号",),
    "notice-0131-1": ("0131第1号",),
    "notice-0328": ("0328第3号", "0328第1号"),
    "notice-1031-1": ("1031第1号",),
}


@dataclass(frozen=True, slots=True)
class FurtherDocument:
    """One document. `on` as far as it is known, `known` how it was met; `marks` are words by which tables name it."""

    id: str
    title: str
    en: str
    on: str
    issuer: str
    state: State
    known: Literal["seen", "secondary", "memory"]
    superseded_by: str = ""
    named: bool = False
    marks: tuple[str, ...] = ()


@cache
def documents() -> tuple[FurtherDocument, ...]:
    """All of them: those on which a determination rests first, then by day."""
    read = tomllib.loads(_text(resources.files(__package__) / "further_documents.toml"))
    further = [FurtherDocument(id=key, **row | {"marks": tuple(row.get("marks", ()))}) for key, row in read.items()]
    resting = [
        FurtherDocument(
            id=row.id,
            title=row.title,
            en=row.en,
            on=row.on.isoformat(),
            issuer=row.issuer,
            state="superseded" if row.superseded_by else "in_force",
            known="seen",
            superseded_by=row.superseded_by or "",
            named=row.id in NAMED,
            marks=MARKS.get(row.id, ()),
        )
        for row in authorities().values()
    ]
    return (*resting, *sorted(further, key=lambda row: (row.on, row.id)))


def resting_on(document: FurtherDocument) -> tuple[str, ...]:
    """What would have to be looked at again when it changes: every determination, and the tables that name it."""
    cited = document.id in (*OF_EVERY_ANSWER, *OF_A_TEXT.values())
    tables = [name for name, text in _tables() if any(mark in text for mark in document.marks)]
    return (*([EVERY_DETERMINATION] if cited else []), *tables)


@cache
def _tables() -> tuple[tuple[str, str], ...]:
    """The tables of the core but for the registers of documents themselves, by their place, with their text."""
    core = resources.files("kizuki.core")
    found = sorted(
        (name, _text(file)) for name, file in _walked(core, "") if not name.startswith(("law/", "glossary/law"))
    )
    return tuple(found)


def _walked(folder: Traversable, place: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walked(entry, f"{place}{entry.name}/")
        elif entry.name.endswith(".toml"):
            yield place + entry.name.removesuffix(".toml"), entry


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")
