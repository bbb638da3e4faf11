"""How one box is filled from one value of the record, and what stands in it where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any

from kizuki.core.forms.document import CodedTerm, Concomitant, PartialDate, Status, Term, WithdrawalWhy
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Row, Standing, Value
from kizuki.core.forms.standpoint import Standpoint
from kizuki.core.forms.vocabulary import (
    GIVEN_BY_PMDA,
    NOT_APPLICABLE,
    NOTHING_STATED,
    UNDER_INVESTIGATION,
    UNKNOWN,
    UNKNOWN_WORDS,
)
from kizuki.core.refusal import Refused

RISK_WORDS = {"true": "feared", "false": "occurred", "risk": "feared", "potential": "feared", "actual": "occurred"}
"""Other spellings of `risk` of a term ("suspicion or risk"), and the code they stand for."""
KNOWN_WORDS = {"true": "known", "false": "unknown"}


def filled(box: Box, value: Value, source: str, why: str = "") -> FilledField:
    """The box with a value that stands."""
    return FilledField(box.id, box.ja, value, Standing.FILLED.value, source, why)


def missing(box: Box, source: str, why: str, value: Value = None) -> FilledField:
    """The box as one that keeps the form from being final; `why` says what it lacks."""
    return FilledField(box.id, box.ja, value, Standing.MISSING.value, source, why)


def may_follow(box: Box, value: Value, source: str, why: str) -> FilledField:
    """The box with a word that says that the answer may follow."""
    return FilledField(box.id, box.ja, value, Standing.MAY_FOLLOW.value, source, why)


def not_applicable(box: Box, rule: str) -> FilledField:
    """A box whose condition does not hold: it is not asked, and stays blank."""
    return FilledField(box.id, box.ja, None, Standing.NOT_ASKED.value, f"rule:{rule}", "not_applicable")


def from_record(box: Box, value: Any, source: str, stand: Standpoint) -> FilledField:
    """The box filled from a value of the record, None being not known.

    A list that is known to be empty says 該当なし. Raises `Refused` where a closed list of values has no such word.
    """
    if value is None:
        return unanswered(box, source, stand)
    said = as_said(box, value, source)
    if said == ():
        empty = "nothing_listed" if box.blank != "no" else "required"
        return filled(box, NOT_APPLICABLE, source, empty) if box.blank != "no" else missing(box, source, empty)
    if isinstance(said, str) and said in UNKNOWN_WORDS:
        return _stated_unknown(box, UNKNOWN_WORDS[said], source, stand)
    return filled(box, said, source)


def unanswered(box: Box, source: str, stand: Standpoint) -> FilledField:
    """What stands in a box of which nothing is known, so that the print never leaves it silently blank."""
    if box.need == "pmda":
        return may_follow(box, GIVEN_BY_PMDA, source, "given_by_pmda")
    if box.blank == "yes":
        return may_follow(box, NOTHING_STATED, source, "nothing_stated")
    if box.blank == "no":
        return missing(box, source, "required")
    if stand.unfinished:
        return may_follow(box, stand.not_known, source, "not_yet_known")
    if not stand.last_word or box.need == "optional":
        return may_follow(box, UNKNOWN, source, "not_yet_known")
    return missing(box, source, "say_unknown")


def _stated_unknown(box: Box, word: str, source: str, stand: Standpoint) -> FilledField:
    """A person has written 不明 or 調査中. The last report of a case cannot still be under investigation."""
    if word != UNKNOWN and stand.complete:
        return missing(box, source, "still_under_investigation", word)
    if box.blank == "no" and not (box.in_words and word == UNDER_INVESTIGATION):
        return missing(box, source, "unknown_not_allowed", word)
    if word != UNKNOWN:
        return may_follow(box, word, source, "under_investigation")
    return filled(box, word, source)


def as_said(box: Box, value: Any, place: str) -> Value:
    """A value of the record in the words of the form: codes become the form's own Japanese, numbers get units."""
    if isinstance(value, tuple):
        return _list(box, value, place)
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, date) or box.type == "number":
        return value  # type: ignore[no-any-return] # a day, an instant or an int by the document's own types
    if isinstance(value, Status | WithdrawalWhy):
        return box.said(value.value)
    if box.type == "enum":
        return listed(box, value, place)
    if box.type == "texts":
        return (str(value),)
    if box.type == "quantity":
        return _with_unit(value, box.unit)
    return str(value)


