"""Count the malfunctions of each device by term and month, and ask a person where a month stands out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.clocks import due_after, months_after
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.moving import next_round
from kizuki.core.reporting.items import STRICTEST_DAYS
from kizuki.core.trends.naming import item_of
from kizuki.store.models import CountedCase, Device
from kizuki.store.obligations.lists import owed_by_all
from kizuki.store.queries.trends import StandsOut, looks_at
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.keeping_rows import added
from kizuki.store.record.keeping_rows import standing as rows_of

KIND = "trend"


def watch_trends(*, on: date, actor: Actor, between: Callable[[], None] = lambda: None) -> int:
    """Hold this month and the one before of every device against what was expected; answers how many questions are new.
    One transaction a device; `between` is called after each."""
    asked = 0
    for device in rows_of(Device).order_by("pk").values_list("pk", flat=True):
        asked += ask_about_trends(device, on=on, actor=actor)
        between()
    return asked


def ask_about_trends(device: int, *, on: date, actor: Actor) -> int:
    """Ask about every term of a device whose month stands out: a trend (傾向) or a rate (発生率) that 1-ロ, 1-ハ, 1-ニ or
    1-ホ speak of? Owed within fifteen days of the day on which its last event was learned.

    What was asked and judged is asked again where more was counted since. Everything is counted, what is under embargo
    too; a question is seen by those who see every case that it counted. Returns how many questions were asked.
    """
    this = on.replace(day=1)
    months = (months_after(this, -1), this)
    looks = [found for month in months for found in looks_at(PROGRAM, device, month, on)]
    with verb("ask_about_trends", actor=actor, of=[f"device:{device}"]) as act:
        standing = owed_by_all(KIND, [f"device:{device}"])[f"device:{device}"]
        asked = [_ask(act, device, found, standing) for found in looks]
        if not any(asked):
            act.unchanged()
            return 0
        act.record(subjects=[f"device:{device}"], payload={"asked": sum(asked)})
    return sum(asked)


def _ask(act: Act, device: int, found: StandsOut, standing: Sequence[Value]) -> bool:
    look, last = found.look, found.last
    item = item_of(look.month.term, look.month.first_on)
    mine = [row for row in standing if row.item == item]
    counted = (f"count={look.month.count}", f"year={look.month.year}")
    # Counts only grow; what was judged at these, of the month and of its year, is not asked again.
    if any(set(counted) <= set(row.because) for row in mine):
        return False
    because = (*counted, f"code={look.code}")
    due_on = due_after(last, STRICTEST_DAYS)
    running = next((row for row in mine if row.running), None)
    if running is not None:
        write_owned(act, f"device:{device}", [Move("tighten", replace(running, because=because), running)])
        _count(running.id, found.cases)
        return True
    number = next_round(mine)
    owed = Value(KIND, "open", item=item, round=number, learned_on=last, due_on=due_on, because=because)
    (row,) = write_owned(act, f"device:{device}", [Move("open", owed)], Grounds(basis=f"device:{device}"))
    _count(row.pk, found.cases)
    keep_text(act, f"obligation:{row.pk}", "term", look.month.term)
    act.wait_for(
        Waiting(
            kind="judge_trend",
            subject=f"obligation:{row.pk}",
            origin="watch_trends",
            owner_role="safety_manager",
            device=device,
            due_on=due_on,
            values={"month": f"{look.month.first_on:%Y-%m}", "count": look.month.count},
        )
    )
    return True


def _count(question: int | None, cases: Sequence[int]) -> None:
    """Write which cases a question counted, beside those that it had counted before."""
    there = set(rows_of(CountedCase, obligation_id=question).values_list("case_id", flat=True))
    for case_id in cases:
        if case_id not in there:
            added(CountedCase, obligation_id=question, case_id=case_id)
