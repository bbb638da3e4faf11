"""By when it is said what becomes of a piece of safety information: a case, part of one, or set aside with a reason."""

from __future__ import annotations

from datetime import date

from kizuki.core.clocks.triage import MOST_DAYS, triage_due_on

UNDECIDED = ("received", "examined")
"""States in which information is still owed a decision: having looked at it decides nothing."""


def decision_due_on(awareness_on: date, limit: int, *, death: bool = False) -> date:
    """The last business day for the decision, counted from the awareness day as day 0.

    `death`: it tells of a death in Japan, or may: whether a first report is due is decided on the awareness day itself,
    holidays or not (医薬安発0115第2号 4(1): 速やかに).

    `limit` is the company's own number of business days; more than three never count (`MOST_DAYS`): the statutory
    clock runs from the awareness day whether or not anybody has decided.
    """
    return awareness_on if death else triage_due_on(awareness_on, min(limit, MOST_DAYS))
