"""Random histories: a true ledger passes, and each way of losing a duty or a day in it is noticed."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from tests.oracle import history as h
from tests.oracle import ledger
from tests.oracle.generate import facts, last_day
from tests.oracle.revise import revise
from tests.oracle.worlds import Json


def rows_of(events: h.History) -> list[dict[str, Any]]:
    """The ledger that the oracle itself would keep."""
    rows = []
    for key, line in ledger.lines(events).items():
        state = "owed" if line.live else "ended"
        act = "" if line.live else min(line.ended_by)
        row = {"kind": key.kind, "matter": key.matter, "person": key.person, "item": key.item, "round": 1}
        rows.append({**row, "state": state, "due_on": line.day, "ended_by": act})
    return rows


def an_act(rng: random.Random, number: int, on: date, document: Json) -> h.Event:
    names = [(m["id"], p["id"]) for m in document["matters"] for p in m.get("harms") or [{"id": ""}]]
    matter, person = rng.choice(names)
    drawn = rng.random()
    if drawn < 0.5:
        form = rng.choice((8, 8, 10, 12))
        return h.ReportSent(act=f"report {number}", on=on, form=form, matter=matter, person=person, number=number)
    if drawn < 0.7:
        return h.FirstReportSent(act=f"fax {number}", on=on, names=frozenset(names))
    return h.ClassConfirmed(act=f"class {number}", on=on, matter=matter, number=number)


def a_random_history(seed: int) -> h.History:
    rng = random.Random(seed)
    document, events = facts(rng), list[h.Event]()
    on = last_day(document)
    for number in range(1, 7):
        events.append(h.FactsRevised(act=f"facts {number}", on=on, number=number, facts=document))
        events.append(an_act(rng, number, on, document))
        on += timedelta(days=rng.randint(1, 10))
        document, _ = revise(rng, document, on)
    return events


OWED = ledger.each_duty_is_owed_or_was_ended_by_an_act_that_names_it
NO_LATER = ledger.no_day_moved_later_without_a_signature


@pytest.mark.parametrize("seed", range(60))
def test_a_true_ledger_passes_and_each_way_of_losing_a_duty_is_noticed(seed: int) -> None:
    events = a_random_history(seed)
    rows = rows_of(events)
    assert OWED(events, rows) == []
    assert NO_LATER(events, rows) == []
    for key, due in ledger.must_be_visible(events).items():
        mine = next(row for row in rows if (row["kind"], row["matter"], row["person"], row["item"]) == key)
        rest = [row for row in rows if row is not mine]
        assert OWED(events, rest)
        assert OWED(events, [*rest, {**mine, "state": "ended", "ended_by": "nobody"}])
        if due:
            assert NO_LATER(events, [*rest, {**mine, "due_on": due + timedelta(days=1)}])
    assert ledger.a_closed_case_owes_nothing(events, rows, closed=True) or ledger.may_be_closed(events)
