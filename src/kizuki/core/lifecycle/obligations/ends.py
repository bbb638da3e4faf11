"""What a report that is sent, and PMDA's word on it, do to the obligations that it names; and to no other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.rows import Key, Move, Obligation


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report as it leaves. `named`: what its own frozen determination says (`met`, `open`, `not_met`) of each
    obligation (by id) that was written to it when it was drafted. `act` is the verb that sends it.

    `asked` are the keys that the newest determination asks for: what a withdrawal takes back is owed anew where it
    still stands there. `carried_on` are the obligations that another report, not rejected, has named as open, `met_on`
    those that it has named as met, `followed` whether one of the same matter, person and form was sent later: a
    rejection leaves its promise as it is.
    """

    form: str
    matter: str
    person: str
    act: str
    sent_on: date
    named: Mapping[int, str]
    purpose: str = "report"
    why: str = ""
    complete: bool = True
    next_report_on: date | None = None
    asked: Collection[Key] = ()
    carried_on: Collection[int | None] = ()
    met_on: Collection[int | None] = ()
    followed: bool = False


def when_sent(ledger: Iterable[Obligation], report: SentReport) -> tuple[Move, ...]:
    """The moves of a report that was sent; `ledger` holds every row of the case."""
    rows: dict[int | None, Obligation] = {row.id: row for row in ledger if row.id is not None}
    if report.purpose == "report":
        moves = [move for number, finding in report.named.items() for move in _named(rows[number], finding, report)]
        moves += _follow_ups(rows.values(), report)
        return (*moves, *_classes(rows, moves, report))
    back = taken_back(rows.values(), report)
    return (*back, *_classes_anew(rows, back, report), *_waits_for_pmda(rows.values(), report))


def when_signed(row: Obligation) -> Move:
    """What a second person's signature does to a row that waits for it: it lapses, or counts from its later day; a first
    report then has until 09:00 of that day."""
    if row.state == "lapse_proposed" or row.later_on is None:
        return Move("lapse", replace(row, state="ended", ended_by="sign_change", later_on=None), row)
    at = row.target_at and datetime.combine(row.later_on, time(9), row.target_at.tzinfo)
    return Move(
        "later", replace(row, due_on=row.later_on, internal_on=row.later_on, target_at=at, later_on=None), row
    )


def _named(row: Obligation, finding: str, report: SentReport) -> list[Move]:
    """A report ends what its own facts say: what has been met since by newer facts stays owed."""
    if not row.running:
        return []
    if finding == "met":
        moves = [Move("sent", replace(row, state="sent", ended_by=report.act, later_on=None), row)]
        if row.due_on is not None and report.sent_on > row.due_on:
            moves.append(late_of(row))
        return moves
    if finding == "open" and row.state in ("open", "carried"):
        return [Move("carried", replace(row, state="carried"), row)]
    # What became of it is said only of what a report has carried; what waits for a signature is let go by nothing else.
    return [_ended(row, report.act)] if finding == "not_met" and row.state == "carried" else []


def late_of(row: Obligation) -> Move:
    """遅延 of an item, a follow-up or an answer to PMDA: what was late is its item."""
    item = f"follow_up@{row.form}" if row.kind == "follow_up" else row.item
    late = Obligation(
        "late", "open", row.matter, row.person, item, row.form, learned_on=row.learned_on, due_on=row.due_on
    )
    return Move("open", replace(late, round=row.round))


def _ended(row: Obligation, act: str) -> Move:
    require_end(row.kind, act)
    return Move("ended", replace(row, state="ended", ended_by=act, later_on=None), row)


def _follow_ups(rows: Iterable[Obligation], report: SentReport) -> list[Move]:
    """A promised follow-up ends with the next report, late where that goes behind its day; an incomplete one promises
    another."""
    key: Key = ("follow_up", report.matter, report.person, report.form)
    mine = [row for row in rows if row.key == key]
    kept = [row for row in mine if row.running]
    moves = [_ended(row, report.act) for row in kept]
    moves += [late_of(row) for row in kept if row.due_on is not None and report.sent_on > row.due_on]
    if not report.complete:
        number = max((row.round for row in mine), default=0) + 1
        owed = Obligation(
            *("follow_up", "owed", report.matter, report.person, report.form, report.form),
            round=number,
            learned_on=report.sent_on,
            due_on=report.next_report_on,
        )
        moves.append(Move("open", owed))
    return moves


