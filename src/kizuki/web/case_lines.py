"""Open cases as lines: what is owed next on each, its day and whose day that is, on home and in the ledger of cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.core.glossary import Lang, say
from kizuki.core.reminding.days import DATED_BY_LAW
from kizuki.store.queries import cases
from kizuki.store.queries.next_steps import NextOnCase, next_on_cases
from kizuki.store.queries.obligations import ObligationRow
from kizuki.store.queries.viewer import Viewer
from kizuki.web.countdown import WORKING_DAY, Countdown, countdown, owed_countdown
from kizuki.web.doors.around import Around, around
from kizuki.web.doors.ways import Way, usual_way
from kizuki.web.owed import due_first
from kizuki.web.words import item_shown


@dataclass(frozen=True, slots=True)
class Beside:
    """What is due before the headline of a case: its kind and day, and the form that ends it, where the viewer may.
    `premise_passed`: its day is the working day, which is passed and never late."""

    kind: str
    countdown: Countdown
    way: Way | None = None
    premise_passed: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One open case. `prompt_first_report` is met (owed), open, or '' where none is owed, also where it has left;
    `outcome` is empty before a determination; `way` leads to the form that ends what is owed next, where the viewer
    may."""

    id: int
    number: str
    title: str
    outcome: str
    item: str
    prompt_first_report: str
    countdown: Countdown
    clock: str
    planning_due_on: date | None
    device: str
    hospital: str
    way: Way | None = None
    besides: tuple[Beside, ...] = ()
    """What has an earlier day than the headline: the earliest, and whatever of it is due today."""
    waits_for_signature: bool = False
    day_word: str = ""
    """What kind of day the countdown runs to: 報告期限, 作業期限, 目標."""
    met: bool = False
    """Whether an item is met, or was reported, of the matter that the headline speaks of."""
    law: tuple[str, Countdown] | None = None
    """The report that is owed to the law, where the headline names something else: its name and countdown."""

    @property
    def whose_day(self) -> str:
        """Whose day the countdown runs to: `law` (of the law or of PMDA), `doubt` (so where the item proves to be met),
        `house` (our own, such as the 作業期限)."""
        if self.countdown.due_on is None:
            return ""
        if self.countdown.of_law:
            return "law"
        return "doubt" if self.clock in DATED_BY_LAW else "house"

    @property
    def premise_passed(self) -> bool:
        """15日経過（報告区分未確認）: the working day is a premise, which is passed and never late; called so while no
        item of its matter is met."""
        return self.clock in WORKING_DAY and self.countdown.kind == "past" and not self.met

    @property
    def kinds(self) -> frozenset[str]:
        """The appearances of every day that its row shows: the headline's, that of the law, and those before it. Whether
        anybody died is asked today, also where its 作業期限 has gone by."""
        return frozenset(until.kind for until in self._shown) | {
            "today" for until in self._shown if until.asked_today
        }

    @property
    def _shown(self) -> tuple[Countdown, ...]:
        return (self.countdown, *(one.countdown for one in self.besides), *((self.law[1],) if self.law else ()))

    @property
    def urgency(self) -> tuple[int, bool, date]:
        """By this the rows stand: late by the law, today, within three days, a day of the house that has gone by, the
        rest; in each a first report first, then the earliest day that put it there. Whether anybody died, or a first
        report is owed, is asked today."""
        kind = next((kind for kind in _URGENT if kind in self.kinds), "later")
        days = [until.due_on for until in self._shown if until.kind == kind and until.due_on]
        speaks_later = self.clock not in ("first_report", "settle_question")
        return _URGENT.index(kind), speaks_later, min(days, default=self.countdown.due_on or date.max)


_URGENT = ("over", "today", "soon", "past", "later", "none")


def case_lines(viewer: Viewer, rows: Sequence[cases.CaseRow], on: date, *, ways: bool = True) -> tuple[CaseLine, ...]:
    """These cases as lines, in their order; `ways`: with the forms that end what is owed."""
    ids = [row.id for row in rows]
    nexts = next_on_cases(viewer, ids)
    near = around(viewer, ids) if ways else {}
    return tuple(_case_line(viewer, row, on, nexts.get(row.id, NextOnCase()), near.get(row.id)) for row in rows)


def _usual_way(row: ObligationRow | None, near: Around | None, viewer: Viewer) -> Way | None:
    return usual_way(row, near, viewer) if row and near else None


def _case_line(viewer: Viewer, row: cases.CaseRow, on: date, its: NextOnCase, near: Around | None) -> CaseLine:
    late = its.late_on(on)
    clock, due_on = (late.kind, late.due_on) if late else (row.clock, row.clock_on)
    said = late or its.row
    return CaseLine(
        id=row.id,
        number=row.number,
        title=row.title,
        outcome=row.outcome,
        item=_item(row, its, viewer.lang),
        prompt_first_report=its.first_report or ("" if row.outcome else "open"),
        countdown=owed_countdown(clock, said.state if said else "open", due_on, on),
        clock=clock,
        planning_due_on=row.planning_due_on,
        device=row.brand,
        hospital=row.hospital or "",
        way=_usual_way(said, near, viewer),
        besides=_besides(viewer, its, said, near, on),
        waits_for_signature=its.waits_for_signature,
        day_word=_day_word(clock, said, viewer.lang),
        met=said is not None and said.matter in its.met_matters,
        law=_law(its, said, on),
    )


def _besides(
    viewer: Viewer, its: NextOnCase, said: ObligationRow | None, near: Around | None, on: date
) -> tuple[Beside, ...]:
    """What is due before the headline and is named neither there nor as the report that the law dates."""
    named = {row.id for row in (said, its.report) if row}
    return tuple(
        Beside(
            row.kind,
            until := owed_countdown(row.kind, row.state, row.due_on, on),
            _usual_way(row, near, viewer),
            row.kind in WORKING_DAY and until.kind == "past" and row.matter not in its.met_matters,
        )
        for row in due_first([row for row in its.besides if row.id not in named], on)
    )


def _law(its: NextOnCase, said: ObligationRow | None, on: date) -> tuple[str, Countdown] | None:
    """The report that is met, with its day, where the headline names a first report or a day of the house: the 作業期限
    may be that very day, and is none of the law."""
    if its.report is None or (said is not None and said.id == its.report.id):
        return None
    return its.report.name, countdown(its.report.due_on, on, of_law=True)


def _item(row: cases.CaseRow, its: NextOnCase, lang: Lang) -> str:
    """The main item; while the end of one waits for a signature, that one, which is owed as before."""
    if its.lapsing is not None:
        return item_words(its.lapsing.item, lang) + say("obligation.lapsing", lang)
    return item_words(row.primary_item, lang)


def _day_word(clock: str, said: ObligationRow | None, lang: Lang) -> str:
    if clock == "class_confirmation":
        return ""  # Its name says it.
    if clock == "death_question":
        return say("obligation.working", lang)
    return said.day_word if said else ""


def item_words(item: str, lang: Lang) -> str:
    """第1号ハ; nothing where there is no primary item."""
    return item_shown(item, lang) if item else ""
