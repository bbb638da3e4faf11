"""What is owed on a case, line by line, and what its headline says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, TypeVar

from kizuki.core.lifecycle.obligations import LIVE
from kizuki.core.lifecycle.obligations.next_owed import comes_before
from kizuki.store.queries.cases import CaseRow
from kizuki.store.queries.endings import Ending, endings_of
from kizuki.store.queries.hands import Hands
from kizuki.store.queries.obligations import ObligationRow, obligations_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import WORKING_DAY, Countdown, owed_countdown
from kizuki.web.doors.around import Around
from kizuki.web.doors.ways import Way, ways_of
from kizuki.web.whose_move import whose_move
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
    first; `beside` are the items that the same copy of its form carries; `said_above`: that its day has passed is said
    by a line above it."""

    row: ObligationRow
    countdown: Countdown
    premise: bool
    item_met: bool
    ways: tuple[Way, ...] = ()
    beside: tuple[str, ...] = ()
    said_above: bool = False
    posts: str = ""
    """Whose move it is, by name or by post."""

    @property
    def premise_passed(self) -> bool:
        """15日経過（報告区分未確認）: its day is the working day, which is passed and never late."""
        return self.premise and self.countdown.kind == "past" and not self.item_met


@dataclass(frozen=True, slots=True)
class EndedLine:
    """One obligation that ended, and how."""

    row: ObligationRow
    how: Ending


def owed_lines(
    viewer: Viewer, beside: Around, facts: dict[str, Any], on: date, acting: Hands
) -> tuple[tuple[OwedLine, ...], tuple[EndedLine, ...]]:
    """What is owed on a case as its page shows it on a day, and what ended."""
    rows = obligations_of(viewer, beside.case_id, facts)
    premises = {row.due_on for row in rows if row.state in LIVE and row.kind in WORKING_DAY}
    met = {row.matter for row in rows if row.kind == "item" and row.state in ("owed", "lapse_proposed", "sent")}
    live = [
        OwedLine(
            row,
            owed_countdown(row.kind, row.state, row.due_on, on),
            row.due_on in premises,
            row.matter in met,
            ways_of(row, beside, viewer),
            tuple(dict.fromkeys(item_shown(other.item, viewer.lang) for other in _on_one_form(row, rows))),
            posts=whose_move(row, beside, acting, viewer.lang),
        )
        for row in sorted(rows, key=lambda row: _place(row, on))
        if row.state in LIVE
    ]
    over = [row for row in rows if row.state not in LIVE]
    endings = endings_of(viewer, beside.case_id) if over else {}
    return _said_once(live), tuple(EndedLine(row, endings.get(row.id, Ending())) for row in over)


def _place(row: ObligationRow, on: date) -> tuple[int, date, int, int]:
    """By rank, then by day; but what can be done and is due by today stands with what the law dates, as due today: it is
    not under what is due in fourteen days."""
    if row.kind == "death_question":
        # It is asked today, on every day: only a first report that is owed stands before it.
        return 0, on, row.rank, row.id
    due_on = row.due_on or date.max
    if row.rank > 1 and due_on <= on and row.state not in ("carried", "sent"):
        return 1, on, row.rank, row.id
    return row.rank, due_on, row.rank, row.id


def _said_once(lines: Iterable[OwedLine]) -> tuple[OwedLine, ...]:
    """The lines; of a working day that has passed the first one says so, for all."""
    said: set[date | None] = set()
    found = []
    for line in lines:
        passed = line.premise_passed
        found.append(replace(line, said_above=passed and line.row.due_on in said))
        said |= {line.row.due_on} if passed else set()
    return tuple(found)


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


class _Dated(Protocol):
    """An obligation, as far as its day goes."""

    @property
    def id(self) -> int: ...

    @property
    def due_on(self) -> date | None: ...


_Row = TypeVar("_Row", bound=_Dated)


def due_first(rows: Iterable[_Row], on: date) -> tuple[_Row, ...]:
    """Of what is due before a headline: the earliest, and whatever of it is due on this very day."""
    early = sorted(rows, key=lambda row: (row.due_on or date.max, row.id))
    return tuple(row for place, row in enumerate(early) if not place or row.due_on == on)


def before_headline(row: CaseRow, owed: Sequence[OwedLine], headline: Headline, on: date) -> tuple[OwedLine, ...]:
    """What the head of a case says before its headline: what has an earlier day, and is not what it names."""
    named = (headline.clock, headline.countdown.due_on)
    early = {
        line.row.id: line
        for line in owed
        if comes_before(line.row.kind, line.row.state, line.row.due_on, row.clock_on)
        and (line.row.kind, line.row.due_on) != named
    }
    return tuple(early[one.id] for one in due_first((line.row for line in early.values()), on))
