"""From a parsed JSON object to what fills a letter: the parts of the record, and what a person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.facts.fields import a_date, an_object
from kizuki.core.forms.letters.filled import Said, require_plain
from kizuki.core.refusal import Refused

PARTS = ("company", "addressee", "device", "measure", "judgement", "case")


@dataclass(frozen=True, slots=True)
class LetterDocument:
    """The input of `kizuki letter`: its day, what the record would say (by key, `device.called`), what is written, and
    the hospital that it goes to (None: to each)."""

    dated_on: date
    sources: Mapping[str, Any]
    written: Mapping[str, Said]
    hospital: Mapping[str, Any] | None


def read_letter_document(value: Any) -> LetterDocument:
    """The document that a parsed JSON object describes. `Refused` names the key that is unknown or of the wrong type."""
    if not isinstance(value, Mapping):
        raise Refused("", "must be one object")
    told = an_object(value, "", {"dated_on", "written", "hospital", *PARTS})
    dated_on = a_date(told.get("dated_on"), "dated_on")
    if dated_on is None:
        raise Refused("dated_on", "the day of the letter is required")
    sources: dict[str, Any] = {}
    for part in PARTS:
        for key, said in _part(told.get(part), part).items():
            sources[f"{part}.{key}"] = _said(said, f"{part}.{key}")
    hospital = told.get("hospital")
    return LetterDocument(
        dated_on, sources, _part(told.get("written"), "written"), _part(hospital, "hospital") if hospital else None
    )


def _part(value: Any, place: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Refused(place, "must be an object")
    return value


def _said(value: Any, place: str) -> Any:
    texts = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
    if not all(isinstance(text, str | int) and not isinstance(text, bool) for text in texts):
        raise Refused(place, "must be a text, a number, a list of them, or texts by language")
    for text in texts:
        require_plain(str(text), place)
    return value
