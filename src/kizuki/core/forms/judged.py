"""What the determination says for one form about one matter and person: its duties, and the one that leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kizuki.core.facts import Matter
from kizuki.core.facts.values import Kind, Severity
from kizuki.core.forms.document import CaseDocument, Purpose, Report, Status
from kizuki.core.forms.told import ONE_A_PERSON, Told, documents, narrowed
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination, Duty

LENGTH = {"15_days": 15, "30_days": 30, "periodic": 365}
"""Days by which periods are compared."""


@dataclass(frozen=True, slots=True)
class Calling:
    """The duties that call for a form about one matter and at most one person.

    `matter` holds the harms of that person only. `lead` is the duty that governs the form, `deadline` the one with the
    shortest period, met or still open; `lead_at` and `deadline_at` are their places in the determination. Both are None
    where nothing calls any more for a report that says 報告対象外 or 取下げ. `others` are the other documents of this
    form that the case needs, `other_forms` the numbers of other forms that are due for it.
    """

    told: Told
    matter: Matter
    duties: tuple[Duty, ...]
    lead: Duty | None
    lead_at: int
    deadline: Duty | None
    deadline_at: int
    others: tuple[Told, ...]
    other_forms: tuple[int, ...]

    @property
    def matters(self) -> tuple[Matter, ...]:
        """The one matter that the form tells of."""
        return (self.matter,)

    @property
    def due_on(self) -> date | None:
        """The day after which the report is late: that of what is met, or of what is open where nothing is met."""
        met = [duty for duty in self.duties if duty.finding == "met"]
        return min((duty.due_on for duty in met or self.duties if duty.due_on), default=None)


def calling_for(
    number: int, document: CaseDocument, determination: Determination, told: Told
) -> tuple[Calling, CaseDocument]:
    """What calls for this form about this matter and person, and the document with the facts of these alone.

    Raises `Refused` where nothing does: a form that nothing calls for would tell PMDA of a case that is not one. A
    report that says so itself (報告対象外, 取下げ) needs no duty. One that is complete leaves nothing open.
    """
    report, case = document.report, document.facts
    duties = [(at, duty) for at, duty in enumerate(determination.duties) if is_of(duty, number, told)]
    if not duties and report.purpose is Purpose.REPORT:
        raise _not_called_for(number, determination, told, first=report.number in (None, 1))
    _refuse_complete_while_open(report, [duty for _, duty in duties])
    own = narrowed(number, case, determination, told)
    lead_at, lead = min(duties, key=_met_and_shortest, default=(-1, None))
    deadline_at, deadline = min(duties, key=_shortest, default=(-1, None))
    calling = Calling(
        told,
        own.matters[0],
        tuple(duty for _, duty in duties),
        lead,
        lead_at,
        deadline,
        deadline_at,
        tuple(one for one in documents(number, case, determination) if one != told),
        tuple(sorted({d.form for d in determination.duties if d.finding == "met" and d.form != number})),
    )
    return calling, replace(document, facts=own)


def is_of(duty: Duty, number: int, told: Told) -> bool:
    """Whether a report on this form about this matter and person speaks for the duty.

    One about a person speaks for what the article says of the matter without regard to persons as well; a form that is
    one for the matter speaks for every person in it.
    """
    of_whom = number not in ONE_A_PERSON or duty.person in (None, told.person)
    return duty.form == number and duty.matter == told.matter and of_whom


def _refuse_complete_while_open(report: Report, duties: Sequence[Duty]) -> None:
    left = [duty.item for duty in duties if duty.finding == "open"]
    if left and report.status is Status.COMPLETE and report.purpose is not Purpose.WITHDRAWAL:
        raise Refused("report.status", f"cannot be complete (完了) while {', '.join(left)} is open; use incomplete")


def nobody_harmed(matters: Sequence[Matter]) -> bool:
    """Whether it is known of every matter that no one was harmed."""
    harms = [harm for matter in matters for harm in matter.harms]
    known = all(matter.harms_known for matter in matters)
    return known and all(harm.severity.value is Severity.NONE for harm in harms)


def nothing_happened(matters: Sequence[Matter]) -> bool:
    """Whether every matter is a vulnerability without an event: no malfunction occurred and no person was there."""
    return all(matter.kind.value is Kind.VULNERABILITY for matter in matters)


def _met_and_shortest(row: tuple[int, Duty]) -> tuple[bool, int, date, int]:
    return row[1].finding != "met", *_shortest(row)


def _shortest(row: tuple[int, Duty]) -> tuple[int, date, int]:
    at, duty = row
    return LENGTH[duty.period], duty.due_on or date.max, at


def _not_called_for(number: int, determination: Determination, told: Told, *, first: bool) -> Refused:
    called = sorted({duty.form for duty in determination.duties if duty.matter == told.matter})
    form = f"{number}; what is met or open is on form {', '.join(map(str, called))}" if called else number
    outcome = determination.outcome
    if first:
        return Refused("facts", f"the determination ({outcome}) does not call for form {form}")
    return Refused(
        "facts",
        f"the determination ({outcome}) does not call for form {form};"
        " a follow-up out of reporting says 報告対象外 (report.purpose not_reportable)",
    )