def _classes(rows: Mapping[int | None, Obligation], moves: list[Move], report: SentReport) -> list[Move]:
    """The class is confirmed by a report that names the matter, or the person, with every met and open item."""
    after = dict(rows) | {move.row.id: move.row for move in moves if move.row.id is not None}
    classes = [row for row in after.values() if row.kind == "class_confirmation" and row.running]
    own = {row.person for row in after.values() if row.kind == "class_confirmation" and row.matter == report.matter}
    found = []
    for row in classes:
        if row.matter != report.matter or row.person not in ("", report.person):
            continue
        items = [one for one in after.values() if one.kind == "item" and one.matter == row.matter]
        speaks = [one for one in items if _speaks(one.person, row.person, own)]
        if speaks and not any(one.state in ("owed", "open", "lapse_proposed") for one in speaks):
            found.append(_ended(row, report.act))
    return found


def _speaks(person: str, of: str, with_own: Collection[str]) -> bool:
    """Whether an item of a person belongs to this confirmation: a person learned later has one of their own."""
    if of:
        return person == of
    return not person or person not in with_own


def taken_back(rows: Iterable[Obligation], report: SentReport) -> list[Move]:
    """What a withdrawal takes back was never reported: where the facts still ask for it, it is owed anew."""
    if report.purpose != "withdrawal":
        return []
    newest: dict[Key, Obligation] = {}
    for row in rows:
        mine = (row.matter, row.form) == (report.matter, report.form) and row.person in ("", report.person)
        if row.kind == "item" and mine:
            newest[row.key] = max(row, newest.get(row.key, row), key=lambda one: one.round)
    back = [
        row
        for row in newest.values()
        if row.state in ("sent", "ended") and _by_report(row) and row.id not in report.met_on
    ]
    # Asking was given up because the conservative class had been reported; now it was not.
    given_up = [
        row for row in newest.values() if row.ended_by == "give_up_asking" and row.id not in report.carried_on
    ]
    carried = [row for row in newest.values() if row.state == "carried" and row.id not in report.carried_on]
    return [
        *(_anew(row) for row in back if row.key in report.asked),
        *(_anew(row, "open") for row in given_up if row.key in report.asked),
        *(Move("regrade", replace(row, state="open"), row) for row in carried),
    ]


def _by_report(row: Obligation) -> bool:
    return row.ended_by in ("submit", "submit_unapproved", "record_receipt")


def _anew(row: Obligation, state: str = "owed") -> Move:
    questions = row.questions if state == "open" else ()
    again = replace(row, state=state, round=row.round + 1, questions=questions, ended_by="", later_on=None, id=None)
    return Move("open", again, row)


def _waits_for_pmda(rows: Iterable[Obligation], report: SentReport) -> list[Move]:
    """取下げ and 報告対象外 stay sent until PMDA has accepted them; a follow-up that was promised is no longer owed."""
    item = report.why or report.purpose
    key: Key = ("withdrawal", report.matter, report.person, item)
    standing = [row for row in rows if row.key == key]
    moves = [
        _ended(row, report.act)
        for row in rows
        if row.key == ("follow_up", report.matter, report.person, report.form) and row.running
    ]
    owed = next((row for row in standing if row.running and row.form == report.form), None)
    if owed is not None:
        return [*moves, Move("sent", replace(owed, state="sent"), owed)]
    number = max((row.round for row in standing), default=0) + 1
    sent = Obligation("withdrawal", "sent", report.matter, report.person, item, report.form, round=number)
    return [*moves, Move("open", replace(sent, learned_on=report.sent_on))]


SETTLED_BY_PMDA = frozenset({"duplicate", "not_reportable"})
"""Withdrawals that end with PMDA's word; the others wait for a decision of our own (`decide_withdrawal`) as well."""


def when_answered(ledger: Iterable[Obligation], report: SentReport, *, accepted: bool) -> tuple[Move, ...]:
    """The moves of PMDA's word on a report. Rejected: everything it had ended is owed anew with the original days."""
    rows: dict[int | None, Obligation] = {row.id: row for row in ledger if row.id is not None}
    mine = [rows[number] for number in report.named if number in rows]
    if report.purpose != "report":
        return tuple(_withdrawal_answered(rows.values(), report, accepted=accepted))
    if accepted:
        return tuple(
            Move("ended", replace(row, state="ended", ended_by="record_receipt"), row)
            for row in mine
            if row.state == "sent"
        )
    moves = tuple(_rejected(rows.values(), mine, report))
    return (*moves, *_classes_anew(rows, moves, report))


