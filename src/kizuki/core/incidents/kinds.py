"""Kinds of malfunction and effects of a vulnerability (notification 3(1), 3(2)), from the table beside this file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.facts import fields
from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused

_NAME = re.compile(r"[!-~]{1,160}")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; `results_from` are the causes it may have, none for a kind that is a cause itself."""

    code: str
    ja: str
    en: str
    results_from: tuple[str, ...] = ()

    def said(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en


@cache
def kinds(table: str) -> Mapping[str, Kind]:
    """The kinds of `malfunction` or `effect`, or the stages (`stage`), by code, in the order of the notification."""
    text = (resources.files(__package__) / "kinds.toml").read_text(encoding="utf-8")
    return {
        code: Kind(code, row["ja"], row["en"], tuple(row.get("results_from", ())))
        for code, row in tomllib.loads(text)[table].items()
    }


def read_classification(value: Mapping[str, Any]) -> dict[str, Any]:
    """What a case is, in codes: `malfunctions` (each a `kind`, and what it `results_from`), `effects`, the `stages` from
    which it comes, and `components` (names without blanks). Its vulnerabilities are tied to it by a verb of their own.

    An absent list is not told, which is not none. `Refused` names what cannot be: an unknown code, a cause that the
    kind cannot have or that is not among the kinds told.
    """
    row = fields.an_object(dict(value), "", {"malfunctions", "effects", "stages", "components"})
    found: dict[str, Any] = {}
    if row.get("malfunctions") is not None:
        found["malfunctions"] = _malfunctions(fields.a_list(row["malfunctions"], "malfunctions"))
    if row.get("effects") is not None:
        found["effects"] = sorted(
            {_code(code, "effect", "effects") for code in fields.a_list(row["effects"], "effects")}
        )
    if row.get("stages") is not None:
        told = {_code(code, "stage", "stages") for code in fields.a_list(row["stages"], "stages")}
        found["stages"] = [code for code in kinds("stage") if code in told]
    if row.get("components") is not None:
        names = fields.a_list(row["components"], "components")
        found["components"] = sorted({_identifier(name, "components") for name in names})
    return found


def traits_of(classification: Mapping[str, Any]) -> tuple[str, ...]:
    """What a classification can be found by: `malfunction:failure`, `effect:spread`, `component:…`."""
    return (
        *(f"malfunction:{row['kind']}" for row in classification.get("malfunctions", ())),
        *(f"effect:{code}" for code in classification.get("effects", ())),
        *(f"component:{name.lower()}" for name in classification.get("components", ())),
    )


def _malfunctions(rows: list[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place, told in enumerate(rows):
        at = f"malfunctions.{place}"
        row = fields.an_object({"kind": told} if isinstance(told, str) else told, at, {"kind", "results_from"})
        code = _code(row.get("kind"), "malfunction", f"{at}.kind")
        entry: dict[str, Any] = {"kind": code}
        cause = row.get("results_from")
        if cause is not None:
            allowed = kinds("malfunction")[code].results_from
            if cause not in allowed:
                raise Refused(f"{at}.results_from", f"{cause!r} is not one of: {', '.join(allowed) or 'nothing'}")
            entry["results_from"] = cause
        if code in {row["kind"] for row in found}:
            raise Refused(f"{at}.kind", f"{code} stands twice")
        found.append(entry)
    told_kinds = {row["kind"] for row in found}
    for place, row in enumerate(found):
        if row.get("results_from", "other") not in {*told_kinds, "other"}:
            raise Refused(f"malfunctions.{place}.results_from", "is not among the malfunctions told")
    return found


def _code(value: Any, table: str, place: str) -> str:
    if value not in kinds(table):
        raise Refused(place, f"{value!r} is not one of: {', '.join(kinds(table))}")
    return str(value)


def _identifier(value: Any, place: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise Refused(place, f"{value!r} is not an identifier without blanks")
    return value
