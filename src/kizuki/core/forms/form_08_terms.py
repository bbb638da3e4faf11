"""The terms of 様式第8 ⑦: device problems, health effects and impacts, and what is said of each."""

from __future__ import annotations

from collections.abc import Iterator

from kizuki.core.forms.boxes import filled, from_record, may_follow, missing, not_applicable, term_rows, unanswered
from kizuki.core.forms.document import CaseDocument, Term
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Row
from kizuki.core.forms.filling import Ground, record_value
from kizuki.core.forms.judged import nothing_happened
from kizuki.core.forms.standpoint import Standpoint
from kizuki.core.forms.terms import NO_HARM
from kizuki.core.forms.vocabulary import UNDER_INVESTIGATION, UNKNOWN

_KEYS = ("event.device_problems", "event.health_effects", "event.health_impacts")
RATED = {"term_known": "known", "term_causality": "causality", "term_risk": "risk"}
"""The boxes that say something of each term, and the cell of a term that each stands in."""

_OF_EVERY_TERM = "term_risk"
"""Known and causality are asked of device problems and of what harmed, the suspicion of every term."""


def terms_given(document: CaseDocument) -> Iterator[tuple[str, Term]]:
    """Every term of the record with its place (`event.device_problems.0`)."""
    for key in _KEYS:
        for index, term in enumerate(record_value(document, key) or ()):
            yield f"{key}.{index}", term


def terms(ground: Ground, box: Box) -> FilledField:
    """One of the three boxes of terms: a row for each term."""
    given = record_value(ground.document, box.from_key)
    if given is None and box.id == "health_effect" and nothing_happened(ground.calling.matters):
        return not_applicable(box, "no_person_concerned")  # nobody has signs that could be looked into
    if not given:
        return from_record(box, given, box.from_key, ground.stand)
    stand = ground.stand
    rows = tuple(_with_words(row, ground, box, stand) for row in _rows(ground, box.from_key))
    return filled(box, rows, box.from_key)


def may_have_terms(document: CaseDocument) -> bool:
    """Whether there are terms, or it is not yet known that there are none."""
    return any(record_value(document, key) != () for key in _KEYS)


def _with_words(row: Row, ground: Ground, box: Box, stand: Standpoint) -> Row:
    """The row with the word that stands for what is asked of its term and not known."""
    asked = (_OF_EVERY_TERM,) if box.id == "health_effect" or row.cell("code") in NO_HARM else tuple(RATED)
    absent = {RATED[box_id]: _absent(ground.edition.box(box_id), stand) for box_id in asked}
    words = tuple((key, word) for key, word in absent.items() if word and not row.cell(key))
    return Row((*row.cells, *words))


def _rows(ground: Ground, key: str) -> tuple[Row, ...]:
    known, causality, risk = (ground.edition.box(box_id) for box_id in RATED)
    return term_rows(record_value(ground.document, key) or (), key, known, causality, risk)


def values_of_terms(ground: Ground, box: Box) -> FilledField:
    """One thing said of each term: a row for each, missing or open as soon as it is for one of them."""
    cell = RATED[box.id]
    stand = ground.stand
    rows, open_terms, stated = [], 0, 0
    for key in _KEYS:
        if key == "event.health_effects" and box.id != _OF_EVERY_TERM:
            continue
        for row in _rows(ground, key):
            said = row.cell(cell)
            if not said and row.cell("code") in NO_HARM and box.id != _OF_EVERY_TERM:
                continue
            open_terms += not said
            stated += said == UNDER_INVESTIGATION
            rows.append(Row((("term", row.cell("term") or row.cell("code")), (cell, said or _absent(box, stand)))))
    if not rows:
        return unanswered(box, "event", stand)
    return _standing(box, tuple(rows), stand, open_terms=open_terms, stated=stated)


def _standing(box: Box, rows: tuple[Row, ...], stand: Standpoint, *, open_terms: int, stated: int) -> FilledField:
    source = ", ".join(_KEYS)
    if open_terms and box.blank == "no":
        return missing(box, source, "of_each_term", rows)
    if stated and stand.complete:
        return missing(box, source, "still_under_investigation", rows)
    if open_terms and stand.last_word:
        return missing(box, source, "say_unknown", rows)
    if open_terms or stated:
        return may_follow(box, rows, source, "not_yet_known")
    return filled(box, rows, source)


def _absent(box: Box, stand: Standpoint) -> str:
    if box.blank == "no":
        return ""
    return stand.not_known if stand.unfinished else UNKNOWN
