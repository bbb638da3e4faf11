"""What the determination says for one form: the duties that call for it, the one that leads, the matters it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.core.facts import Case, Matter
from kizuki.core.facts.values import Kind, Severity
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination, Duty

LENGTH = {"15_days": 15, "30_days": 30, "periodic": 365}
"""Days by which periods are compared."""


@dataclass(frozen=True, slots=True)
class Calling:
    """The duties that call for a form.

    `lead` is the duty that governs it, `deadline` the one with the shortest period, met or still open; `lead_at` and
    `deadline_at` are their places in the determination. `matters` are those the form tells: of the lead's place and
    kind. `elsewhere` are the indexes of matters that need a form of their own, `other_forms` the numbers of other
    forms that are due for the case.
    """

    lead: Duty
    lead_at: int
    deadline: Duty
    deadline_at: int
    matters: tuple[Matter, ...]
    elsewhere: tuple[int, ...]
    other_forms: tuple[int, ...]

    @property
    def matter(self) -> Matter:
        """The matter of the leading duty."""
        return next(matter for matter in self.matters if matter.index == self.lead.matter)

    @property
    def due_on(self) -> date | None:
        """The last day for the report, while what is open may still be met."""
        return self.deadline.due_on


def calling_for(number: int, case: Case, determination: Determination, *, first: bool) -> Calling:
    """The duties of a determination that call for this form, met or open.

    Raises `Refused` where none does: a form that nothing calls for would tell PMDA of a case that is not one.
    """
    duties = [(at, duty) for at, duty in enumerate(determination.duties) if duty.form == number]
    if not duties:
        raise Refused("facts", _not_called_for(number, determination, first=first))
    lead_at, lead = min(duties, key=_met_and_shortest)
    by_index = {matter.index: matter for matter in case.matters}
    told = list(dict.fromkeys(duty.matter for _, duty in duties))
    alike = [index for index in told if _alike(by_index[index], by_index[lead.matter])]
    deadline_at, deadline = min((row for row in duties if row[1].matter in alike), key=_shortest)
    return Calling(
        lead,
        lead_at,
        deadline,
        deadline_at,
        tuple(by_index[index] for index in alike),
        tuple(index for index in told if index not in alike),
        tuple(sorted({d.form for d in determination.duties if d.finding == "met" and d.form != number})),
    )


def nobody_harmed(matters: Sequence[Matter]) -> bool:
    """Whether it is known of every matter that no one was harmed."""
    harms = [harm for matter in matters for harm in matter.harms]
    known = all(matter.harms_known for matter in matters)
    return known and all(harm.severity.value is Severity.NONE for harm in harms)


def nothing_happened(matters: Sequence[Matter]) -> bool:
    """Whether every matter is a vulnerability without an event: no malfunction occurred and no person was there."""
    return all(matter.kind.value is Kind.VULNERABILITY for matter in matters)


def _alike(one: Matter, other: Matter) -> bool:
    infection = Kind.INFECTION
    return one.locus.value is other.locus.value and (one.kind.value is infection) == (other.kind.value is infection)


def _met_and_shortest(row: tuple[int, Duty]) -> tuple[bool, int, date, int]:
    return row[1].finding != "met", *_shortest(row)


def _shortest(row: tuple[int, Duty]) -> tuple[int, date, int]:
    at, duty = row
    return LENGTH[duty.period], duty.due_on or date.max, at


def _not_called_for(number: int, determination: Determination, *, first: bool) -> str:
    called = sorted({duty.form for duty in determination.duties})
    forms = f"; what is met or open is on form {', '.join(map(str, called))}" if called else ""
    text = f"the determination ({determination.outcome}) does not call for form {number}{forms}"
    if first:
        return text
    return f"{text}; a follow-up out of reporting (報告対象外) is not built in this release: use the official form"
