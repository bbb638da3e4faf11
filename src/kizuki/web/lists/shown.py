"""A list as its page shows it: filters, heads that sort, where it stands in the whole, and its files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kizuki.core.glossary import Lang, say
from kizuki.store.queries.ledgers.parts import Part
from kizuki.web.lists.asked import Asked
from kizuki.web.lists.pills import PillGroup


@dataclass(frozen=True, slots=True)
class FilterField:
    """A filter that is typed or chosen from a list (`choices`: value and words); `wrong` why it is none."""

    name: str
    label: str
    value: str
    wrong: str = ""
    day: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: `address` sorts by it ('' where nothing does), `sorted` is how it is sorted now."""

    words: str
    address: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class ListShown:
    """The list around its rows. `count` says how many there are in all and which of them are shown; addresses are '' for
    nothing; `kept` are the parameters that a form of filters hands on."""

    count: str
    previous: str
    next: str
    files: tuple[tuple[str, str], ...]
    groups: tuple[PillGroup, ...]
    fields: tuple[FilterField, ...]
    kept: tuple[tuple[str, str], ...]
    filtered: bool


def shown(
    asked: Asked,
    part: Part[Any],
    lang: Lang,
    *,
    groups: Sequence[PillGroup] = (),
    fields: Sequence[FilterField] = (),
) -> ListShown:
    """How a part of a list stands on its page."""
    page = part.page
    typed = {field.name for field in fields}
    kept = {name: value for name, value in asked.said.items() if name not in typed}
    if asked.sort != asked.usual:
        kept["sort"] = asked.sort
    return ListShown(
        count=_count(part, lang),
        previous=asked.address(page=page - 1 if page > 2 else "") if page > 1 else "",
        next=asked.address(page=page + 1) if part.end < part.total else "",
        files=tuple((say(f"lists.{kind}", lang), asked.address(**{"as": kind})) for kind in ("csv", "xlsx"))
        if part.total
        else (),
        groups=tuple(groups),
        fields=tuple(fields),
        kept=tuple(kept.items()),
        filtered=asked.filtered,
    )


def _count(part: Part[Any], lang: Lang) -> str:
    total = f"{part.total:,}"
    if len(part.rows) == part.total:
        return say("lists.count", lang, count=total)
    return say("lists.count_part", lang, count=total, first=f"{part.behind + 1:,}", last=f"{part.end:,}")


def heads_of(asked: Asked, columns: Iterable[tuple[str, str]], lang: Lang) -> tuple[Head, ...]:
    """The heads of these columns (word, and the order that it stands for; '' none). The same again turns it round."""
    return tuple(_head(asked, say(word, lang), order) for word, order in columns)


def _head(asked: Asked, words: str, order: str) -> Head:
    if not order:
        return Head(words)
    if order != asked.order:
        return Head(words, asked.address(sort="" if order == asked.usual.removeprefix("-") else order))
    turned = order if asked.descending else f"-{order}"
    return Head(
        words,
        asked.address(sort="" if turned == asked.usual else turned),
        "descending" if asked.descending else "ascending",
    )
