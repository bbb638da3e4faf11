"""A finding of the check: what, where, how it weighs, and its sentence when it is shown."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.reporting.shown import item_label

Weighs = Literal["stops", "stops_complete", "mend", "look"]
ORDER: tuple[Weighs, ...] = ("stops", "stops_complete", "mend", "look")
"""From what is refused to what a person only looks at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something missing or not consistent in a report that is about to be sent.

    `field` is the id of the box ('' where it is no box), `place` where it is put right: a record key (`device.brand`),
    a fact (`facts.matters.0.locus`) or a room of the record (`room:company`, `room:hospital_report`).
    `values` are the places of its sentence (`check.finding.<code>`), codes and words of the report itself.
    """

    code: str
    field: str = ""
    place: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def weighs(self) -> Weighs:
        """How it weighs, by the table."""
        weighs: Weighs = _table()[self.code]["weighs"]
        return weighs

    @property
    def owed(self) -> bool:
        """Whether a report that is sent with it owes it."""
        return bool(_table()[self.code].get("owed", False))


def found(code: str, field: str = "", place: str = "", **values: object) -> Finding:
    """A finding of this code; KeyError where the table has none."""
    _ = _table()[code]
    return Finding(code, field, place, tuple((key, str(value)) for key, value in values.items()))


def codes() -> tuple[str, ...]:
    """Every code that the check can find, in the order of the table."""
    return tuple(_table())


def finding_text(finding: Finding, lang: Lang, label: str = "") -> str:
    """Its sentence; `label` is the name of the box on the form."""
    values = {key: _worded(key, value, lang) for key, value in finding.values}
    return say(f"check.finding.{finding.code}", lang, box=label or finding.field, **values)


def _worded(key: str, value: str, lang: Lang) -> str:
    """A code among the values in words: `what` is a field of the hospital's report, `kind` a kind of record, `item` an
    item of the article."""
    if key == "item":
        return item_label(value, lang)
    word = f"check.value.{key}.{value}"
    return say(word, lang) if word in all_words() else value


def finding_json(finding: Finding, lang: Lang, label: str = "") -> dict[str, Any]:
    """A finding as the command answers it; `code`, `field`, `place`, `severity` and `owed` keep their names."""
    return {
        "code": finding.code,
        "field": finding.field or None,
        "place": finding.place or None,
        "severity": finding.weighs,
        "severity_words": say(f"check.weighs.{finding.weighs}", lang),
        "owed": finding.owed,
        "values": dict(finding.values),
        "text": finding_text(finding, lang, label),
    }


def gaps_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The codes that a report owes once it is sent with them, each once."""
    return tuple(dict.fromkeys(finding.code for finding in findings if finding.owed))


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((resources.files(__package__) / "findings.toml").read_text(encoding="utf-8"))
