"""Texts inside the facts of a case: kept apart, so that retention can erase them and the facts stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.store.record.canonical import canonical_json, json_of

TEXT_KEYS = frozenset(
    {"causality_reason", "predictable_reason", "proven_by", "by", "notes", "references", "likelihood", "evidence"}
)
"""Keys of the facts (`kizuki assess`) whose values a person words freely; none of them decides by its wording.

Where such a value is a table (`evidence`: what proves each answer, by the name of the answer), the sheet keeps its keys
and each of its texts is kept apart: that there is proof still stands there when the proof itself was erased.
"""

_KEPT_APART = "$text"


def split_texts(facts: Any) -> tuple[Any, dict[str, str]]:
    """The facts with a mark in the place of each text, and each text as JSON by its path."""
    texts: dict[str, str] = {}
    return _split(facts, "", texts), texts


def join_texts(facts: Any, texts: Mapping[str, str], erased: str) -> Any:
    """The facts with their texts in place again; `erased` stands for a text that is gone."""
    if isinstance(facts, list):
        return [join_texts(inner, texts, erased) for inner in facts]
    if not isinstance(facts, dict):
        return facts
    if set(facts) == {_KEPT_APART}:
        kept = texts.get(facts[_KEPT_APART])
        return json_of(kept) if kept else erased
    return {key: join_texts(inner, texts, erased) for key, inner in facts.items()}


def _split(value: Any, place: str, texts: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_split(inner, f"{place}.{index}", texts) for index, inner in enumerate(value)]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        at = f"{place}.{key}" if place else key
        if key in TEXT_KEYS and inner:
            found[key] = _kept_apart(inner, at, texts)
        else:
            found[key] = _split(inner, at, texts)
    return found


def _kept_apart(value: Any, place: str, texts: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _kept_apart(inner, f"{place}.{key}", texts) if inner else inner for key, inner in value.items()}
    texts[place] = canonical_json(value)
    return {_KEPT_APART: place}