def _rejected(rows: Iterable[Obligation], mine: list[Obligation], report: SentReport) -> Iterable[Move]:
    newest: dict[Key, Obligation] = {}
    for row in rows:
        newest[row.key] = max(row, newest.get(row.key, row), key=lambda one: one.round)
    for row in mine:
        last = newest[row.key]
        if row.state == "sent":
            yield Move("ended", replace(row, state="ended", ended_by="record_receipt"), row)
        if row.kind == "class_confirmation":
            continue
        if last.round > row.round:
            told = row.ended_by == report.act and report.named[row.id or 0] != "open"
            if last.running and (row.state == "sent" or told):
                yield from _as_it_was(row, last)
        elif row.state == "sent":
            yield _anew(row)
        elif row.state == "carried" and row.id not in report.carried_on:
            yield Move("regrade", replace(row, state="open"), row)
        elif row.state == "ended" and row.ended_by == "give_up_asking" and report.named[row.id or 0] == "open":
            # Asking was given up because the conservative class had been reported; it was not.
            yield _anew(row, "open")
        elif row.state == "ended" and row.ended_by == report.act:
            yield _anew(row)
        elif row.state == "ended" and row.ended_by == "record_receipt" and row.id not in report.met_on:
            # PMDA's newest word counts, also after an acceptance, where no other report stands for it.
            yield _anew(row)
    promised: Key = ("follow_up", report.matter, report.person, report.form)
    for row in rows if not report.followed else ():
        if row.key == promised and row.running and row.round == newest[promised].round and row.id not in report.named:
            yield Move("ended", replace(row, state="ended", ended_by="record_receipt"), row)


def _as_it_was(row: Obligation, last: Obligation) -> Iterable[Move]:
    """What is owed again already, after the report that had ended it before is rejected: a duty, by the original day."""
    after = last
    if last.state == "open" or (last.state == "carried" and row.state == "sent"):
        after = replace(after, state="owed", questions=())
    if row.due_on and (not last.due_on or row.due_on < last.due_on):
        after = replace(after, due_on=row.due_on, internal_on=row.internal_on)
    if after != last:
        yield Move("tighten", after, last)


def _classes_anew(rows: Mapping[int | None, Obligation], moves: Iterable[Move], report: SentReport) -> list[Move]:
    """A class that the report had ended waits again, and one that other reports had ended together with it, where its
    rejection or withdrawal leaves an item of it unnamed."""
    unnamed = [move.row for move in moves if move.row.kind == "item" and move.row.state in ("owed", "open")]
    classes = [row for row in rows.values() if row.kind == "class_confirmation"]
    newest = _newest_rounds(classes)
    found = []
    for row in classes:
        own = {one.person for one in classes if one.matter == row.matter}
        mine = [one for one in unnamed if one.matter == row.matter and _speaks(one.person, row.person, own)]
        by_reports = row.round == newest[row.key] and row.ended_by in ("submit", "submit_unapproved")
        if by_reports and (mine or row.id in report.named or _was_confirmed_by(row, report)):
            found.append(_anew(row, "open"))
    return found


def _was_confirmed_by(row: Obligation, report: SentReport) -> bool:
    """Whether the report that is withdrawn may have confirmed this class: then nothing that stands has, whatever the
    facts ask about now."""
    return report.purpose == "withdrawal" and row.matter == report.matter and row.person in ("", report.person)


def _newest_rounds(rows: Iterable[Obligation]) -> dict[Key, int]:
    newest: dict[Key, int] = {}
    for row in rows:
        newest[row.key] = max(row.round, newest.get(row.key, 0))
    return newest


def _withdrawal_answered(rows: Iterable[Obligation], report: SentReport, *, accepted: bool) -> Iterable[Move]:
    item = report.why or report.purpose
    for row in rows:
        if (*row.key, row.form, row.state) != ("withdrawal", report.matter, report.person, item, report.form, "sent"):
            continue
        if accepted and item in SETTLED_BY_PMDA:
            yield Move("ended", replace(row, state="ended", ended_by="record_receipt"), row)
        elif accepted:
            yield Move("regrade", replace(row, state="owed"), row)
        else:
            yield Move("ended", replace(row, state="ended", ended_by="record_receipt"), row)
            yield _anew(row)
