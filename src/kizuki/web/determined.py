"""A determination, in the JSON of `kizuki assess`, as the values of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.glossary import Lang, say
from kizuki.core.reporting.shown import address_label
from kizuki.core.reporting.whom import speaks_of
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.words import item_shown, question_label

Answer = dict[str, Any]
"""The JSON of `kizuki assess`, in the language of the page."""

Numbers = tuple[int | None, int | None]
"""The numbers of a matter and of a person, from 1."""

_OPEN_CODE = "not_yet_known"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One item that is met or open.

    `matter` and `person` count from 1; they are None where the case has one matter, or the matter one person.
    `earlier`: what the harm was before meets the item.
    """

    item: str
    address: str
    matter: int | None
    finding: str
    primary: bool
    period: str
    form: int
    countdown: Countdown
    internal_due_on: date | None
    because: tuple[str, ...]
    questions: tuple[str, ...]
    discharged_with: str
    person: int | None = None
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class NotMetLine:
    """One item that is not met, why, and where it is written."""

    item: str
    matter: int | None
    because: tuple[str, ...]
    person: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """What the text does not settle, and of which matter and person."""

    question: str
    default: str
    who: str
    matter: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class FirstReportLine:
    """One prompt first report: met or open, its day, and what is to be asked the same day while it is open."""

    state: str
    target_on: date
    asks: str
    matter: int | None
    person: int | None


@dataclass(frozen=True, slots=True)
class IfOurs:
    """While it is not known whether the device is the holder's own: the outcome, item and day if it is."""

    outcome: str
    primary: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class BesideLine:
    """A duty beside the report."""

    duty: str
    what: str


@dataclass(frozen=True, slots=True)
class Determined:
    """A determination as its part of the page; `primary` None without one."""

    primary: DutyLine | None
    whichever_item: bool
    duties: tuple[DutyLine, ...]
    judgements: tuple[JudgementLine, ...]
    beside: tuple[BesideLine, ...]
    notes: tuple[str, ...]
    not_met: tuple[NotMetLine, ...]
    laws: tuple[str, ...]
    first_reports: tuple[FirstReportLine, ...] = ()
    evidence_missing: tuple[tuple[str, str], ...] = ()
    """Answers without proof: the place of each in the facts, and what it answers."""
    if_ours: IfOurs | None = None


def determined(answer: Answer, today: date, lang: Lang) -> Determined:
    """What the page says of an answer.

    `whichever_item`: no item is met for certain, but one of the open ones is, however the open facts turn out.
    """
    duties = duty_lines(answer, today, lang)
    numbers = speaks_of(answer)
    return Determined(
        primary=next((duty for duty in duties if duty.primary), None),
        whichever_item=answer["outcome"] == "report" and all(duty.finding == "open" for duty in duties),
        duties=duties,
        judgements=tuple(
            JudgementLine(row["question"], row["default"], row["who"], *numbers(row)) for row in answer["judgements"]
        ),
        beside=tuple(BesideLine(row["duty"], row["what"]) for row in answer["beside"]),
        notes=tuple(answer["notes"]),
        not_met=not_met_lines(answer, lang),
        laws=tuple(sorted({row["law"] for row in answer["duties"]})),
        first_reports=tuple(_first_report(row, numbers(row), lang) for row in answer["first_reports"]),
        evidence_missing=tuple((path, question_label(path, lang)) for path in answer["evidence_missing"]),
        if_ours=_if_ours(answer["if_ours"], lang),
    )


def _first_report(row: Answer, whom: Numbers, lang: Lang) -> FirstReportLine:
    asks = say(f"page.asks.{row['asks']}", lang) if row["asks"] else ""
    return FirstReportLine(row["state"], date.fromisoformat(row["target_on"]), asks, *whom)


def _if_ours(ours: Answer | None, lang: Lang) -> IfOurs | None:
    if ours is None:
        return None
    return IfOurs(
        say(f"value.outcome.{ours['outcome']}", lang),
        item_shown(ours["primary"], lang) if ours["primary"] else "",
        day_of(ours["due_on"]),
    )


def day_of(value: str | None) -> date | None:
    """A day of the answer."""
    return date.fromisoformat(value) if value else None


def duty_lines(answer: Answer, today: date, lang: Lang) -> tuple[DutyLine, ...]:
    """Every duty: the primary one first, the met before the open, then by due day."""
    numbers = speaks_of(answer)
    lines = [_duty(row, answer, numbers(row), today, lang) for row in answer["duties"]]
    return tuple(sorted(lines, key=_primary_met_earliest))


def _primary_met_earliest(line: DutyLine) -> tuple[bool, bool, date]:
    return not line.primary, line.finding != "met", line.countdown.due_on or date.max


def _duty(row: Answer, answer: Answer, whom: Numbers, today: date, lang: Lang) -> DutyLine:
    leading = row["discharged_with"]
    return DutyLine(
        item=item_shown(row["item"], lang),
        address=row["address"] if lang == "ja" else address_label(row["item"], lang),
        matter=whom[0],
        finding=row["finding"],
        primary=(row["item"], row["due_on"]) == (answer["primary"], answer["due_on"]),
        period=row["period"],
        form=row["form"],
        countdown=countdown(day_of(row["due_on"]), today, of_law=row["finding"] == "met"),
        internal_due_on=day_of(row["internal_due_on"]),
        because=_known_reasons(row),
        questions=tuple(question_label(path, lang) for path in row["open_questions"]),
        discharged_with=item_shown(leading, lang) if leading else "",
        person=whom[1],
        earlier=row["earlier"],
    )


def _known_reasons(row: Answer) -> tuple[str, ...]:
    """The reasons without those that only name an open fact: the open facts stand in a list of their own."""
    sentences, codes = row["because"], row["because_codes"]
    if len(sentences) != len(codes):
        return tuple(sentences)
    return tuple(
        sentence
        for sentence, code in zip(sentences, codes, strict=True)
        if not (code.startswith(_OPEN_CODE) and code.partition(":")[2] in row["open_questions"])
    )


def not_met_lines(answer: Answer, lang: Lang) -> tuple[NotMetLine, ...]:
    """Every item that is not met, in the order of the answer."""
    numbers = speaks_of(answer)
    return tuple(
        NotMetLine(
            item=item_shown(row["item"], lang),
            matter=(whom := numbers(row))[0],
            because=tuple(row["because"]),
            person=whom[1],
            address=address_label(row["item"], lang),
        )
        for row in answer["not_met"]
    )
