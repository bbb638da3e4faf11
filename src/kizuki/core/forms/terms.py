"""Terms of the forms: codes of IMDRF (annexes A-G, edition 2022) with Japanese names, and lists that a company imports.

Codes and terms are facts and stand here; the definitions do not. `seen` is a Japanese name that was read in a page of
the translated annexes, `near` one that is our own translation: it helps to find a term and never goes into a form by
itself. The codes of the Japanese glossary (医療機器不具合用語集) were not at hand: they come with an imported list.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.facts.values import Exploited, Kind, Severity
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused

NO_HARM = frozenset({"E2403", "F26"})
"""Codes that say that there were no signs and no harm: neither 既知 nor 因果関係 can be asked of them."""

TO_BE_CHOSEN = "要選択"
"""What stands where the Japanese code is not known: a person chooses it from the glossary."""
COLUMNS = ("code", "en", "ja", "mark", "jfmda", "status")
"""The columns of a list of terms; of an imported one `code` or `jfmda`, and `ja` or `en`, must be there."""
_MARKS = ("", "seen", "near", "official")
_STATUS = ("", "obsolete", "not_selectable", "newer")
_CODE = re.compile(r"[A-G][0-9]{2,9}")


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """One term. `mark` says how sure its Japanese name is (seen, near, official), `status` whether it may be chosen."""

    code: str
    en: str
    ja: str = ""
    mark: str = ""
    jfmda: str = ""
    status: str = ""

    @property
    def obsolete(self) -> bool:
        """Whether the edition has withdrawn it."""
        return self.status == "obsolete"

    @property
    def sure_name(self) -> str:
        """The name for a form: the Japanese one where it was seen, else the English one of the table."""
        return self.ja if self.ja and self.mark != "near" else self.en


@dataclass(frozen=True, slots=True)
class Suggested:
    """A term that the facts suggest, and the fact that does; a person chooses."""

    term: KnownTerm
    annex: str
    because: str


@cache
def known_terms() -> Mapping[str, KnownTerm]:
    """Every term of the table by its IMDRF code."""
    text = _folder().joinpath("imdrf_2022.csv").read_text(encoding="utf-8")
    return {term.code: term for term in read_terms(text)}


def term_of(code: str) -> KnownTerm | None:
    """The term of an IMDRF code; None for one of a newer edition, which is not refused."""
    return known_terms().get(code.strip())


def named(text: str) -> str:
    """A code of the table with its name (`A1402 Excess Flow or Over-Infusion`); any other text as it stands."""
    term = term_of(text) if text else None
    return text if term is None else f"{term.code} {term.sure_name}"


def called(text: str, lang: Lang) -> str:
    """A code of the table with its name in the reader's language, where there is one; a Japanese name of our own says so
    (`A1402 過大な流量又は過剰注入（仮訳）`). For pages: a form takes `named`."""
    term = term_of(text) if text else None
    if term is None or lang == "en" or not term.ja:
        return text if term is None else f"{term.code} {term.en or term.ja}"
    return f"{term.code} {say('terms.ours', lang, name=term.ja) if term.mark == 'near' else term.ja}"


def read_terms(text: str) -> tuple[KnownTerm, ...]:
    """The terms of a CSV with the columns `code,en,ja,mark,jfmda,status` (some may be left out, the order is free).

    Raises `Refused` with the line for an unknown column, a row that names no term, and a code that comes twice.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    columns = [(name or "").strip() for name in rows.fieldnames or ()]
    unknown = next((name for name in columns if name not in COLUMNS), None)
    if unknown is not None or not columns:
        raise Refused("line 1", f"{unknown or ''!r} is not a column of a list of terms: {', '.join(COLUMNS)}")
    rows.fieldnames = columns
    found: dict[tuple[str, str], KnownTerm] = {}
    for line, row in enumerate(rows, start=2):
        term = _term(row, f"line {line}")
        if (term.code, term.jfmda) in found:
            raise Refused(f"line {line}", f"{term.code or term.jfmda} comes twice")
        found[term.code, term.jfmda] = term
    return tuple(found.values())


def _term(row: Mapping[str, Any], place: str) -> KnownTerm:
    if None in row or None in row.values():
        raise Refused(place, "has not as many cells as the list has columns")
    values = {key: " ".join(str(value).split()) for key, value in row.items()}
    term = KnownTerm(**{"code": "", "en": "", **values})
    if not (term.code or term.jfmda):
        raise Refused(place, "names no term (code or jfmda)")
    if term.code and _CODE.fullmatch(term.code) is None:
        raise Refused(place, f"{term.code!r} is not a code of the annexes A to G")
    if term.mark not in _MARKS or term.status not in _STATUS:
        raise Refused(place, f"mark is one of {_MARKS[1:]}, status one of {_STATUS[1:]}")
    return term


def with_list(imported: tuple[KnownTerm, ...]) -> Mapping[str, KnownTerm]:
    """The table with an imported list before it: by IMDRF code, the Japanese code and name of the list where it has one.

    A term that the Japanese glossary alone has is known by that code.
    """
    found = dict(known_terms())
    for term in imported:
        ours = found.get(term.code)
        key = term.code or term.jfmda
        found[key] = KnownTerm(
            term.code,
            term.en or (ours.en if ours else ""),
            term.ja or (ours.ja if ours else ""),
            term.mark or ("official" if term.ja else ours.mark if ours else ""),
            term.jfmda,
            term.status or (ours.status if ours else ""),
        )
    return found


def suggested(matter: Any, *, log_reviewed: bool = False) -> tuple[Suggested, ...]:
    """The terms that the facts of a matter suggest, each with the fact: for a person to choose from, never filled in."""
    holds = {
        "exploited_here": matter.exploited.value is Exploited.HERE,
        "vulnerability": matter.kind.value is Kind.VULNERABILITY or matter.component_present.value is True,
        "attackable": matter.attackable.value is True,
        "log_reviewed": log_reviewed,
        "death": any(harm.severity.value is Severity.DEATH for harm in matter.harms),
        "hospitalised": any(harm.criterion == 3 for harm in matter.harms),
        "life_threatening": any(harm.criterion == 2 for harm in matter.harms),
        "nobody_harmed": matter.harms_known and all(h.severity.value is Severity.NONE for h in matter.harms),
    }
    rows = tomllib.loads(_folder().joinpath("suggested.toml").read_text(encoding="utf-8"))["suggested"]
    terms = known_terms()
    return tuple(
        Suggested(terms[code], code[0], row["when"]) for row in rows if holds[row["when"]] for code in row["codes"]
    )


def _folder() -> Any:
    return resources.files(__package__) / "terminology"
