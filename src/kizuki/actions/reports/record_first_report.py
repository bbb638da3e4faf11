"""Record the prompt first report (第一報): that it was sent, for whom, and how the transmission ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.actions.cases.assessing import resettle
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.keeping import Grounds, end, told, write_moves
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.wanted import JAPAN
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, FirstReport, FirstReportObligation
from kizuki.store.models.reports import WAYS
from kizuki.store.obligations.ledger import ledger_of


@dataclass(frozen=True, slots=True)
class FirstSheet:
    """A sheet that left: `named` are the ids of the obligations (first reports, or questions that settle one) of the
    persons and measures that it is for, by choice and never all by default; `sheet` the PDF that was sent.

    `delivered`: the transmission had a good result. That it arrived is confirmed by an act of its own. `number` is the
    one that a FAX was sent to: it is kept with the addressee.
    """

    named: Sequence[int]
    way: str
    addressee: str
    sent_at: datetime
    delivered: bool
    sheet: bytes | None = None
    number: str = ""

    @property
    def addressed(self) -> str:
        """The addressee as it is kept, with the number where one is told.

        >>> FirstSheet([1], "fax", "PMDA", datetime(2026, 6, 1), True, number="00-1111-2222").addressed
        'PMDA（FAX 00-1111-2222）'
        """
        to, number = self.addressee.strip(), self.number.strip()
        return f"{to}（FAX {number}）" if number else to


def record_first_report(case_id: int, sent: FirstSheet, *, now: datetime, actor: Actor) -> int:
    """Keep the dispatch (notification 4(1)); it ends the first reports of those whom its own sheet names, no other's.

    A transmission that failed is kept too, and ends nothing. One that left after its target ends what it names and owes
    the record of the delay (遅延). No second person is needed, ever. `Refused` where nobody is named, where one of the
    obligations is none of this case's first reports, or where the instant lies ahead of `now` or before the day on which
    a matter that it names was learned.
    """
    find(Case, "case", actor=actor, pk=case_id)
    _require(sent, now)
    person = person_of(actor)
    with verb("record_first_report", actor=actor, of=[f"case:{case_id}"]) as act:
        case = lock_case(act, case_id)
        rows = _named(case_id, sent.named)
        _require_known(case_id, rows, sent.sent_at)
        document, subjects = keep_document(sent.sheet, "application/pdf") if sent.sheet is not None else (None, [])
        made = FirstReport.objects.create(
            case=case,
            way=sent.way,
            addressee=sent.addressed,
            sent_at=sent.sent_at,
            delivered=sent.delivered,
            document=document,
            person_id=person,
            at=act.at,
        )
        FirstReportObligation.objects.bulk_create(
            FirstReportObligation(first_report=made, obligation_id=row.kept_as) for row in rows
        )
        moves = _ended(act, made, rows) if sent.delivered else []
        moves += resettle(act, case_id)
        payload = {"way": sent.way, "delivered": sent.delivered, "named": sorted(sent.named), "ledger": told(moves)}
        act.record(subjects=[f"case:{case_id}", f"first_report:{made.pk}", *subjects], payload=payload)
    return int(made.pk)


def _require(sent: FirstSheet, now: datetime) -> None:
    text(sent.addressee, "addressee", longest=200, required=True)
    text(sent.number, "number", longest=40)
    text(sent.addressed, "addressee", longest=200)
    if sent.way not in WAYS:
        raise Refused("way", f"{sent.way!r} is not one of: {', '.join(WAYS)}")
    if sent.number.strip() and sent.way != "fax":
        raise Refused("number", "is told of a FAX only")
    if sent.sent_at.tzinfo is None or sent.sent_at > now:
        raise Refused("sent_at", "must be an instant with its time zone, and not ahead of now")
    if not sent.named:
        raise Refused("named", "a sheet names the persons or measures that it is for")


def _named(case_id: int, numbers: Sequence[int]) -> list[Value]:
    ledger = {row.id: row for row in ledger_of(case_id)}
    found = []
    for number in numbers:
        row = ledger.get(number)
        if row is None or row.kind not in ("first_report", "settle_question"):
            raise Refused("named", f"{number} is no first report of this case, and no question that settles one")
        if not row.running:
            raise Refused("named", f"{number} is {row.state} already")
        found.append(row)
    return found


def _require_known(case_id: int, rows: Sequence[Value], sent_at: datetime) -> None:
    """No sheet tells of what nobody had learned yet. The day of the matter is the earliest knowledge."""
    learned = {row["id"]: row["learned_on"] for row in newest_facts(case_id).facts["matters"]}
    left_on = sent_at.astimezone(JAPAN).date()
    for row in rows:
        if row.matter in learned and left_on < date.fromisoformat(learned[row.matter]):
            raise Refused("sent_at", f"{left_on} lies before {learned[row.matter]}, on which it was learned")


def _late(row: Value, sent_at: datetime) -> bool:
    return row.kind == "first_report" and row.target_at is not None and sent_at > row.target_at


def _ended(act: Act, made: FirstReport, rows: Sequence[Value]) -> list[Move]:
    grounds = Grounds(basis=f"first_report:{made.pk}")
    moves = end(act, made.case_id, rows, "record_first_report", grounds)
    # A question that is settled later asks for no second first report: the sheet spoke for that death already.
    # Whether it arrived is asked on the day on which it left: without a day it would stand last of all, and nowhere else.
    left_on = made.sent_at.astimezone(JAPAN).date()
    arrival = Value("arrival", "open", item=f"first_report:{made.pk}", due_on=left_on)
    opened = [Move("open", arrival)]
    opened += [
        Move("open", Value("late", "open", row.matter, row.person, row.kind, round=row.round, due_on=row.due_on))
        for row in rows
        if _late(row, made.sent_at)
    ]
    write_moves(act, made.case_id, opened, grounds)
    return [*moves, *opened]