def listed(box: Box, value: bool | str, place: str) -> str:
    """The form's word for a code or word of its list; another word stands as it is where the list is a guess."""
    text = str(value).lower() if isinstance(value, bool) else value
    for code, said in box.values:
        if text in (code, said):
            return said
    if box.values_open or text in (NOT_APPLICABLE, *UNKNOWN_WORDS):
        return text
    allowed = ", ".join(f"{code} ({said})" for code, said in box.values)
    raise Refused(place, f"{text!r} is not one of: {allowed}")


def term_rows(
    terms: Iterable[Term], place: str, known: Box | None = None, causality: Box | None = None, risk: Box | None = None
) -> tuple[Row, ...]:
    """Terms as rows of Japanese code, IMDRF code, term, known, causality and risk; what is not known has no cell.

    A form that has no box for what is said of each term (known, causality, risk) leaves these out.
    """
    rows = []
    for index, term in enumerate(terms):
        at = f"{place}.{index}"
        if term.code is None and term.term is None:
            raise Refused(at, "a term needs its code or its wording")
        cells = [("jfmda", term.jfmda), ("code", term.code), ("term", term.term)]
        if known is not None:
            cells.append(("known", _spelled(known, term.known, f"{at}.known", KNOWN_WORDS)))
        if causality is not None:
            said = _spelled(causality, term.causality, f"{at}.causality", {})
            cells.append(("causality", _as_found(causality, term, said)))
        if risk is not None:
            cells.append(("risk", _spelled(risk, term.risk, f"{at}.risk", RISK_WORDS)))
        rows.append(Row(tuple((key, text) for key, text in cells if text is not None)))
    return tuple(rows)


def _as_found(box: Box, term: Term, said: str | None) -> str | None:
    """関連あり only with the source that found it; what is merely thought so cannot be ruled out."""
    related = dict(box.values).get("related")
    return box.said("suspected") if said is not None and said == related and not term.causality_source else said


def _spelled(box: Box, value: bool | str | None, place: str, spellings: dict[str, str]) -> str | None:
    if value is None:
        return None
    text = str(value).lower() if isinstance(value, bool) else value
    return listed(box, spellings.get(text, text), place)


def _list(box: Box, rows: tuple[Any, ...], place: str) -> Value:
    if all(isinstance(row, Concomitant | CodedTerm) for row in rows):
        return tuple(_row(row, f"{place}.{index}") for index, row in enumerate(rows))
    if box.type == "enums":
        return tuple(listed(box, row, f"{place}.{index}") for index, row in enumerate(rows) if row)
    return tuple(row for row in rows if row)


def _row(row: Concomitant | CodedTerm, place: str) -> Row:
    cells = tuple((part.name, getattr(row, part.name)) for part in fields(row))
    given = tuple((key, text) for key, text in cells if text is not None)
    if not given:
        raise Refused(place, "the row says nothing")
    return Row(given)


def _with_unit(value: float | str, unit: str) -> str:
    """The number as the other papers write it (`1,840台`); words such as 不明 stay as they are.

    >>> _with_unit(1840, "台"), _with_unit("2500000", "台"), _with_unit(58.5, "kg"), _with_unit(76.0, "歳")
    ('1,840台', '2,500,000台', '58.5kg', '76歳')
    """
    if isinstance(value, str):
        if not value.isascii() or not value.replace(".", "", 1).isdigit():
            return f"{value}{unit}" if value.isdigit() else value
        value = float(value)
    return f"{value:,.0f}{unit}" if value == int(value) else f"{value:,}{unit}"
