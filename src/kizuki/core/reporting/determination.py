"""What assess() answers: a value that can be stored and replayed; sentences are made only when it is shown."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from kizuki.core.facts.finding import Judgement, Reason
from kizuki.core.law import Item

Outcome = Literal["report", "human_judgement", "open", "no_report"]


class Duty(msgspec.Struct, frozen=True):
    """One item that is met or still open for one matter and, where it reads a harm, one person.

    `due_on` is None for a cycle that is not known. `person` is the person's place in the input, None for an item
    that reads the matter as a whole and while it is not known who was harmed. `learned_on` is the day from which
    this duty counts. `earlier`: what the harm was before meets the item, with its own day.
    """

    item: Item
    address: str
    matter: int
    finding: Literal["met", "open"]
    law: str
    form: int
    period: Literal["15_days", "30_days", "periodic"]
    due_on: date | None
    internal_due_on: date | None
    because: tuple[Reason, ...]
    open_questions: tuple[str, ...]
    discharged_with: Item | None = None
    matter_id: str | None = None
    person: int | None = None
    person_id: str | None = None
    learned_on: date | None = None
    earlier: bool = False


class NotMet(msgspec.Struct, frozen=True):
    """One item that is not met for one matter and person, and why; `person` None as in `Duty`, or nobody harmed."""

    item: Item
    matter: int
    because: tuple[Reason, ...]
    matter_id: str | None = None
    person: int | None = None
    person_id: str | None = None


Asks = Literal["", "whether_anybody_died", "what_settles_it"]


class FirstReport(msgspec.Struct, frozen=True):
    """One prompt first report (第一報): for one person's death in Japan, or for one foreign measure.

    `asks` says of an open one what is owed the same day in its place: the question whether anybody died, or, for a
    death or measure that is known, the question that settles it.
    """

    matter: int
    state: Literal["met", "open"]
    target_on: date
    because: tuple[Reason, ...]
    matter_id: str | None = None
    person: int | None = None
    person_id: str | None = None
    learned_on: date | None = None
    asks: Asks = ""
    open_questions: tuple[str, ...] = ()


class ReportWanted(msgspec.Struct, frozen=True):
    """One document that the met duties call for: of one matter, and on form 8 of one person where one is concerned."""

    form: int
    matter: int
    matter_id: str | None = None
    person: int | None = None
    person_id: str | None = None


class BesideDuty(msgspec.Struct, frozen=True):
    """A duty beside the report: its address in the glossary, and what starts it."""

    code: str
    because: tuple[Reason, ...]


class IfOurs(msgspec.Struct, frozen=True):
    """While it is not known whether the device is the holder's own: the answer if it is."""

    outcome: Outcome
    primary: Item | None
    due_on: date | None
    working_due_on: date | None
    prompt_first_report: Literal["met", "open", "not_met"]
    forms: tuple[int, ...]


class Determination(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one case.

    `forms` are those of met duties, `forms_open` those of open ones. `evidence_missing` are the answers that lead away
    from reporting without saying what proves them.
    `texts` are those applied, named by their first day; `rules_digest` names the rules, tables and parameters.
    """

    outcome: Outcome
    primary: Item | None
    due_on: date | None
    working_due_on: date | None
    planning_due_on: date
    prompt_first_report: Literal["met", "open", "not_met"]
    first_reports: tuple[FirstReport, ...]
    duties: tuple[Duty, ...]
    not_met: tuple[NotMet, ...]
    open_questions: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    beside: tuple[BesideDuty, ...]
    monitor: bool
    review_on: date | None
    forms: tuple[int, ...]
    notes: tuple[str, ...]
    texts: tuple[str, ...]
    rules_digest: str
    evidence_missing: tuple[str, ...] = ()
    reports: tuple[ReportWanted, ...] = ()
    forms_open: tuple[int, ...] = ()
    if_ours: IfOurs | None = None
