"""The document of a periodic report (様式第11・第12): a period, what was shipped, and the events learned in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kizuki.core.forms.document import Company, Device, Investigation, Measures, PartialDate, Report
from kizuki.core.forms.recorded import RateKnown
from kizuki.core.refusal import Refused

ITEMS: Mapping[int, tuple[str, ...]] = {11: ("3-イ",), 12: ("3-ロ", "3-ハ")}
"""The items of 第3号 that each form tells of: of designated devices, and of others with harm (ロ) or its fear (ハ)."""

SEVERITIES = ("death", "serious", "feared")
"""What form 11 counts apart: 死亡, 重篤, おそれ."""


@dataclass(frozen=True, slots=True)
class Period:
    """A survey period (調査単位期間), both days included, and the number of its report (第 回)."""

    first_on: date
    last_on: date
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """Units shipped in the period and in all, and those estimated to be in use; None is not known."""

    period: int | None = None
    total: int | None = None
    in_use: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodEvent:
    """One event of the period. `term` and `health_effect` are wordings or codes of the glossary, with the company's own
    words for a code beside it; `item` is of 第3号.

    `id` names the event where the record does; the same id does not come twice, since an event counts once.
    """

    term: str
    item: str
    id: str | None = None
    term_words: str | None = None
    health_effect: str | None = None
    health_effect_words: str | None = None
    severity: str | None = None
    occurred_on: PartialDate | None = None
    case: str | None = None
    age: str | int | None = None
    sex: str | None = None
    outcome: str | None = None
    summary: str | None = None
    reported_on_form_8: bool | None = None


@dataclass(frozen=True, slots=True)
class CountedBefore:
    """How many events of one term, health effect and item were counted in the periods before."""

    term: str
    count: int
    item: str
    health_effect: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodDocument:
    """A periodic report as typed values, from a file or computed from the record; the period must be known."""

    period: Period
    device: Device = field(default_factory=Device)
    company: Company = field(default_factory=Company)
    shipped: Shipped = field(default_factory=Shipped)
    events: tuple[PeriodEvent, ...] = ()
    counted_before: tuple[CountedBefore, ...] | None = None
    expected: tuple[RateKnown, ...] | None = None
    opinion: str | None = None
    report: Report = field(default_factory=Report)
    investigation: Investigation = field(default_factory=Investigation)
    measures: Measures = field(default_factory=Measures)
    remarks: str | None = None
    attachments: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """The events of one term, health effect and item: in this period, by severity, and in all (None: not known)."""

    term: str
    health_effect: str
    item: str
    in_period: int
    in_all: int | None
    by_severity: Mapping[str, int]


def counts_of(document: PeriodDocument, form: int) -> tuple[Count, ...]:
    """The events of a form counted by term, health effect and item, in the order of the glossary codes or wordings.

    In all is what was counted before and in this period; not known where the record does not say what was before.
    """
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for event in events_of(document, form):
        row = found.setdefault((event.term, event.health_effect or "", event.item), {})
        severity = event.severity or ""
        row[severity] = row.get(severity, 0) + 1
    before = _before(document.counted_before or (), form)
    for key in before:
        found.setdefault(key, {})
    known = document.counted_before is not None
    return tuple(
        Count(*key, sum(row.values()), sum(row.values()) + before.get(key, 0) if known else None, row)
        for key, row in sorted(found.items())
    )


def words_of(document: PeriodDocument) -> Mapping[str, str]:
    """The company's own words for each code of its events, as they were first told."""
    found: dict[str, str] = {}
    for event in document.events:
        for code, words in ((event.term, event.term_words), (event.health_effect, event.health_effect_words)):
            if code and words:
                found.setdefault(code, words)
    return found


def events_of(document: PeriodDocument, form: int) -> tuple[PeriodEvent, ...]:
    """The events that a form tells of, in the order in which they are told."""
    return tuple(event for event in document.events if event.item in ITEMS[form])


def _before(rows: Iterable[CountedBefore], form: int) -> dict[tuple[str, str, str], int]:
    found: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row.item in ITEMS[form]:
            key = (row.term, row.health_effect or "", row.item)
            found[key] = found.get(key, 0) + row.count
    return found


def refuse_what_no_period_holds(document: PeriodDocument) -> None:
    """Raise `Refused` for the first statement that no period can hold: days out of order, an event told twice."""
    period = document.period
    if period.last_on < period.first_on:
        raise Refused("period.last_on", f"{period.last_on} lies before the first day, {period.first_on}")
    if (period.last_on - period.first_on).days > 366:
        raise Refused("period.last_on", "a survey period (調査単位期間) is one year at the most")
    shipped = document.shipped
    if shipped.period is not None and shipped.total is not None and shipped.total < shipped.period:
        raise Refused(
            "shipped.total", f"{shipped.total} is less than what was shipped in the period, {shipped.period}"
        )
    reported_on = document.report.reported_on
    if reported_on is not None and reported_on <= period.last_on:
        raise Refused("report.reported_on", f"{reported_on} is not after the period, which ends on {period.last_on}")
    known = {item for items in ITEMS.values() for item in items}
    seen: dict[str, int] = {}
    for at, event in enumerate(document.events):
        _require_event(event, f"events.{at}", period, known)
        if event.id is not None and event.id in seen:
            raise Refused(f"events.{at}.id", f"{event.id!r} is events.{seen[event.id]} already: an event counts once")
        seen |= {event.id: at} if event.id is not None else {}


def _require_event(event: PeriodEvent, place: str, period: Period, known: set[str]) -> None:
    if event.item not in known:
        raise Refused(f"{place}.item", f"{event.item!r} is not one of: {', '.join(sorted(known))}")
    if event.severity is not None and event.severity not in SEVERITIES:
        raise Refused(f"{place}.severity", f"{event.severity!r} is not one of: {', '.join(SEVERITIES)}")
    occurred = event.occurred_on
    if occurred is None or occurred.stated_unknown:
        return
    if occurred.text > period.last_on.isoformat()[: len(occurred.text)]:
        raise Refused(
            f"{place}.occurred_on", f"{occurred.text} lies after the period, which ends on {period.last_on}"
        )
