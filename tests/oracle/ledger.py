"""The oracle of the ledger of obligations: what a history leaves owed, and what must therefore be seen.

The ledger under test comes as plain values, one mapping per row:

    {"kind": "item",            # item first_report death_question settle_question class_confirmation; others are left
     "matter": "m17", "person": "p5", "item": "1-イ",      # '' where there is none, never None
     "state": "owed",           # owed open carried sent ended lapse_proposed taken_over handed_over
     "due_on": date | None,     # 報告期限 of an item, target day of a first report, 作業期限 of a class
     "ended_by": "report 3",    # the `act` of the event that ended (or, where it is sent, sent) it; '' while it lives
     "round": 1}

For a duplicate, hold its history up to the mark against the rows of the kept case: everything must live there.

Each invariant answers with sentences, one per fault; none is good. A row that lives although the oracle asks for none is
no fault of these invariants, except in a closed case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.oracle.history import CLASS, FIRST, ITEM, Closed, FactsRevised, History, Key, ReportSent
from tests.oracle.lines import Line, owed_by
from tests.oracle.recorded import walk_of

Row = Mapping[str, Any]
LIVE = ("owed", "open", "carried", "lapse_proposed")
QUESTIONS = ("death_question", "settle_question")


def lines(history: History) -> dict[Key, Line]:
    """Every duty that was ever found, as it stands after the last event."""
    return walk_of(history).lines


def must_be_visible(history: History) -> dict[Key, date | None]:
    """What has to be seen as live, with the day at which it may be shown at the latest."""
    return {key: line.day for key, line in lines(history).items() if line.must}


def latest_day_of_home(history: History) -> date | None:
    """The latest day that home may show: the earliest of what is met, of the working days, and of what is held.

    A first report of which it is not known whether it is owed is a question, and leads no list. What an incomplete
    report carried while open was reported in time: from then on the day of its follow-up counts.
    """
    days = [
        line.day
        for key, line in lines(history).items()
        if line.must
        and line.day
        and not (key.kind == FIRST and line.held == "open")
        and not (line.carried and line.held == "open")
    ]
    return min(days, default=None)


def sent_late(history: History) -> dict[Key, str]:
    """Items whose report left after its day, by the act that sent it: each needs its 遅延 act, visible for ever."""
    return walk_of(history).late


def may_be_closed(history: History) -> bool:
    """Nothing owed, open or unanswered, whatever the reason."""
    return not must_be_visible(history)


def each_duty_is_owed_or_was_ended_by_an_act_that_names_it(history: History, rows: Iterable[Row]) -> list[str]:
    """For every duty that any of the facts found: a living row, or a row ended by an act that the oracle accepts.

    A ledger may hold more of it than that act names (an earlier standing of the same person, a question about the whole
    matter): how that ends afterwards is no fault of this duty, and while it was owed, a living row was asked for.
    """
    faults, table = [], list(rows)
    for key, line in lines(history).items():
        mine = [row for row in table if _is_of(row, key, line)]
        living = [row for row in mine if row["state"] in LIVE]
        if living or (line.soft and line.live):
            continue
        if line.live:
            faults.append(f"{_named(key)} is {line.held} and has no living row: {_shown(mine)}")
        elif not mine:
            faults.append(f"{_named(key)} was found once and has no row at all")
        elif not any(row["ended_by"] in line.ended_by for row in mine):
            last = max(mine, key=lambda row: row["round"])
            faults.append(f"{_named(key)} was ended by {last['ended_by']!r}, which does not name it: {line.ended_by}")
    return faults


def no_day_moved_later_without_a_signature(history: History, rows: Iterable[Row]) -> list[str]:
    """A living row shows the earliest day that was ever found for it and not signed away.

    The question whether anybody died has no day: nobody is late for a first report of which nobody knows whether
    anyone was harmed, and home must not list it so.
    """
    faults, table = [], list(rows)
    for key, line in lines(history).items():
        if not line.must or line.day is None:
            continue
        living = [row for row in table if _is_of(row, key, line) and row["state"] in LIVE]
        if any(row["kind"] == "death_question" for row in living):
            continue
        days = [row["due_on"] for row in living if row["due_on"] is not None]
        if living and (not days or min(days) > line.day):
            faults.append(f"{_named(key)} is due on {line.day} and shows {min(days, default=None)}")
    return faults


def home_shows_the_earliest(history: History, shown: date | None) -> list[str]:
    """The day that home shows for a case is no later than its earliest duty or working day."""
    latest = latest_day_of_home(history)
    if latest is not None and (shown is None or shown > latest):
        return [f"home shows {shown}, and {latest} is due"]
    return []


def a_closed_case_owes_nothing(history: History, rows: Iterable[Row], *, closed: bool) -> list[str]:
    """Closed: nothing that must be seen, and no living row of any kind."""
    if not closed:
        return []
    faults = [f"closed, and {_named(key)} is owed" for key in must_be_visible(history)]
    return faults + [f"closed, and a row lives: {_shown([row])}" for row in rows if row["state"] in LIVE]


def new_facts_reopen(history: History, *, closed: bool) -> list[str]:
    """A case that was closed is open again where facts that came after it make something owed."""
    last = max((n for n, event in enumerate(history) if isinstance(event, Closed)), default=None)
    if last is None or not closed or not any(isinstance(event, FactsRevised) for event in history[last + 1 :]):
        return []
    return [f"still closed after new facts, and {_named(key)} is owed" for key in must_be_visible(history)]


def a_complete_report_has_no_open_item(history: History) -> list[str]:
    """完了 only when no item of its form is open for its matter and person."""
    facts = {event.number: event.facts for event in history if isinstance(event, FactsRevised)}
    faults = []
    for event in history:
        if isinstance(event, ReportSent) and event.complete and event.purpose == "report":
            for owed in owed_by(facts[event.number]):
                mine = owed.matter_id == event.matter and owed.person_id in (None, event.person or None)
                if mine and owed.form == event.form and owed.finding == "open":
                    faults.append(f"{event.act} is complete while {owed.item} is open")
    return faults


def _is_of(row: Row, key: Key, line: Line) -> bool:
    """A first report that is not known to be owed may stand as the question that settles it."""
    if row["matter"] != key.matter:
        return False
    if key.kind == FIRST:
        if row["kind"] == FIRST or (row["kind"] == "settle_question" and line.held == "open"):
            return bool(row["person"] == key.person)
        return row["kind"] == "death_question" and line.held == "open" and row["person"] in ("", key.person)
    return bool(row["kind"] == key.kind and row["person"] == key.person and row["item"] == key.item)


def _named(key: Key) -> str:
    words = {ITEM: key.item, FIRST: "the first report", CLASS: "the class"}
    return f"{words[key.kind]} of {key.matter}" + (f", {key.person}" if key.person else "")


def _shown(rows: Iterable[Row]) -> str:
    found = [f"{row['kind']} {row['state']} by {row['ended_by']!r} round {row['round']}" for row in rows]
    return "; ".join(found) or "no row"
