"""What facts and determination of a case ask for: items, first reports, questions, judgements, duties beside."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from kizuki.core.clocks import READING, Reading, due_after, months_after
from kizuki.core.facts import Case, Matter
from kizuki.core.facts.finding import Reason
from kizuki.core.facts.values import Causality, Kind, Locus, Severity
from kizuki.core.lifecycle.obligations.readings import reading_of, said_of
from kizuki.core.lifecycle.obligations.rows import Wanted
from kizuki.core.reporting import Determination, Duty
from kizuki.core.reporting.beside import GRAVE
from kizuki.core.reporting.determination import FirstReport
from kizuki.core.reporting.items import STRICTEST_DAYS

JAPAN = timezone(timedelta(hours=9))
LATE_HOUR = 22
"""From this hour on a first report has until 09:00 of the next day; the notification says promptly (速やかに)."""

RECORD_ITSELF = frozenset({"gvp_record"})
"""Duties beside the report that keeping this record fulfils: they are shown, and nobody owes an act."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands beside the determination: the no-report decision (`decided` with its review day; `reopened_on` the
    awareness day that counts since it was reopened), the matters and persons whose first report waited for an answer
    until now, and the instant at which the facts became known here."""

    at: datetime
    decided: bool = False
    review_on: date | None = None
    reopened_on: date | None = None
    waited: Collection[tuple[str, str]] = ()


def wanted_of(
    case: Case, answer: Determination, facts: Mapping[str, Any], standing: Standing, reading: Reading = READING
) -> tuple[Wanted, ...]:
    """Everything that is owed by facts alone. Every matter and person of `case` must have its id.

    `facts` is the input that the case was read from, in the full form; `answer` what `assess` said of it.
    """
    found = [_item(duty, case, code, facts) for duty, code in coded(answer.duties)]
    found += [one for report in answer.first_reports for one in _first_report(report, case, standing)]
    found += _classes(case, answer, facts, reading)
    found += _judgements(case, answer, facts, reading)
    found += _deaths_in_another_kind(case, answer)
    found += _open_questions(case, answer, facts, reading)
    found += _anchors(case, answer)
    found += [
        Wanted("beside", False, item=row.code, reading=_started_by(row.because, case), because=_reasons(row.because))
        for row in answer.beside
        if row.code not in RECORD_ITSELF
    ]
    found += _decision(answer, standing, reading)
    return tuple(found)


def coded(duties: Sequence[Duty]) -> Iterator[tuple[Duty, str]]:
    """Each duty with the item as the ledger calls it. Where a person's harm has met the same item twice, each time as a
    事項 of its own (an infection: serious, then fatal), the later one bears its day: `1-ヘ@2026-06-20`."""
    stood: set[tuple[int, int | None, str]] = set()
    for duty in sorted(duties, key=lambda duty: duty.learned_on or date.min):
        key = (duty.matter, duty.person, duty.item)
        yield duty, f"{duty.item}@{duty.learned_on}" if key in stood else duty.item
        stood.add(key)


def _item(duty: Duty, case: Case, code: str, facts: Mapping[str, Any]) -> Wanted:
    matter = case.matters[duty.matter]
    return Wanted(
        kind="item",
        met=duty.finding == "met",
        matter=duty.matter_id or "",
        person=duty.person_id or "",
        item=code,
        form=str(duty.form),
        law=duty.law,
        learned_on=duty.learned_on or matter.learned_on,
        due_on=duty.due_on,
        internal_on=duty.internal_due_on,
        questions=tuple(in_ids(path, case) for path in duty.open_questions),
        because=_reasons(duty.because),
        reading=said_of(facts, matter.index),
        grave=_grave(matter, duty.person),
        own_day=duty.learned_on is not None and duty.learned_on > matter.learned_on,
    )


def _grave(matter: Matter, person: int | None) -> bool:
    """A known foreign measure or death, whether or not it is known already that it is reported."""
    died = person is not None and matter.harms[person].severity.value is Severity.DEATH
    return died or matter.kind.value is Kind.FOREIGN_MEASURE


def _first_report(report: FirstReport, case: Case, standing: Standing) -> Iterator[Wanted]:
    """Met: the report itself, on the day it was known. Open: the question that settles it."""
    matter, person = report.matter_id or "", report.person_id or ""
    learned = report.learned_on or report.target_on
    because = _reasons(report.because)
    if report.state == "met":
        waited = (matter, person) in standing.waited
        known = standing.at.astimezone(JAPAN).date() if waited else learned
        until = target_at(known, standing.at)
        yield Wanted(
            "first_report", True, matter, person, learned_on=known, due_on=until.date(), internal_on=until.date(),
            target_at=until, because=because, reading=learned.isoformat(), grave=True,
            own_day=learned > case.matters[report.matter].learned_on,
        )  # fmt: skip
        return
    questions = tuple(in_ids(path, case) for path in report.open_questions)
    if report.asks == "whether_anybody_died":
        yield Wanted("death_question", False, matter, person, learned_on=learned, questions=questions)
    else:
        yield Wanted(
            "settle_question", False, matter, person, learned_on=learned, due_on=learned, questions=questions,
            because=because, reading=f"{learned.isoformat()} {' '.join(questions)}",
            grave=_grave(case.matters[report.matter], report.person),
            own_day=learned > case.matters[report.matter].learned_on,
        )  # fmt: skip


def target_at(known_on: date, at: datetime) -> datetime:
    """Until when a first report is to be sent that was known on this day: that day, or 09:00 of the next one where it
    came to be known after 22:00. Holidays move nothing."""
    here = at.astimezone(JAPAN)
    if here.date() == known_on and here.hour >= LATE_HOUR:
        return datetime.combine(known_on + timedelta(days=1), time(9), JAPAN)
    return datetime.combine(known_on, time(23, 59), JAPAN)


def _classes(case: Case, answer: Determination, facts: Mapping[str, Any], reading: Reading) -> Iterator[Wanted]:
    """作業期限: awareness + 15 for every matter, and for every person whose harm was learned later. The items of the
    malfunction itself read the harm of everybody, also of those who were learned later."""
    of_matter: dict[int, list[Duty]] = {}
    for duty in answer.duties:
        if duty.person is None:
            of_matter.setdefault(duty.matter, []).append(duty)
    for matter in case.matters:
        found = sorted(f"{duty.item} {duty.finding}" for duty in of_matter.get(matter.index, ()))
        yield _class(case, facts, matter, "", matter.learned_on, reading, found)
        for harm in matter.harms if matter.harms_known else ():
            if harm.learned_on > matter.learned_on and harm.severity.value is not Severity.NONE:
                yield _class(case, facts, matter, harm.id or "", harm.learned_on, reading)


def _class(
    case: Case,
    facts: Mapping[str, Any],
    matter: Matter,
    person: str,
    learned: date,
    reading: Reading,
    found: Sequence[str] = (),
) -> Wanted:
    return Wanted(
        kind="class_confirmation",
        met=False,
        matter=matter.id or "",
        person=person,
        learned_on=learned,
        due_on=due_after(learned, STRICTEST_DAYS, reading),
        reading=reading_of(facts, matter.index, person, found),
    )


def _judgements(case: Case, answer: Determination, facts: Mapping[str, Any], reading: Reading) -> Iterator[Wanted]:
    """One for each question and matter, whichever items it was raised at."""
    asked = dict.fromkeys((row.code, row.matter) for row in answer.judgements)
    for code, index in asked:
        matter = case.matters[index or 0]
        yield Wanted(
            kind="judgement",
            met=False,
            matter=matter.id or "",
            item=code,
            learned_on=matter.learned_on,
            due_on=due_after(matter.learned_on, STRICTEST_DAYS, reading),
            reading=reading_of(facts, matter.index, ""),
        )


def _deaths_in_another_kind(case: Case, answer: Determination) -> Iterator[Wanted]:
    """Who died beside a rate or a paper, perhaps here: until it is judged whether they are a matter of their own, which
    owes a first report, that question is owed from the day of the death, like any that settles one."""
    asked = {row.matter for row in answer.judgements if row.code == "harm_in_a_matter_of_another_kind"}
    for matter in case.matters:
        if matter.index not in asked or matter.locus.value is Locus.FOREIGN or case.device.own.value is False:
            continue
        for harm in matter.harms:
            if harm.severity.value is Severity.DEATH and harm.causality.value is not Causality.RULED_OUT:
                yield Wanted(
                    "settle_question", False, matter.id or "", harm.id or "", learned_on=harm.learned_on,
                    due_on=harm.learned_on, because=("severity=death",), reading=harm.learned_on.isoformat(),
                    grave=True, own_day=harm.learned_on > matter.learned_on,
                )  # fmt: skip


def _open_questions(
    case: Case, answer: Determination, facts: Mapping[str, Any], reading: Reading
) -> Iterator[Wanted]:
    """Questions that no item and no first report waits for: whether units in Japan have the same hole."""
    carried = {path for duty in answer.duties for path in duty.open_questions}
    carried |= {path for report in answer.first_reports for path in report.open_questions}
    for path in answer.open_questions:
        parts = path.split(".")
        if path in carried or parts[0] != "matters":
            continue
        matter = case.matters[int(parts[1])]
        yield Wanted(
            kind="open_question",
            met=False,
            matter=matter.id or "",
            item=parts[-1],
            learned_on=matter.learned_on,
            due_on=due_after(matter.learned_on, STRICTEST_DAYS, reading),
            questions=(in_ids(path, case),),
            reading=said_of(facts, matter.index),
        )


def _anchors(case: Case, answer: Determination) -> Iterator[Wanted]:
    """A periodic item without its cycle: the period may end on the very day, so two months are all that is sure."""
    without = {duty.matter for duty in answer.duties if duty.finding == "met" and duty.due_on is None}
    for index in sorted(without):
        matter = case.matters[index]
        yield Wanted(
            kind="cycle_anchor",
            met=False,
            matter=matter.id or "",
            learned_on=matter.learned_on,
            due_on=months_after(matter.learned_on, 2),
        )


def _decision(answer: Determination, standing: Standing, reading: Reading) -> Iterator[Wanted]:
    if answer.outcome != "no_report":
        return
    if standing.decided:
        yield Wanted("no_report_review", False, due_on=standing.review_on)
    else:
        anew = standing.reopened_on
        day = due_after(anew, STRICTEST_DAYS, reading) if anew else answer.planning_due_on
        yield Wanted("no_report_decision", False, due_on=day)


def in_ids(path: str, case: Case) -> str:
    """A path of the input with ids in the place of positions: `matters.m7-1.harms.p7-1.predictable`."""
    parts = path.split(".")
    if parts[0] != "matters" or len(parts) < 2 or not parts[1].isdigit():
        return path
    matter = case.matters[int(parts[1])]
    if len(parts) > 3 and parts[2] == "harms" and parts[3].isdigit() and matter.harms_known:
        parts[3] = matter.harms[int(parts[3])].id or parts[3]
    parts[1] = matter.id or parts[1]
    return ".".join(parts)


def _reasons(because: Any) -> tuple[str, ...]:
    """Codes of reasons; what they say of which fact is in the determination."""
    return tuple(dict.fromkeys(reason.code for reason in because))


def _started_by(because: Iterable[Reason], case: Case) -> str:
    """The facts that start a duty beside the report, by matter, with everybody who is known to be gravely harmed in it:
    "no measure" for one matter, or before somebody died, says nothing of the next."""
    found = set()
    for reason in because:
        found.add(f"{reason.code} {in_ids(reason.fact, case)}")
        parts = reason.fact.split(".")
        if parts[0] == "matters" and len(parts) > 1:
            found |= {
                f"{harm.severity.value.value} {harm.id}"
                for harm in case.matters[int(parts[1])].harms
                if harm.severity.value in GRAVE and harm.causality.value is not Causality.RULED_OUT
            }
    return hashlib.sha256(" ".join(sorted(found)).encode()).hexdigest()
