"""What happened to a case, as plain values: the events that the oracle of the ledger reads.

Every event has `act`, a name that no other event has (the row of a ledger says by which act it was ended), the day, and
who did it. Facts are documents in the JSON shape of `kizuki assess` whose matters and persons carry ids. A person that is
none is '' here, as in a row of the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from tests.oracle.worlds import Json

ITEM, FIRST, CLASS = "item", "first_report", "class_confirmation"


class Key(NamedTuple):
    """What a duty is about; '' where there is no such thing, never None."""

    kind: str
    matter: str
    person: str = ""
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Somebody did something on a day."""

    act: str
    on: date
    by: str = "ito"


@dataclass(frozen=True, kw_only=True)
class FactsRevised(Event):
    """A new sheet of facts. `correction`: the typist takes back an own entry within a day, with a reason. `dated`:
    matters of which the ledger holds something dated that this oracle need not know: a follow-up, a delay, a class
    that it asks about although the oracle does not."""

    number: int
    facts: Json
    at: datetime | None = None
    correction: bool = False
    dated: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class LapseSigned(Event):
    """A second person signed that these duties, or their earlier days, are let go; on the facts of revision `number`."""

    keys: frozenset[Key]
    second: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ReportSent(Event):
    """A report of one matter and at most one person left, with its own frozen facts.

    `purpose`: report · withdrawal (of the report `withdraws`, signed by `second`) · not_reportable.
    """

    form: int
    matter: str
    number: int
    person: str = ""
    purpose: str = "report"
    complete: bool = False
    withdraws: str = ""
    second: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt(Event):
    """PMDA accepted or rejected a report."""

    report: str
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class FirstReportSent(Event):
    """A prompt first report that names persons (matter, person) and measures (matter, ''), with its result."""

    names: frozenset[tuple[str, str]]
    good: bool = True


@dataclass(frozen=True, kw_only=True)
class WordOfPmda(Event):
    """Somebody recorded PMDA's word that the form stands for these first reports."""

    names: frozenset[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ClassConfirmed(Event):
    """The safety manager confirmed the class of a matter (or of a harm learned later) on the facts of a revision."""

    matter: str
    number: int
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class JudgementRecorded(Event):
    """A judgement: report, not_report (with a second person), not_settled."""

    matter: str
    answer: str
    second: str = ""


@dataclass(frozen=True, kw_only=True)
class NoReportDecided(Event):
    """No report, signed by a second person."""

    second: str
    number: int


@dataclass(frozen=True, kw_only=True)
class HandedOver(Event):
    """Duties go to their period; only those of 第3号 can."""

    keys: frozenset[Key]


@dataclass(frozen=True, kw_only=True)
class NotFulfilled(Event):
    """遅延: a duty was not fulfilled, or fulfilled late; signed by both."""

    keys: frozenset[Key]
    second: str


@dataclass(frozen=True, kw_only=True)
class AskingGivenUp(Event):
    """これ以上の情報入手不可: what a report carried while open will not be known; at least three attempts."""

    matter: str
    person: str = ""
    attempts: int = 3


@dataclass(frozen=True, kw_only=True)
class MarkedDuplicate(Event):
    """The case is the same as another one, which takes everything over; with a reason and a second person."""

    reason: str
    second: str


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    """The case was closed."""

    reason: str = "reported"


@dataclass(frozen=True, kw_only=True)
class Reopened(Event):
    """The case was opened again, by itself or by a person."""

    reason: str = ""


History = list[Event]


def two_persons(first: str, second: str) -> bool:
    """Nobody's second person is themselves."""
    return bool(second) and second != first
