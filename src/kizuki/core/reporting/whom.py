"""Of which matter and person a line of an answer speaks; said only where there is more than one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kizuki.core.glossary import Lang, say

Row = Mapping[str, Any]
"""A duty, an item not met, a judgement, a first report or a document of the JSON of `kizuki assess`."""


def speaks_of(answer: Row) -> Callable[[Row], tuple[int | None, int | None]]:
    """For the rows of an answer: the number of the matter and that of the person, counted from 1.

    None where the answer has one matter, or the matter one person, and where the row speaks of no person.
    """
    rows = [*answer["duties"], *answer["not_met"]]
    several = len({row["matter"] for row in rows}) > 1
    persons: dict[int, set[int]] = {}
    for row in rows:
        if row.get("person") is not None:
            persons.setdefault(row["matter"], set()).add(row["person"])

    def numbers(row: Row) -> tuple[int | None, int | None]:
        matter, person = row.get("matter"), row.get("person")
        named = person is not None and len(persons.get(row["matter"], ())) > 1
        return (
            matter + 1 if several and matter is not None else None,
            person + 1 if named and person is not None else None,
        )

    return numbers


def whom_in_words(answer: Row, lang: Lang) -> Callable[[Row], str]:
    """For the rows of an answer: `事項1・患者等2`, or empty where nothing need be said."""
    numbers = speaks_of(answer)

    def words(row: Row) -> str:
        matter, person = numbers(row)
        said = [say("whom.matter", lang, number=matter)] if matter else []
        said += [say("whom.person", lang, number=person)] if person else []
        return say("whom.comma", lang).join(said)

    return words
