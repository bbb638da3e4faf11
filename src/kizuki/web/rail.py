"""The rail of days of a case or an incident: when it was learned, what is due, what comes next, and where today lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from kizuki.core.glossary import Lang, say
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.store.queries.obligations import ObligationRow

FIFTEEN, THIRTY = timedelta(days=15), timedelta(days=30)

State = Literal["done", "behind", "over", "today", "ahead"]
"""`done`: a person did it; `behind`: the day is behind us, and nobody is late by it; `over`: it has passed and is owed
still."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One day of the rail, or one whose day nobody knows (`on` None)."""

    code: str
    words: str
    on: date | None
    state: State


def incident_rail(learned_on: date, on: date, lang: Lang) -> tuple[Stop, ...]:
    """Of an incident: each of its cases has its own duties, so that only the premise of 15 days is told."""
    return _in_order(
        [
            _stop("learned", learned_on, "done", lang),
            _stop("fifteen", learned_on + FIFTEEN, _passed(learned_on + FIFTEEN, on), lang),
            _stop("today", on, "today", lang),
        ]
    )


def case_rail(
    learned: Iterable[date],
    rows: Iterable[ObligationRow],
    on: date,
    lang: Lang,
    done_on: Mapping[int, date] = MappingProxyType({}),
) -> tuple[Stop, ...]:
    """Of a case, from the day from which its clock runs and from its obligations: the first report where one is or was
    owed, 15 and 30 days, and the follow-up that was promised.

    The clock runs from the earliest day that an item of the ledger counts from: what was learned before and was found
    not to be reportable moves no day of what came later. Before there is such an item, from whatever was learned first.
    `done_on`: the day on which what ended was done, by obligation, where that is known.
    """
    ledger = list(rows)
    counted = [row.learned_on for row in ledger if row.kind == "item" and row.state in LIVE and row.learned_on]
    first = min(counted or learned, default=None)
    stops = [_stop("today", on, "today", lang)]
    if first is not None:
        stops.append(_stop("learned", first, "done", lang))
        for code, day in (("fifteen", first + FIFTEEN), ("thirty", first + THIRTY)):
            stops.append(_stop(code, day, _passed(day, on), lang))
    for code, kind in (("first_report", "first_report"), ("follow_up", "follow_up")):
        stop = _of_kind(code, [row for row in ledger if row.kind == kind], on, lang, done_on)
        stops += [stop] if stop else []
    return _in_order(stops)


def _of_kind(code: str, rows: list[ObligationRow], on: date, lang: Lang, done_on: Mapping[int, date]) -> Stop | None:
    """What runs comes first; where nothing runs, what was done last."""
    running = [row for row in rows if row.state in LIVE and row.state not in ("sent", "carried")]
    if running:
        row = min(running, key=lambda row: row.due_on or date.max)
        late = row.due_on is not None and row.due_on < on
        return _stop(code, row.due_on, "over" if late and row.state != "open" else _passed(row.due_on, on), lang)
    done = [row for row in rows if row.state in ("sent", "carried", "ended")]
    return _stop(code, done_on.get(done[-1].id, done[-1].due_on), "done", lang) if done else None


def _stop(code: str, on: date | None, state: State, lang: Lang) -> Stop:
    return Stop(code, say(f"rail.{code}", lang), on, state)


def _passed(day: date | None, on: date) -> State:
    return "behind" if day is not None and day < on else "ahead"


def _in_order(stops: list[Stop]) -> tuple[Stop, ...]:
    # Today stands behind what is due today: that day is not over.
    return tuple(sorted(stops, key=lambda stop: (stop.on or date.max, stop.code == "today")))
