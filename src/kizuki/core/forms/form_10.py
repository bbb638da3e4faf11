"""様式第10: what its boxes take from a foreign measure (1号チ) or a research report (2号ハ), and when they are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kizuki.core.facts.values import Kind
from kizuki.core.forms import company_and_device as shared
from kizuki.core.forms.boxes import filled, from_record, listed, missing, term_rows
from kizuki.core.forms.dispatches import sheets_sent, when_sent
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Notice
from kizuki.core.forms.filling import Derivation, Ground, record_value
from kizuki.core.forms.form_08_days import first_info_date, info_date
from kizuki.core.forms.notices import of_the_clock, of_the_duty, of_the_words


def notices(ground: Ground, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
    """What a person should look at before the form goes out."""
    by_id = {found.id: found for found in fields}
    return (*of_the_duty(ground, by_id), *of_the_clock(ground, by_id), *of_the_words(ground, by_id))


def _measure(ground: Ground) -> bool:
    return ground.calling.matter.kind.value is Kind.FOREIGN_MEASURE


def _research(ground: Ground) -> bool:
    return ground.calling.matter.kind.value is Kind.RESEARCH


def _of_its_kind(measure: str, research: str) -> Derivation:
    """A box that says which of the two it is, from the kind of the matter."""

    def derived(ground: Ground, box: Box) -> FilledField:
        kind = ground.calling.matter.kind
        if kind.value is None:
            return missing(box, f"facts.{kind.path}", "required")
        return filled(box, box.said(measure if _measure(ground) else research), f"facts.{kind.path}")

    return derived


def _deadline(ground: Ground, box: Box) -> FilledField:
    """15日 for a measure abroad, 30日 for research: the shortest period that is met or still open."""
    calling = ground.calling
    if calling.deadline is None:
        return missing(box, "determination", "no_duty_left")
    return filled(box, box.said(calling.deadline.period), f"determination.duties.{calling.deadline_at}.period")


def _fax_date(ground: Ground, box: Box) -> FilledField | None:
    """When the first report was sent, from the record of the dispatch alone."""
    sent = sheets_sent(ground.document, ground.calling.told)
    return filled(box, "\n".join(when_sent(one) for one in sent), "dispatches") if sent else None


def _foreign_brand(ground: Ground, box: Box) -> FilledField:
    abroad = ground.document.abroad
    parts = (("brand", abroad.brand), ("model", abroad.model), ("manufacturer", abroad.maker))
    lacks = [] if any(text for _, text in parts) else ["brand"]
    return shared.grouped(ground, box, "abroad.brand, abroad.model, abroad.maker", parts, lacks)


def _research_type(ground: Ground, box: Box) -> FilledField | None:
    found = ground.calling.matter.research
    if not found.value:
        return missing(box, f"facts.{found.path}", "required")
    shown = {one.value for one in found.value}
    return filled(box, tuple(said for code, said in box.values if code in shown), f"facts.{found.path}")


def _countries(ground: Ground, box: Box) -> FilledField | None:
    return _words(ground, box, ground.document.abroad.countries)


def _types(ground: Ground, box: Box) -> FilledField | None:
    """As the record names them; else the one that the facts name."""
    told = ground.document.abroad.types
    if told is not None:
        return _words(ground, box, told)
    fact = ground.calling.matter.measure.type
    return None if fact.value is None else filled(box, (box.said(fact.value.value),), f"facts.{fact.path}")


def _words(ground: Ground, box: Box, told: tuple[str, ...] | str | None) -> FilledField | None:
    words = (told,) if isinstance(told, str) else told
    if not words:
        return None
    said = tuple(listed(box, word, box.from_key) for word in words)
    return filled(box, said, box.from_key)


def _actor(ground: Ground, box: Box) -> FilledField | None:
    """Who took the measure, as the record says; else as the facts do."""
    by = (
        None
        if ground.document.abroad.by
        else by_in_the_facts(ground.document.facts.source, ground.calling.told.matter)
    )
    return filled(box, by, f"facts.matters.{ground.calling.told.matter}.measure.by") if by else None


def by_in_the_facts(source: Mapping[str, Any], matter: int) -> str | None:
    """Who took a measure, as the input of the facts names it."""
    rows = source.get("matters") or ()
    measure = rows[matter].get("measure") if matter < len(rows) else None
    return (measure or {}).get("by") or None


def _summary(ground: Ground, box: Box) -> FilledField | None:
    """The summary with the reason and the versions that it concerns, each where it is told."""
    abroad = ground.document.abroad
    parts = (("", abroad.summary), ("理由：", abroad.reason), ("対象の版等：", abroad.versions))
    text = "\n".join(f"{label}{told}" for label, told in parts if told)
    return filled(box, text, "abroad.summary, abroad.reason, abroad.versions") if text else None


def _terms(*keys: str) -> Derivation:
    """A box of terms from these keys of the record; the form has no boxes for what is said of each term."""

    def derived(ground: Ground, box: Box) -> FilledField:
        rows = [row for key in keys for row in term_rows(record_value(ground.document, key) or (), key)]
        if rows:
            return filled(box, tuple(rows), ", ".join(keys))
        value = record_value(ground.document, keys[0])
        return from_record(box, value, keys[0], ground.stand)

    return derived


DERIVED: Mapping[str, Derivation] = {
    "addressee": shared.addressee,
    "submitter": shared.submitter,
    "report_class": _of_its_kind("DG", "DF"),
    "section": _of_its_kind("measure", "research"),
    "deadline": _deadline,
    "type": shared.kind_of_report,
    "first_info_date": first_info_date,
    "info_date": info_date,
    "fax_date": _fax_date,
    "contact": shared.contact,
    "generic": shared.generic,
    "class": shared.classes,
    "foreign_brand": _foreign_brand,
    "research_type": _research_type,
    "measure_country": _countries,
    "measure_actor": _actor,
    "measure_type": _types,
    "measure_summary": _summary,
    "device_problem": _terms("event.device_problems"),
    "health_effect": _terms("event.health_effects", "event.health_impacts"),
    "future": shared.future,
}
"""Boxes that the rules fill, wholly or in some cases."""

WHEN: Mapping[str, Callable[[Ground], bool]] = {
    "follow_up": lambda ground: not ground.document.report.first,
    "incomplete": lambda ground: ground.stand.unfinished,
    "first_report": _measure,
    "abroad": lambda ground: _measure(ground) or any((ground.document.abroad.brand, ground.document.abroad.model)),
    "measure": _measure,
    "research": _research,
    "terms": lambda ground: True,
    "held": lambda ground: True,
}
"""The conditions of conditional boxes, by the `when` of the table."""
