"""The table of disclosure as values (`disclosure.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class PartyKind:
    """What a party is; `first`: shown the day before the public is."""

    code: str
    ja: str
    en: str
    first: bool = False

    def said(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "disclosure.toml").read_text(encoding="utf-8"))


OUTLETS: Mapping[str, str] = _table()["outlets"]
"""Through what a statement leaves, with the function that puts it into its public form (`module:function`)."""

PAPERS: Mapping[str, str] = _table()["papers"]
"""The same for papers of a measure: letters and recall reports."""

ACKNOWLEDGEMENT_DAYS: int = _table()["acknowledgement_days"]
"""From the arrival of a finder's report (day 0) to its acknowledgement."""

AUDIENCES: tuple[str, ...] = tuple(_table()["audiences"])
DEMANDS: tuple[str, ...] = tuple(_table()["demands"])
STATUSES: tuple[str, ...] = tuple(_table()["statuses"])
REVEALING = frozenset(_table()["revealing"])
PROTECTIONS: tuple[str, ...] = tuple(_table()["protections"])
PARTY_STATUSES: tuple[str, ...] = tuple(_table()["party_statuses"])
TOLD: tuple[str, ...] = tuple(_table()["told"])
TLP: tuple[str, ...] = tuple(_table()["tlp"])
PARTIES: Mapping[str, PartyKind] = {code: PartyKind(code, **row) for code, row in _table()["parties"].items()}


def require_one_of(value: str, values: tuple[str, ...], place: str) -> str:
    """The value; `Refused` at `place` where the table has none of this name."""
    if value not in values:
        raise Refused(place, f"{value!r} is not one of: {', '.join(values)}")
    return value


def require_embargo_move(before: str, after: str) -> None:
    """`Refused` unless an embargo may go from one state to the other (`none`: there was none)."""
    following = _table()["embargo"][before]
    if after not in following:
        raise Refused("state", f"an embargo that is {before} becomes: {', '.join(following)}; not {after}")
