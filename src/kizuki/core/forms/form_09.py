"""様式第9: what its boxes take from a rate that rose above the one known beforehand (1号ニ・ホ)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kizuki.core.facts.values import Locus
from kizuki.core.forms import company_and_device as shared
from kizuki.core.forms.boxes import filled, from_record, missing, term_rows
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Notice
from kizuki.core.forms.filling import Derivation, Ground
from kizuki.core.forms.form_08_days import info_date
from kizuki.core.forms.notices import of_the_clock, of_the_duty, of_the_words
from kizuki.core.forms.rates import percent_with_interval, rate_said, span
from kizuki.core.forms.shown import western_day


def notices(ground: Ground, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
    """What a person should look at before the form goes out."""
    by_id = {found.id: found for found in fields}
    return (*of_the_duty(ground, by_id), *of_the_clock(ground, by_id), *of_the_words(ground, by_id))


def _type(ground: Ground, box: Box) -> FilledField:
    report = ground.document.report
    kind = None if report.number is None else f"{'初回報告' if report.first else '追加報告'}（第{report.number}回）"
    status = None if report.status is None else {"complete": "完了", "incomplete": "未完了"}[report.status.value]
    parts = (("kind", kind), ("status", status))
    return shared.grouped(ground, box, "report.number, report.status", parts, [k for k, text in parts if not text])


def _place(ground: Ground, box: Box) -> FilledField:
    locus = ground.calling.matter.locus
    if locus.value is None:
        return missing(box, f"facts.{locus.path}", "place_not_known")
    return filled(box, box.said(locus.value.value), f"facts.{locus.path}")


def _problem(ground: Ground, box: Box) -> FilledField:
    told = ground.document.event.device_problems
    if not told:
        return from_record(box, told, box.from_key, ground.stand)
    return filled(box, term_rows(told, box.from_key), box.from_key)


def _expected(ground: Ground, box: Box) -> FilledField:
    known = ground.document.rate.known
    day = western_day(known.known_on.isoformat()) if known.known_on else None
    parts = (("rate", rate_said(known)), ("known_on", day), ("ground", known.source))
    lacks = [key for key, text in parts if not text and key != "known_on"]
    return shared.grouped(ground, box, "rate.known", parts, lacks)


def _period(ground: Ground, box: Box) -> FilledField:
    found = ground.document.rate
    if found.first_on is None or found.last_on is None:
        return missing(box, "rate.first_on, rate.last_on", "required")
    return filled(box, span(found.first_on, found.last_on), "rate.first_on, rate.last_on")


def _denominator(ground: Ground, box: Box) -> FilledField:
    """How many, and of what: without the unit a rate says nothing."""
    found = ground.document.rate
    if found.units is None or not found.unit:
        lacks = [key for key, value in (("units", found.units), ("unit", found.unit)) if not value]
        return missing(box, "rate.units, rate.unit", f"lacks:{','.join(lacks)}")
    return filled(box, f"{found.units:,} {found.unit}", "rate.units, rate.unit")


def _numerator(ground: Ground, box: Box) -> FilledField:
    found = ground.document.rate
    counts = (("deaths", found.deaths), ("serious_cases", found.serious), ("feared_cases", found.feared))
    parts = [(key, None if count is None else f"{count:,} 件") for key, count in counts]
    if found.cases is not None:
        parts.append(("cases", f"{found.cases:,} 件"))
    lacks = [key for key, text in parts if text is None]
    return shared.grouped(ground, box, "rate.deaths, rate.serious, rate.feared", parts, lacks)


def _observed(ground: Ground, box: Box) -> FilledField:
    """Cases by units: computed, never typed. A rate not above the one known beforehand is none of this form."""
    found = ground.document.rate
    if found.cases is None or not found.units:
        return missing(box, "rate", "required")
    return filled(box, percent_with_interval(found.cases, found.units), "rule:cases_by_units")


DERIVED: Mapping[str, Derivation] = {
    "addressee": shared.addressee,
    "submitter": shared.submitter,
    "type": _type,
    "place": _place,
    "info_date": info_date,
    "contact": shared.contact,
    "generic": shared.generic,
    "approval": shared.approval,
    "class": shared.classes,
    "problem": _problem,
    "expected_rate": _expected,
    "period": _period,
    "denominator": _denominator,
    "numerator": _numerator,
    "observed_rate": _observed,
    "future": shared.future,
}
"""Boxes that the rules fill, wholly or in some cases."""

WHEN: Mapping[str, Callable[[Ground], bool]] = {
    "incomplete": lambda ground: ground.stand.unfinished,
    "domestic": lambda ground: ground.calling.matter.locus.value is not Locus.FOREIGN,
}
"""The conditions of conditional boxes, by the `when` of the table."""
