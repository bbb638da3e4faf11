"""様式第12 (and what 第11 shares with it): a period of a device, its events counted by term, and the list of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kizuki.core.forms import company_and_device as shared
from kizuki.core.forms.boxes import filled, not_applicable
from kizuki.core.forms.edition import Box, Edition
from kizuki.core.forms.filled import FilledField, Notice, Row
from kizuki.core.forms.filling import Derivation
from kizuki.core.forms.notices import of_the_words
from kizuki.core.forms.period import PeriodDocument, PeriodEvent, counts_of, events_of, words_of
from kizuki.core.forms.rates import span
from kizuki.core.forms.shown import western_day
from kizuki.core.forms.standpoint import Standpoint
from kizuki.core.forms.terms import named

ITEM_WORDS = {"3-イ": "3号イ", "3-ロ": "3号ロ（健康被害あり）", "3-ハ": "3号ハ（健康被害のおそれ）"}
REPORTED_ON_FORM_8 = "様式8報告済"
NO_EVENTS = "期間中の報告対象の事象はなし"


@dataclass(frozen=True, slots=True)
class PeriodGround:
    """What every box of a periodic report is filled from."""

    form: int
    document: PeriodDocument
    edition: Edition
    stand: Standpoint


def notices(ground: PeriodGround, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
    """What a person should look at before the form goes out."""
    by_id = {found.id: found for found in fields}
    return (*_of_the_events(ground), *of_the_words(ground, by_id))


def _of_the_events(ground: PeriodGround) -> Iterator[Notice]:
    told = len(events_of(ground.document, ground.form))
    if not told:
        yield Notice("nothing_in_the_period")
    if len(ground.document.events) > told:
        yield Notice("events_of_another_form", (("count", str(len(ground.document.events) - told)),))


def period(ground: PeriodGround, box: Box) -> FilledField:
    """The survey period, both days."""
    told = ground.document.period
    return filled(box, span(told.first_on, told.last_on), "period.first_on, period.last_on")


def shipped(ground: PeriodGround, box: Box) -> FilledField:
    """Units shipped in the period and in all."""
    told = ground.document.shipped
    parts = [
        ("shipped_in_period", None if told.period is None else f"{told.period:,} 台"),
        ("shipped_in_all", None if told.total is None else f"{told.total:,} 台"),
    ]
    return shared.grouped(
        ground, box, "shipped.period, shipped.total", parts, [key for key, text in parts if not text]
    )


def _events(ground: PeriodGround, box: Box) -> FilledField:
    """Each term with its health effect and item: how many in the period, and in all."""
    words = words_of(ground.document)
    rows = tuple(
        Row(
            (
                ("term", called(count.term, words)),
                ("health_effect", called(count.health_effect, words) or "―"),
                ("item", ITEM_WORDS[count.item]),
                ("in_period", f"{count.in_period:,}"),
                ("in_all", "―" if count.in_all is None else f"{count.in_all:,}"),
            )
        )
        for count in counts_of(ground.document, ground.form)
    )
    return filled(box, rows or NO_EVENTS, "events, counted_before")


def _event_list(ground: PeriodGround, box: Box) -> FilledField:
    told = events_of(ground.document, ground.form)
    if not told:
        return not_applicable(box, "only_when_events")
    return filled(box, tuple(_event(at, event) for at, event in enumerate(told, start=1)), "events")


def _event(at: int, event: PeriodEvent) -> Row:
    reported = REPORTED_ON_FORM_8 if event.reported_on_form_8 else ""
    number = " ".join(filter(None, (event.case or event.id, reported)))
    day = western_day(event.occurred_on.text) if event.occurred_on else "不明"
    person = "・".join(str(part) for part in (event.age, event.sex, event.outcome) if part) or "―"
    return Row(
        (
            ("no", str(at)),
            ("case", number or "―"),
            ("occurred_on", day),
            ("term", called(event.term, {event.term: event.term_words or ""})),
            ("health_effect", _effect(event)),
            ("person", person),
            ("summary", event.summary or "―"),
        )
    )


def _effect(event: PeriodEvent) -> str:
    effect = event.health_effect or ""
    return called(effect, {effect: event.health_effect_words or ""}) or "―"


def called(term: str, words: Mapping[str, str]) -> str:
    """A term as the company words it beside its code; else with the name of the table where that was seen."""
    own = words.get(term, "")
    return f"{term} {own}" if own and own != term else named(term)


SHARED: Mapping[str, Derivation] = {
    "addressee": shared.addressee,
    "submitter": shared.submitter,
    "period": period,
    "contact": shared.contact,
    "generic": shared.generic,
    "approval": shared.approval,
    "class": shared.classes,
    "shipped": shipped,
}
"""Boxes that both periodic reports fill alike."""

DERIVED: Mapping[str, Derivation] = {**SHARED, "events": _events, "event_list": _event_list}
"""Boxes that the rules fill, wholly or in some cases."""

WHEN: Mapping[str, Callable[[PeriodGround], bool]] = {"events": lambda ground: True}
"""The conditions of conditional boxes, by the `when` of the table."""
