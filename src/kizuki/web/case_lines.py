"""Cases as rows: with their days, whose move it is, and the form that ends what is owed next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kizuki.core.glossary import Lang, say
from kizuki.store.queries import cases
from kizuki.store.queries.hands import Hands
from kizuki.store.queries.next_steps import NextOnCase, OpenCase, next_on_cases, owed_in_words
from kizuki.store.queries.obligations import ObligationRow
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_order import Standing, standing_of
from kizuki.web.countdown import WORKING_DAY, Countdown
from kizuki.web.doors.around import Around, around
from kizuki.web.doors.ways import Way, usual_way
from kizuki.web.whose_move import whose_move
from kizuki.web.words import item_shown


@dataclass(frozen=True, slots=True)
class Beside:
    """What is due before the headline of a case: its kind and day, and the form that ends it, where the viewer may.
    `premise_passed`: its day is the working day, which is passed and never late."""

    kind: str
    countdown: Countdown
    way: Way | None = None
    premise_passed: bool = False
    who: str = ""
    """Whose move it is, where it is somebody else's than the headline's."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One open case. `prompt_first_report` is met (owed), open, or '' where none is owed, also where it has left;
    `outcome` is empty before a determination; `way` leads to the form that ends what is owed next, where the viewer
    may."""

    standing: Standing
    number: str
    title: str
    outcome: str
    item: str
    prompt_first_report: str
    planning_due_on: date | None
    device: str
    hospital: str
    learned_on: date | None = None
    """The awareness day of what the headline names."""
    way: Way | None = None
    besides: tuple[Beside, ...] = ()
    """What has an earlier day than the headline: the earliest, and whatever of it is due today."""
    day_word: str = ""
    """What kind of day the countdown runs to: 報告期限, 作業期限, 目標."""
    law: tuple[str, Countdown] | None = None
    """The report that is owed to the law, where the headline names something else: its name and countdown."""
    who: str = ""
    """Whose move it is: who took it, or who holds the posts that are asked for what the headline names."""
    law_who: str = ""
    """Whose move the report is that is owed to the law, where it is somebody else's."""

    @property
    def id(self) -> int:
        """The case's."""
        return self.standing.id

    @property
    def clock(self) -> str:
        """The kind of obligation that the headline names."""
        return self.standing.clock

    @property
    def countdown(self) -> Countdown:
        """Until the day of the headline."""
        return self.standing.until

    @property
    def waits_for_signature(self) -> bool:
        """Whether a change of the facts waits for a second person."""
        return self.standing.its.waits_for_signature

    @property
    def premise_passed(self) -> bool:
        """15日経過（報告区分未確認）."""
        return self.standing.premise_passed

    @property
    def whose_day(self) -> str:
        """`law`, `doubt` or `house`."""
        return self.standing.whose_day

    @property
    def kinds(self) -> frozenset[str]:
        """The appearances of every day that its row shows."""
        return self.standing.kinds


def case_lines(viewer: Viewer, standing: Sequence[Standing], acting: Hands) -> tuple[CaseLine, ...]:
    """These cases as rows, in their order; in a number of queries that does not grow with them."""
    ids = [one.id for one in standing]
    rows = {row.id: row for row in cases.cases_by_id(viewer, ids)}
    words = owed_in_words(viewer, [row.id for one in standing for row in one.owed()])
    near = around(viewer, ids)
    # One that was closed or hidden between two queries is left out.
    lines = ((_line(viewer, rows[one.id], one, words), one) for one in standing if one.id in rows)
    return tuple(_with_moves(viewer, line, one, words, near[line.id], acting) for line, one in lines)


def lines_of(viewer: Viewer, rows: Sequence[cases.CaseRow], on: date) -> tuple[CaseLine, ...]:
    """Cases of a ledger, closed ones too, as rows that only tell: without forms, and without whose move it is."""
    nexts = next_on_cases(viewer, [row.id for row in rows])
    found = [
        standing_of(OpenCase(row.id, row.clock, row.clock_on), nexts.get(row.id, NextOnCase()), on) for row in rows
    ]
    words = owed_in_words(viewer, [owed.id for one in found for owed in one.owed()])
    return tuple(_line(viewer, row, one, words) for row, one in zip(rows, found, strict=True))


def _line(viewer: Viewer, row: cases.CaseRow, at: Standing, words: Mapping[int, ObligationRow]) -> CaseLine:
    said = words.get(at.said.id) if at.said else None
    law = words.get(at.law[0].id) if at.law else None
    return CaseLine(
        standing=at,
        number=row.number,
        title=row.title,
        outcome=row.outcome,
        item=_item(row, words.get(at.its.lapsing.id) if at.its.lapsing else None, viewer.lang),
        prompt_first_report=at.its.first_report or ("" if row.outcome else "open"),
        planning_due_on=row.planning_due_on,
        device=row.brand,
        hospital=row.hospital or "",
        learned_on=said.learned_on if said else None,
        day_word=_day_word(at.clock, said, viewer.lang),
        law=(law.name, at.law[1]) if law and at.law else None,
    )


def _with_moves(
    viewer: Viewer, line: CaseLine, at: Standing, words: Mapping[int, ObligationRow], near: Around, acting: Hands
) -> CaseLine:
    said = words.get(at.said.id) if at.said else None
    law = words.get(at.law[0].id) if at.law else None
    who = whose_move(said, near, acting, viewer.lang) if said else ""
    return replace(
        line,
        way=usual_way(said, near, viewer) if said else None,
        besides=_besides(viewer, at, words, who, near, acting),
        who=who,
        law_who=_of_another(who, whose_move(law, near, acting, viewer.lang)) if law else "",
    )


def _of_another(who: str, other: str) -> str:
    return "" if other == who else other


def _besides(
    viewer: Viewer, at: Standing, words: Mapping[int, ObligationRow], who: str, near: Around, acting: Hands
) -> tuple[Beside, ...]:
    """What is due before the headline and is named neither there nor as the report that the law dates."""
    return tuple(
        Beside(
            row.kind,
            until,
            usual_way(words[row.id], near, viewer),
            row.kind in WORKING_DAY and until.kind == "past" and row.matter not in at.its.met_matters,
            _of_another(who, whose_move(words[row.id], near, acting, viewer.lang)),
        )
        for row, until in at.besides
        if row.id in words
    )


def _item(row: cases.CaseRow, lapsing: ObligationRow | None, lang: Lang) -> str:
    """The main item; while the end of one waits for a signature, that one, which is owed as before."""
    if lapsing is not None:
        return item_words(lapsing.item, lang) + say("obligation.lapsing", lang)
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
