"""A year of the sample: shipments of a designated device and of another one, the events of their survey periods, and the
reports of those periods (様式第9・第11・第12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.devices.keep_period import PeriodEntry, keep_period
from kizuki.actions.devices.record_shipments import record_shipments
from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.periods.printing import PeriodSaid
from kizuki.actions.reports.draft_form import draft_form
from kizuki.core.clocks import cycle_of
from kizuki.core.devices.shipments import MonthSaid
from kizuki.core.refusal import Refused
from kizuki.sample.lives import SAMPLE
from kizuki.sample.reading import read_portfolio, read_year
from kizuki.store.access.seen import seen
from kizuki.store.models import Case, Device, PeriodReport, Report, RunningPeriod
from kizuki.store.queries.period_document import rate_document
from kizuki.store.queries.viewer import PROGRAM


@dataclass(frozen=True, slots=True)
class YearLoaded:
    """The drafts that the year leads to: periodic reports, and the form 9 of its case."""

    period_reports: tuple[int, ...]
    rate_reports: tuple[int, ...]


def load_shipments() -> int:
    """What was shipped and is in use, month by month; returns how many months were new."""
    found = 0
    for row in read_year()["shipments"]:
        months = [
            MonthSaid(date.fromisoformat(one["month"]), one["shipped"], one["total"], one["in_use"])
            for one in row["months"]
        ]
        found += record_shipments(row["device"], months, on=months[-1].month, actor=SAMPLE)
    return found


def load_year() -> YearLoaded:
    """Open the cases of the year, keep its survey periods, and draft their reports and the form 9 of its rate. A second
    time leaves everything as it stands. The sample must be loaded."""
    read = read_year()
    standing = set(seen(PROGRAM, Case).values_list("key", flat=True))
    devices = {row["key"]: row for row in read_portfolio().devices}
    for told in read["cases"]:
        if told["key"] not in standing:
            open_case(_event(told, devices[told["device"]]["periodic"]), on=None, actor=SAMPLE)
    if read["rate"]["key"] not in standing:
        open_case(_rate(read["rate"], devices[read["rate"]["device"]]["periodic"]), on=None, actor=SAMPLE)
    drafts = [_period(told, devices[told["device"]]["periodic"]) for told in read["periods"]]
    return YearLoaded(tuple(drafts), (_form_9(read["rate"]["key"]),))


def _event(told: dict[str, Any], periodic: dict[str, Any]) -> CaseEntry:
    """A malfunction in Japan; of a designated device one whose rate is known beforehand, of another one not foreseen."""
    designated = periodic["designated"]
    matter: dict[str, Any] = {
        "kind": "event",
        "learned_on": told["learned_on"],
        "locus": "domestic",
        "potential": told["potential"],
        "malfunction_predictable": designated,
        "expected_malfunction": designated,
        "exploited": "none_known",
    }
    harm = {"severity": told.get("harm"), "causality": "suspected", "predictable": designated}
    harm |= {"trend_unpredictable": False, "trend_hazard": False}
    if told.get("criterion"):
        harm["criterion"] = told["criterion"]
    matter["harms"] = [harm] if told.get("harm") else []
    event: dict[str, Any] = {
        "country": "JP",
        "occurred_on": told["occurred_on"],
        "situation": told["title"]["ja"],
        "device_problems": [told["term"]],
    }
    if "effect" in told:
        event["health_effects"] = [told["effect"]]
    parts = {"event": event} | ({"patient": told["patient"]} if "patient" in told else {})
    return _entry(told, {"device": _facts(periodic), "matters": [matter]}, parts)


def _rate(told: dict[str, Any], periodic: dict[str, Any]) -> CaseEntry:
    """The rate that rose above the one known beforehand, as the record counts it."""
    device = seen(PROGRAM, Device).get(key=told["device"])
    found = rate_document(PROGRAM, device.pk, told["term"]["code"], date.fromisoformat(told["learned_on"]))
    counted = found.get("deaths", 0) + found.get("serious", 0) + found.get("feared", 0)
    known = found["known"]
    rate = {
        "observed": round(counted / found["units"], 6),
        "expected": known["rate"] / known["per"],
        "known_beforehand": True,
        "scope": "death_serious",
        "includes_deaths": False,
    }
    matter = {"kind": "rate", "learned_on": told["learned_on"], "locus": "domestic", "rate": rate}
    parts = {
        "report": {"number": 1, "status": "complete", "reported_on": "2026-06-12"},
        "device": {"designation": "指定医療機器（例示）"},
        "event": {"device_problems": [{**told["term"], "known": True, "causality": "suspected", "risk": "occurred"}]},
        "investigation": {"result": f"{told['cause']}\n{told['opinion']}"},
        "measures": {"done": told["done"], "future": told["future"]},
        "attachments": ["電子添文（2025年9月改訂）", "集計表"],
    }
    return _entry(told, {"device": _facts(periodic), "matters": [matter]}, parts)


def _facts(periodic: dict[str, Any]) -> dict[str, Any]:
    return {"own": True, "reporter": "mah", "combination": False, **periodic}


def _entry(told: dict[str, Any], facts: dict[str, Any], parts: dict[str, Any]) -> CaseEntry:
    return CaseEntry(
        key=told["key"],
        device=told["device"],
        title=told["title"]["ja"],
        facts=facts,
        parts={**parts, "story": {"title": told["title"]}},
        opened_on=date.fromisoformat(told["learned_on"]),
    )


def _period(told: dict[str, Any], periodic: dict[str, Any]) -> int:
    """The survey period that is over on the day of its report, and the draft of that report."""
    anchor = date.fromisoformat(periodic["cycle_anchor_on"])
    reported_on = date.fromisoformat(told["reported_on"])
    now = cycle_of(reported_on, anchor, periodic["cycle_months"])
    cycle = cycle_of(date.fromordinal(now.first_on.toordinal() - 1), anchor, periodic["cycle_months"])
    entry = PeriodEntry(told["device"], told["form"], cycle.first_on, cycle.last_on, number=cycle.number)
    keep_period(entry, actor=SAMPLE)
    period = seen(PROGRAM, RunningPeriod).get(device__key=told["device"], form=told["form"], first_on=cycle.first_on)
    kept = seen(PROGRAM, PeriodReport).filter(period=period).order_by("-number", "-attempt").first()
    if kept is not None:
        return int(kept.pk)
    words = {name: told[name] for name in ("opinion", "done", "future")}
    said = PeriodSaid(**words, reported_on=reported_on, attachments=tuple(told["attachments"]))
    return draft_period_report(period.pk, said, actor=SAMPLE)


def _form_9(key: str) -> int:
    case = seen(PROGRAM, Case).get(key=key)
    kept = seen(PROGRAM, Report).filter(case=case, form="9").order_by("-pk").first()
    if kept is not None:
        return int(kept.pk)
    try:
        return draft_form(case.pk, 9, actor=SAMPLE)
    except Refused as refusal:
        raise Refused(f"sample.{key}", f"{refusal}") from None
