"""様式第11: a period of a designated device: its events by term and harm, each rate against the one known before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kizuki.core.forms.boxes import filled, missing
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Notice, Row
from kizuki.core.forms.filling import Derivation
from kizuki.core.forms.form_12 import NO_EVENTS, SHARED, PeriodGround, called
from kizuki.core.forms.form_12 import notices as notices_of_the_period
from kizuki.core.forms.period import SEVERITIES, PeriodDocument, counts_of, words_of
from kizuki.core.forms.rates import figures, percent_with_interval, rate_said
from kizuki.core.forms.shown import western_day
from kizuki.core.forms.terms import named


def notices(ground: PeriodGround, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
    """What a person should look at before the form goes out: a term above its rate is a report 9 as well."""
    above = tuple(
        Notice("above_the_rate_known", (("term", named(term)),))
        for term, cases in _cases_by_term(ground).items()
        if _is_above(ground.document, term, cases)
    )
    return (*notices_of_the_period(ground, fields), *above)


def _cases_by_term(ground: PeriodGround) -> dict[str, int]:
    found: dict[str, int] = {}
    for count in counts_of(ground.document, ground.form):
        found[count.term] = found.get(count.term, 0) + count.in_period
    return found


def _is_above(document: PeriodDocument, term: str, cases: int) -> bool:
    units = document.shipped.in_use or document.shipped.period
    known = [row for row in document.expected or () if row.term in (None, term) and row.rate is not None and row.per]
    return bool(units) and any(cases / (units or 1) > (row.rate or 0) / (row.per or 1) for row in known)


def _events(ground: PeriodGround, box: Box) -> FilledField:
    """Each term with its health effect: deaths, serious cases and their fear apart, and the rate by units in use."""
    shipped = ground.document.shipped
    units, words = shipped.in_use or shipped.period, words_of(ground.document)
    rows = []
    for count in counts_of(ground.document, ground.form):
        if set(count.by_severity) - set(SEVERITIES):
            return missing(box, "events", "severity_of_each_event")
        rows.append(
            Row(
                (
                    ("term", called(count.term, words)),
                    ("health_effect", called(count.health_effect, words) or "―"),
                    *((f"of_{severity}", str(count.by_severity.get(severity, 0))) for severity in SEVERITIES),
                    ("in_period", f"{count.in_period:,}"),
                    ("in_all", "―" if count.in_all is None else f"{count.in_all:,}"),
                    ("rate", f"{figures(100 * count.in_period / units)} %" if units else "―"),
                )
            )
        )
    return filled(box, tuple(rows) or NO_EVENTS, "events, counted_before")


def _expected(ground: PeriodGround, box: Box) -> FilledField:
    """Each rate known beforehand beside what was counted; the one for all terms stands beside all cases."""
    expected, shipped = ground.document.expected, ground.document.shipped
    if not expected:
        return missing(box, "expected", "required")
    units, cases = shipped.in_use or shipped.period, _cases_by_term(ground)
    words = words_of(ground.document)
    rows = []
    for known in expected:
        counted = sum(cases.values()) if known.term is None else cases.get(known.term, 0)
        above = units and known.rate is not None and known.per and counted / units > known.rate / known.per
        day = western_day(known.known_on.isoformat()) if known.known_on else ""
        rows.append(
            Row(
                (
                    ("term", called(known.term, words) if known.term else "すべての用語"),
                    ("expected", rate_said(known) or "―"),
                    ("observed", percent_with_interval(counted, units) if units else "―"),
                    ("compared", "上回る（様式第9）" if above else "上回らない" if units else "比較できない"),
                    ("ground", " ".join(filter(None, (known.source, day))) or "―"),
                )
            )
        )
    return filled(box, tuple(rows), "expected")


DERIVED: Mapping[str, Derivation] = {**SHARED, "events": _events, "expected_rate": _expected}
"""Boxes that the rules fill, wholly or in some cases."""

WHEN: Mapping[str, Callable[[PeriodGround], bool]] = {}
"""The conditions of conditional boxes, by the `when` of the table."""
