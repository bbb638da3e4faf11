"""How a box answers itself from the facts behind it: three-valued, with the fact and the day on which it rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kizuki.core.questionnaires.catalogue import owner_of
from kizuki.core.questionnaires.editions import Edition, Item

State = Literal["filled", "open", "not_applicable", "not_ours"]


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as it is known of one owner: `yes`, `no`, `not_applicable` or `text` with its words; the day of which it is
    true, where it comes from (`sheet_fact:7`, `release:3`), by when a no becomes a yes, and whose it is by name."""

    answer: str
    as_of: date
    source: str
    words: str = ""
    target_on: date | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """One answered box. `answer` is '' unless it is filled or not applicable; `as_of` the day of the fact that decides,
    of several that agree the oldest; `missing` the facts that nobody told."""

    no: str
    answer: str
    fact: str
    as_of: date | None
    state: State
    words: str = ""
    target_on: date | None = None
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The box in the shape of contracts.md, with what else is known of it."""
        return {
            "no": self.no,
            "answer": self.answer or None,
            "fact": self.fact,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "state": self.state,
            "words": self.words or None,
            "target_on": self.target_on.isoformat() if self.target_on else None,
            "sources": list(self.sources),
            "missing": list(self.missing),
        }


Asked = Callable[[str], Sequence[Known | None]]
"""What is known of a fact, once for each owner that it is asked of; None where nobody told it of that one."""


def answered(edition: Edition, asked: Asked) -> tuple[Box, ...]:
    """Every box of an edition in its order."""
    return tuple(answer_of(item, asked) for item in edition.items)


def answer_of(item: Item, asked: Asked) -> Box:
    """One box. A no decides at once; else what is missing leaves it open, or is not ours where only the hospital can tell
    it; what does not apply anywhere does not apply; what is left is yes."""
    named = " + ".join(item.all_facts)
    told = {name: list(asked(name)) for name in item.all_facts}
    if item.kind != "yes_no":
        return _worded(item, named, told)
    found = [one for name in item.facts for one in told[name] if one is not None]
    noes = [one for one in found if one.answer == "no"]
    if noes:
        targets = [one.target_on for one in noes]
        by = None if None in targets else max(day for day in targets if day)
        return _filled(item, named, "no", noes, by)
    missing = tuple(name for name in item.all_facts if not told[name] or None in told[name])
    if missing:
        ours = any(owner_of(name) != "hospital" for name in missing)
        return Box(item.no, "", named, None, "open" if ours else "not_ours", missing=missing)
    beside = [one for name in item.known for one in told[name] if one is not None]
    counted = [one for one in found if one.answer != "not_applicable"]
    if not counted:
        return Box(
            item.no,
            "not_applicable",
            named,
            min(one.as_of for one in found),
            "not_applicable",
            _words(found),
            sources=_sources(found),
        )
    return _filled(item, named, "yes", [*counted, *beside])


def filled_share(boxes: Iterable[Box]) -> tuple[int, int]:
    """How many boxes are filled, of how many: what is open, not ours or not applicable does not count."""
    rows = list(boxes)
    return sum(box.state == "filled" for box in rows), len(rows)


def _worded(item: Item, named: str, told: dict[str, list[Known | None]]) -> Box:
    """A box of words: those of its one fact."""
    values = [one for name in item.facts for one in told[name]]
    if not values or None in values:
        missing = tuple(item.facts)
        ours = any(owner_of(name) != "hospital" for name in missing)
        return Box(item.no, "", named, None, "open" if ours else "not_ours", missing=missing)
    found = [one for one in values if one is not None]
    if all(one.answer == "not_applicable" for one in found):
        return Box(item.no, "not_applicable", named, found[0].as_of, "not_applicable", sources=_sources(found))
    words = " / ".join(dict.fromkeys(one.words for one in found if one.words))
    return Box(item.no, words, named, min(one.as_of for one in found), "filled", sources=_sources(found))


def _filled(item: Item, named: str, answer: str, rows: Sequence[Known], target_on: date | None = None) -> Box:
    as_of = min(one.as_of for one in rows)
    return Box(item.no, answer, named, as_of, "filled", _words(rows), target_on, _sources(rows))


def _words(rows: Sequence[Known]) -> str:
    told = (f"{one.of}: {one.words}" if one.of else one.words for one in rows if one.words)
    return " / ".join(dict.fromkeys(told))


def _sources(rows: Sequence[Known]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.source for one in rows))
