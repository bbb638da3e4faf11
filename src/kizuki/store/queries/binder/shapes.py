"""What a binder is made of: sections of blocks of text, ready to be printed in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from kizuki.core.glossary import Lang, day_said
from kizuki.store.queries.cases import CasePage

JAPAN = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Block:
    """A table, pairs of label and value, or paragraphs (one cell a row). `shares` are relative widths of columns."""

    kind: Literal["table", "pairs", "text"]
    rows: tuple[tuple[str, ...], ...]
    heading: str = ""
    columns: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section; without a block it says that nothing is recorded."""

    code: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A stored document that is bound behind the sections, page by page."""

    title: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the audit that speaks of the case or of what it rests on, with its actor's name and its line of the
    timeline."""

    seq: int
    at: str
    actor: str
    verb: str
    said: str
    text: str | None
    subjects: tuple[str, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What every section may draw on."""

    id: int
    page: CasePage
    entries: tuple[Entry, ...]
    lang: Lang

    @property
    def own(self) -> tuple[Entry, ...]:
        """The entries that name the case itself: those that its export carries."""
        return tuple(entry for entry in self.entries if f"case:{self.id}" in entry.subjects)


def moment(at: datetime) -> str:
    """A moment in Japan, to the minute."""
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}"


def day(on: date | None, lang: Lang) -> str:
    """A day with its weekday, or a dash."""
    return day_said(on, lang) if on else "―"
