"""The documents of a survey period (様式第11・第12) and of a rate (様式第9), computed from case base and shipments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from kizuki.core.clocks import months_after
from kizuki.core.forms.period import ITEMS
from kizuki.core.trends import ALL_TERMS, Baseline
from kizuki.store.access.seen import seen
from kizuki.store.models import Device
from kizuki.store.queries.company import document_of_company, standing_company
from kizuki.store.queries.counting import Counted, counted_of, is_event, once_a_matter
from kizuki.store.queries.period_events import PeriodEvents, events_of_period
from kizuki.store.queries.shipments import baselines_of, in_use_on, shipments_of, shipped_in
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock

NO_TERM = "要選択（用語未記録）"
"""What stands for the term of an event of which none is recorded: a person chooses it in the case."""


def period_document(
    viewer: Viewer,
    device_id: int,
    form: int,
    first_on: date,
    last_on: date,
    *,
    number: int | None = None,
    reported_on: date | None = None,
    events: PeriodEvents | None = None,
) -> dict[str, Any]:
    """The input of `kizuki form 11` or `12` for a period of a device: each event whose item of 第3号 that form tells of,
    once, by the day on which it was learned (`events`, where they were looked up already). What is recorded nowhere is
    absent."""
    device = seen(viewer, Device).get(pk=device_id)
    company = standing_company(viewer, reported_on or clock.today())
    events = events or events_of_period(viewer, device_id, form, first_on, last_on)
    shipped = shipped_in(shipments_of(viewer, device_id), first_on, last_on)
    return {
        "period": {"first_on": str(first_on), "last_on": str(last_on)} | ({"number": number} if number else {}),
        "device": _device(device),
        "company": document_of_company(company),
        "report": {"status": "complete", **(_known(company.numbers) if company else {})},
        "shipped": _known(shipped),
        "events": [_event(event, form) for event in events.told],
        "counted_before": _before(events.before, form),
        "expected": [_expected(row) for row in baselines_of(viewer, device_id)],
    }


def rate_document(viewer: Viewer, device_id: int, term: str, learned_on: date) -> dict[str, Any]:
    """The part `rate` of a report 9: the events of a term (all, where it is empty) that were learned in the year that
    ends on a day, of the units in use, against the rate known beforehand; what is not known is absent."""
    first_on = _year_to(learned_on)
    events = rated(viewer, device_id, term, learned_on)
    counts = Counter(event.severity for event in events)
    units = in_use_on(shipments_of(viewer, device_id), learned_on)
    baselines = baselines_of(viewer, device_id)
    known = next((row for row in baselines if row.term == term), None)
    known = known or next((row for row in baselines if row.term == ALL_TERMS), None)
    return _known(
        {
            "first_on": str(first_on),
            "last_on": str(learned_on),
            "units": units,
            "unit": "台" if units is not None else None,
            "deaths": counts["death"],
            "serious": counts["serious"],
            "feared": counts["feared"],
            "known": _expected(known) if known else {},
        }
    )


def rated(viewer: Viewer, device_id: int, term: str, learned_on: date) -> tuple[Counted, ...]:
    """The events that `rate_document` counts, one for each matter."""
    return once_a_matter(
        event
        for event in counted_of(viewer, device_id, until=learned_on)
        if is_event(event) and event.learned_on >= _year_to(learned_on) and term in (ALL_TERMS, *event.terms)
    )


def _year_to(last_on: date) -> date:
    """The first day of the year that ends on a day."""
    return months_after(last_on, -12) + timedelta(days=1)


def _item(event: Counted, form: int) -> str:
    """The item under which a form tells of an event. With harm goes before its fear."""
    return next(item for item in (*event.items, *event.of_matter) if item in ITEMS[form])


def _event(event: Counted, form: int) -> dict[str, Any]:
    told = {
        "id": event.id,
        "case": event.case,
        "term": event.terms[0] if event.terms else NO_TERM,
        "term_words": event.words.get(event.terms[0]) if event.terms else None,
        "health_effect": event.health_effect,
        "health_effect_words": event.words.get(event.health_effect),
        "item": _item(event, form),
        "severity": event.severity,
        "occurred_on": event.occurred_on,
        "summary": event.title,
        **{name: _person(name, value) for name, value in event.person.items()},
    }
    return _known(told) | ({"reported_on_form_8": True} if event.on_form_8 else {})


_WORDS = {
    "male": "男",
    "female": "女",
    "recovered": "回復",
    "recovering": "軽快",
    "not_recovered": "未回復",
    "sequelae": "後遺症あり",
    "death": "死亡",
    "unknown": "不明",
}


def _person(name: str, value: Any) -> Any:
    """Age in years, sex and outcome in the words of the form."""
    if name == "age":
        return f"{value:g}歳" if isinstance(value, int | float) else value
    return _WORDS.get(str(value), value)


def _before(events: Sequence[Counted], form: int) -> list[dict[str, Any]]:
    counts = Counter(
        (event.terms[0] if event.terms else NO_TERM, event.health_effect, _item(event, form)) for event in events
    )
    return [
        _known({"term": term, "health_effect": effect, "item": item, "count": count})
        for (term, effect, item), count in sorted(counts.items())
    ]


def _expected(row: Baseline) -> dict[str, Any]:
    told = {"term": row.term, "rate": row.rate, "per": row.per, "source": row.source}
    return _known(told | {"known_on": row.known_on and str(row.known_on)})


def _device(device: Device) -> dict[str, Any]:
    return _known(
        {
            "brand": device.brand,
            "generic": device.generic,
            "jmdn": device.jmdn,
            "approval_no": device.approval_no,
            "approved_on": device.approved_on and str(device.approved_on),
            "model": device.model,
            "maker": device.maker,
            **device.details,
        }
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", {}, [])}
