"""Our report held against the hospital's own, field by field (notification 4(1): no discrepancy but in the first)."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused

State = Literal["agreed", "differs", "to_read", "missing_ours", "missing_theirs", "missing_both"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that both reports have; `path` is where it stands in the document of the case."""

    id: str
    path: str
    how: str
    ja: str
    en: str

    def said(self, lang: Lang) -> str:
        """Its label."""
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Compared:
    """One field: what each says. `exempt`: the prompt first report need not be exact, so a difference is shown and
    asks for nothing yet."""

    field: Field
    state: State
    ours: Any
    theirs: Any
    exempt: bool

    @property
    def asks(self) -> bool:
        """Whether somebody has to settle it with the hospital before the next report."""
        return self.state in ("differs", "to_read", "missing_ours") and not self.exempt


@cache
def hospital_fields() -> Mapping[str, Field]:
    """The fields by id, in the order in which they are shown."""
    text = (resources.files(__package__) / "hospital_fields.toml").read_text(encoding="utf-8")
    return {name: Field(name, **row) for name, row in tomllib.loads(text).items()}


def read_hospital_report(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the hospital reported, by field; null and absent are not told. `Refused` names a field that is none."""
    for key in value:
        if key not in hospital_fields():
            raise Refused(f"hospital_report.{key}", f"is not one of: {', '.join(hospital_fields())}")
    return {key: inner for key, inner in value.items() if _told(inner)}


def compare(document: Mapping[str, Any], theirs: Mapping[str, Any], *, first_report: bool) -> tuple[Compared, ...]:
    """Every field of both reports. `document` is the input of `kizuki form`, with the most severe `harm` of the case
    beside its parts; `theirs` what `read_hospital_report` gave."""
    found: list[Compared] = []
    for field in hospital_fields().values():
        ours, other = _at(document, field.path), theirs.get(field.id)
        state = _state(field.how, ours, other)
        found.append(Compared(field, state, ours, other, first_report and state not in ("agreed", "missing_both")))
    return tuple(found)


def _state(how: str, ours: Any, theirs: Any) -> State:
    if not _told(ours) or not _told(theirs):
        if not _told(ours) and not _told(theirs):
            return "missing_both"
        return "missing_theirs" if _told(ours) else "missing_ours"
    if _same(how, ours, theirs):
        return "agreed"
    return "to_read" if how == "read" else "differs"


def _same(how: str, ours: Any, theirs: Any) -> bool:
    if how == "set":
        return {_plain(part) for part in _list(ours)} == {_plain(part) for part in _list(theirs)}
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    return _plain(ours) == _plain(theirs)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())


def _told(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def _at(document: Mapping[str, Any], path: str) -> Any:
    value: Any = document
    for step in path.split("."):
        if not isinstance(value, Mapping) or step not in value:
            return None
        value = value[step]
    return value
