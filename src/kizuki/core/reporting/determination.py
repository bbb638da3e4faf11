"""What assess() answers: a value that can be stored and replayed; sentences are made only when it is shown."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from kizuki.core.facts.finding import Judgement, Reason
from kizuki.core.law import Item

Outcome = Literal["report", "human_judgement", "open", "no_report"]


class Duty(msgspec.Struct, frozen=True):
    """One item that is met or still open for one matter. `due_on` is None for a cycle that is not known."""

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


class NotMet(msgspec.Struct, frozen=True):
    """One item that is not met for one matter, and why."""

    item: Item
    matter: int
    because: tuple[Reason, ...]


class FirstReport(msgspec.Struct, frozen=True):
    """One prompt first report (第一報): for a domestic death, or for one foreign measure."""

    matter: int
    state: Literal["met", "open"]
    target_on: date
    because: tuple[Reason, ...]


class BesideDuty(msgspec.Struct, frozen=True):
    """A duty beside the report: its address in the glossary, and what starts it."""

    code: str
    because: tuple[Reason, ...]


class Determination(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one case.

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
