"""How the open cases stand on home: every one is ranked and counted, also those of which only a later page tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kizuki.core.reminding.days import DATED_BY_LAW
from kizuki.store.queries.next_steps import NextOnCase, OpenCase, Owed, cases_in_hand, next_on_cases
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import WORKING_DAY, Countdown, countdown, owed_countdown
from kizuki.web.owed import due_first

URGENT = ("over", "today", "soon", "past", "later", "none")
"""In this order the parts of the list stand: late by the law, today, within three days, a day of the house that has gone
by, the rest."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The days of one open case: what the headline names (`said`; None where nothing of it is live) and until when, the
    report that the law dates where that is another, and what has an earlier day than the headline: the earliest, and
    whatever of it is due today."""

    id: int
    its: NextOnCase
    clock: str
    said: Owed | None
    until: Countdown
    law: tuple[Owed, Countdown] | None
    besides: tuple[tuple[Owed, Countdown], ...]

    @property
    def shown(self) -> tuple[Countdown, ...]:
        """Every day that its row shows."""
        return (self.until, *(until for _, until in self.besides), *((self.law[1],) if self.law else ()))

    @property
    def kinds(self) -> frozenset[str]:
        """The appearances of these days. Whether anybody died is asked today, also where its 作業期限 has gone by."""
        return frozenset(one.kind for one in self.shown) | {"today" for one in self.shown if one.asked_today}

    @property
    def part(self) -> str:
        """The part of the list in which it stands (URGENT)."""
        return next((kind for kind in URGENT if kind in self.kinds), "later")

    @property
    def urgency(self) -> tuple[int, bool, date]:
        """In its part a first report comes first, then the earliest day that put it there."""
        part = self.part
        days = [one.due_on for one in self.shown if one.kind == part and one.due_on]
        speaks_later = self.clock not in ("first_report", "settle_question")
        return URGENT.index(part), speaks_later, min(days, default=self.until.due_on or date.max)

    @property
    def met(self) -> bool:
        """Whether an item is met, or was reported, of the matter that the headline speaks of."""
        return self.said is not None and self.said.matter in self.its.met_matters

    @property
    def premise_passed(self) -> bool:
        """15日経過（報告区分未確認）: the working day is a premise, which is passed and never late; called so while no
        item of its matter is met."""
        return self.clock in WORKING_DAY and self.until.kind == "past" and not self.met

    @property
    def whose_day(self) -> str:
        """Whose day the countdown runs to: `law` (of the law or of PMDA), `doubt` (so where the item proves to be met),
        `house` (our own, such as the 作業期限)."""
        if self.until.due_on is None:
            return ""
        if self.until.of_law:
            return "law"
        return "doubt" if self.clock in DATED_BY_LAW else "house"

    def owed(self) -> Iterable[Owed]:
        """What its row tells of."""
        named = (self.said, self.law[0] if self.law else None, self.its.lapsing)
        return [row for row in (*named, *(row for row, _ in self.besides)) if row is not None]


def in_order(viewer: Viewer, on: date) -> tuple[Standing, ...]:
    """Every open case that the viewer sees, the most urgent first; in two queries, however many there are."""
    nexts = next_on_cases(viewer)
    found = [standing_of(case, nexts.get(case.id, NextOnCase()), on) for case in cases_in_hand(viewer)]
    return tuple(sorted(found, key=lambda one: (one.urgency, one.id)))


def standing_of(case: OpenCase, its: NextOnCase, on: date) -> Standing:
    """How one case stands on a day. What is met and past its day is named before what is never late."""
    late = its.late_on(on)
    clock, due_on = (late.kind, late.due_on) if late else (case.clock, case.clock_on)
    said = late or its.row
    law = None if its.report is None or (said is not None and said.id == its.report.id) else its.report
    named = {row.id for row in (said, its.report) if row}
    besides = due_first([row for row in its.besides if row.id not in named], on)
    return Standing(
        id=case.id,
        its=its,
        clock=clock,
        said=said,
        until=owed_countdown(clock, said.state if said else "open", due_on, on),
        law=(law, countdown(law.due_on, on, of_law=True)) if law else None,
        besides=tuple((row, owed_countdown(row.kind, row.state, row.due_on, on)) for row in besides),
    )


def first_places(standing: Iterable[Standing]) -> Mapping[str, int]:
    """Where each kind of day is first seen in the list, counted from 0."""
    found: dict[str, int] = {}
    for place, one in enumerate(standing):
        for kind in one.kinds:
            found.setdefault(kind, place)
    return found
