"""What is owed on a case, line by line, and what its headline says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.lifecycle.obligations import LIVE
from kizuki.store.queries.cases import CaseRow
from kizuki.store.queries.endings import Ending, endings_of
from kizuki.store.queries.obligations import ObligationRow, obligations_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import Countdown, owed_countdown
from kizuki.web.doors.ways import Around, Way, ways_of
from kizuki.web.words import item_shown


@dataclass(frozen=True, slots=True)
class Headline:
    """What the head of a case names (a kind of obligation, '' for none), and how long there is until its day."""

    clock: str
    countdown: Countdown


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One obligation with its countdown. `premise`: its day is the working day, which is never called late; `item_met`:
    an item of its matter is met, or was reported; `ways` lead to the acts by which the viewer may end it, the usual one
    first; `beside` are the items that the same copy of its form carries."""

    row: ObligationRow
    countdown: Countdown
    premise: bool
    item_met: bool
    ways: tuple[Way, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EndedLine:
    """One obligation that ended, and how."""

    row: ObligationRow
    how: Ending


def owed_lines(
    viewer: Viewer, beside: Around, facts: dict[str, Any], on: date
) -> tuple[tuple[OwedLine, ...], tuple[EndedLine, ...]]:
    """What is owed on a case as its page shows it on a day, and what ended."""
    rows = obligations_of(viewer, beside.case_id, facts)
    met = {row.matter for row in rows if row.kind == "item" and row.state in ("owed", "lapse_proposed", "sent")}
    live = tuple(
        OwedLine(
            row,
            owed_countdown(row.kind, row.state, row.due_on, on),
            row.kind == "class_confirmation",
            row.matter in met,
            ways_of(row, beside, viewer),
            tuple(dict.fromkeys(item_shown(other.item, viewer.lang) for other in _on_one_form(row, rows))),
        )
        for row in rows
        if row.state in LIVE
    )
    over = [row for row in rows if row.state not in LIVE]
    endings = endings_of(viewer, beside.case_id) if over else {}
    return live, tuple(EndedLine(row, endings.get(row.id, Ending())) for row in over)


def _on_one_form(row: ObligationRow, rows: Sequence[ObligationRow]) -> list[ObligationRow]:
    """The other items that go with this one in one form: of its matter, and of its person or of nobody in particular."""
    if row.kind != "item" or row.state != "owed":
        return []
    return [
        other
        for other in rows
        if other is not row
        and (other.kind, other.state, other.form, other.matter) == ("item", "owed", row.form, row.matter)
        and (other.person == row.person or not other.person or not row.person)
    ]


def head_of(row: CaseRow, owed: Sequence[OwedLine], on: date) -> Headline:
    """What the headline names, and its countdown: what comes first; where that is never late, what is met and late."""
    named = [line for line in owed if (line.row.kind, line.row.due_on) == (row.clock, row.clock_on)]
    late = [line for line in owed if line.countdown.kind == "over"]
    for line in [one for one in named if one in late] or sorted(late, key=lambda one: one.row.due_on or date.max):
        return Headline(line.row.kind, line.countdown)
    state = next((line.row.state for line in named if line.row.state != "open"), "open")
    return Headline(row.clock, owed_countdown(row.clock, state, row.clock_on, on))
