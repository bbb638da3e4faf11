"""One life of a case without a database: real facts, rules and ledger, with the oracle's history written beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kizuki.core.clocks import READING
from kizuki.core.facts import Case, read_case
from kizuki.core.lifecycle.obligations import Correction, Move, Obligation, next_owed, reconcile, wanted_of
from kizuki.core.lifecycle.obligations.ends import SentReport, when_answered, when_sent, when_signed
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.readings import said_by_matter
from kizuki.core.lifecycle.obligations.wanted import JAPAN, Standing, _classes, coded
from kizuki.core.reporting import Determination, assess
from tests.oracle import history as h
from tests.oracle.generate import copied
from tests.oracle.history import CLASS, FIRST, ITEM, Key
from tests.oracle.lines import earlier, wanted
from tests.oracle.recorded import Recorded
from tests.oracle.rows import Ends, is_of_the_next_morning, keys_of
from tests.oracle.worlds import Json

Read = tuple[Case, Determination]


def judged_by_rules(document: Json, on: date) -> Read:
    """The facts as they are read, and what the rules say of them."""
    case = read_case(copied(document))
    return case, assess(case, on)


def both_find_the_same(document: Json, on: date) -> bool:
    """Whether rules and oracle find the same duties, with the same days: else the text leaves it to a doubt, which is
    another test's; here the ledger alone is held against the oracle. What a doubt lets vanish need not be seen."""
    case, answer = judged_by_rules(document, on)
    mine = {key: (said.finding, said.day) for key, said in wanted(document).items()}
    found: dict[Key, tuple[str, date | None]] = {}
    for duty in answer.duties:
        key = Key(ITEM, duty.matter_id or "", duty.person_id or "", str(duty.item))
        was = found.get(key, (str(duty.finding), duty.due_on))
        found[key] = min(was[0], str(duty.finding)), earlier(was[1], duty.due_on)
    for first in answer.first_reports:
        found[Key(FIRST, first.matter_id or "", first.person_id or "")] = (first.state, first.learned_on)
    for row in _classes(case, answer, document, READING):
        found[Key(CLASS, row.matter, row.person)] = ("met", row.due_on)
    # A class of its own for a harm whose causality is ruled out is asked for without need.
    return mine == {key: said for key, said in found.items() if key.kind != CLASS or key in mine}


KNOWN = ("item", "first_report", "death_question", "settle_question")
"""Kinds that the oracle knows."""

ENTRY_HOURS = timedelta(hours=24)


@dataclass
class Draft:
    """A report as it was written: with the facts, findings and rows of that time. `act` once it was sent."""

    form: str
    matter: str
    person: str
    number: int
    named: dict[int, str]
    complete: bool
    act: str = ""
    place: int = 0
    sent: SentReport | None = None


class Life:
    """The rows of a case, and what is done to them; every act writes its event."""

    def __init__(self, document: Json, now: datetime) -> None:
        self.rows: dict[int, Obligation] = {}
        self.opened: dict[int, tuple[set[str], datetime]] = {}
        self.history, self.ends = Recorded(), Ends()
        self.now, self.rested = now, datetime.min.replace(tzinfo=UTC)
        self.closed = self.decided = False
        self.stands: list[Draft] = []
        self.revising = ""
        self.number, self.acts = 0, 0
        self.revise(document)

    @property
    def on(self) -> date:
        return self.now.astimezone(JAPAN).date()

    def live(self, *kinds: str) -> list[Obligation]:
        return [row for row in self.rows.values() if row.live and (not kinds or row.kind in kinds)]

    def running(self, *kinds: str) -> list[Obligation]:
        return [row for row in self.rows.values() if row.running and (not kinds or row.kind in kinds)]

    def act(self, kind: str) -> str:
        self.acts += 1
        return f"{kind} {self.acts}"

    def revise(self, document: Json, by: str = "ito", *, correction: bool = False) -> None:
        """New facts, determined and followed at once."""
        act = self.revising = self.act("answer")
        self.number += 1
        self.facts = copied(document)
        self.case, self.answer = judged_by_rules(document, self.on)
        self.follow(act, by, Correction(self.own(by)) if correction else None)
        dated = {row.matter for row in self.running() if row.due_on and row.kind not in KNOWN}
        self.history.append(
            h.FactsRevised(
                act=act, on=self.on, by=by, number=self.number, facts=self.facts, at=self.now, correction=correction,
                dated=frozenset(dated),
            )
        )  # fmt: skip
        self.reopen()

    def own(self, by: str) -> frozenset[int]:
        """What the typist may take back alone."""
        since = self.now - ENTRY_HOURS
        return frozenset(
            number
            for number, (who, at) in self.opened.items()
            if who == {by} and at >= since and at > self.rested and self.rows[number].round == 1
        )

    def follow(self, act: str, by: str = "", correction: Correction | None = None) -> None:
        """The ledger is brought to the newest determination; what it ends, this act has ended."""
        waited = frozenset((row.matter, row.person) for row in self.running("settle_question"))
        standing = Standing(at=self.now, decided=self.decided, waited=waited)
        wanted = wanted_of(self.case, self.answer, self.facts, standing)
        self.apply(reconcile(self.rows.values(), wanted, correction, said=said_by_matter(self.facts)), act, by)
        if act != self.revising:
            self.reopen()

    def reopen(self) -> None:
        if self.closed and self.running():
            self.closed = False
            self.history.append(h.Reopened(act=self.act("reopened"), on=self.on))

    def apply(self, moves: Any, act: str, by: str = "") -> None:
        for move in moves:
            number = move.row.id if move.row.id is not None else len(self.rows) + 1
            if number not in self.rows:
                self.opened[number] = (set(), self.now)
            if move.name != "confirm":
                self.opened[number][0].add(by)
            if not move.row.running:
                if move.row.ended_by == "record_receipt" and number in self.rows:
                    self.ends.keep(number, act)
                else:
                    self.ends.note(number, act)
            self.rows[number] = replace(move.row, id=number)

    def end(self, rows: list[Obligation], by: str, act: str, state: str = "ended") -> None:
        """An act ends rows, where the table of kinds lets it."""
        for row in rows:
            require_end(row.kind, by)
        self.rested = self.now
        self.apply([Move(state, replace(row, state=state, ended_by=by, later_on=None), row) for row in rows], act)
        self.follow(act)

    def sign(self) -> bool:
        """A second person signs every change that waits."""
        waits = [row for row in self.live() if row.state == "lapse_proposed" or row.later_on is not None]
        if not waits:
            return False
        act = self.act("sign_change")
        keys = keys_of(waits)
        self.history.append(h.LapseSigned(act=act, on=self.on, keys=keys, second="tanaka", number=self.number))
        self.rested = self.now
        self.apply([when_signed(row) for row in waits], act)
        self.follow(act)
        return True

    def confirm(self, row: Obligation) -> None:
        act = self.act("confirm_class")
        self.history.append(
            h.ClassConfirmed(act=act, on=self.on, by="sato", matter=row.matter, person=row.person, number=self.number)
        )
        self.end([row], "confirm_class", act)

    def draft(self, form: str, matter: str, person: str) -> Draft:
        """Name what it speaks for, as its own determination finds it."""
        found = {
            (code, duty.person_id or ""): str(duty.finding)
            for duty, code in coded(self.answer.duties)
            if str(duty.form) == form and (duty.matter_id or "") == matter
        }
        mine = [
            row
            for row in self.running("item")
            if row.form == form and row.matter == matter and row.person in ("", person)
        ]
        named = {row.id or 0: found.get((row.item, row.person), "not_met") for row in mine}
        complete = not any(f == "open" and who in ("", person) for (_, who), f in found.items())
        self.rested = self.now
        return Draft(form, matter, person, self.number, named, complete)

    def send(self, draft: Draft) -> None:
        draft.act = self.act("submit")
        draft.place = self.acts
        self.stands.append(draft)
        report = SentReport(
            draft.form, draft.matter, draft.person, "submit", self.on, draft.named, complete=draft.complete,
            next_report_on=None if draft.complete else self.on + timedelta(days=15),
        )  # fmt: skip
        self.history.append(
            h.ReportSent(
                act=draft.act, on=self.on, by="kato", form=int(draft.form), matter=draft.matter,
                person=draft.person, number=draft.number, complete=draft.complete,
            )
        )  # fmt: skip
        moves = when_sent(self.rows.values(), report)
        named = dict(draft.named)
        named |= {m.row.id or 0: "" for m in moves if m.name == "ended" and m.row.id not in draft.named}
        draft.sent = replace(report, named=named)
        self.rested = self.now
        self.apply(moves, draft.act)
        self.follow(draft.act)

    def receive(self, draft: Draft, *, accepted: bool) -> None:
        assert draft.sent is not None
        act = self.act("record_receipt")
        self.history.append(h.Receipt(act=act, on=self.on, report=draft.act, accepted=accepted))
        self.rested = self.now
        self.stands.remove(draft)
        others = [one for one in self.stands if one.matter == draft.matter]
        report = replace(
            draft.sent,
            carried_on={number for one in others for number, found in one.named.items() if found == "open"},
            followed=any(
                (one.form, one.person) == (draft.form, draft.person) and one.place > draft.place for one in others
            ),
        )
        self.stands += [draft] if accepted else []
        self.apply(when_answered(self.rows.values(), report, accepted=accepted), act)
        self.follow(act)

    def fax(self, rows: list[Obligation], *, good: bool) -> None:
        act = self.act("record_first_report")
        names = frozenset((row.matter, row.person) for row in rows)
        self.history.append(h.FirstReportSent(act=act, on=self.on, names=names, good=good))
        if good:
            self.end(rows, "record_first_report", act)

    def word(self, row: Obligation) -> None:
        act = self.act("record_word_of_pmda")
        self.history.append(h.WordOfPmda(act=act, on=self.on, names=frozenset({(row.matter, row.person)})))
        self.end([row], "record_word_of_pmda", act)

    def hand_over(self, row: Obligation) -> None:
        act = self.act("hand_over")
        self.history.append(h.HandedOver(act=act, on=self.on, keys=keys_of([row])))
        self.end([row], "hand_over", act, "handed_over")

    def not_fulfilled(self, row: Obligation) -> None:
        act = self.act("record_not_fulfilled")
        self.history.append(h.NotFulfilled(act=act, on=self.on, by="sato", keys=keys_of([row]), second="tanaka"))
        self.end([row], "record_not_fulfilled", act)

    def give_up(self, matter: str, person: str) -> None:
        act = self.act("give_up_asking")
        rows = [
            row
            for row in self.running("item", "follow_up")
            if row.matter == matter and row.person in ("", person)
            if row.kind == "follow_up" or row.state == "carried"
        ]
        self.history.append(h.AskingGivenUp(act=act, on=self.on, by="sato", matter=matter, person=person))
        said = said_by_matter(self.facts)
        self.end([replace(row, reading=said.get(row.matter, row.reading)) for row in rows], "give_up_asking", act)

    def judge(self, row: Obligation, document: Json) -> None:
        """A judgement becomes a fact."""
        self.end([row], "record_judgement", self.act("record_judgement"))
        self.rested = self.now
        self.revise(document, "sato")

    def settle_what_the_oracle_does_not_know(self) -> None:
        """Duties beside, promised follow-ups, late ones: each by its own act. A decision of no report as well."""
        for row in self.running("follow_up"):
            self.give_up(row.matter, row.person)
        acts = {"beside": "decide_beside", "late": "record_not_fulfilled"}
        for row in self.running(*acts):
            self.end([row], acts[row.kind], self.act(acts[row.kind]))
        for row in self.running("judgement"):
            self.end([row], "record_judgement", self.act("record_judgement"))

    def close(self) -> bool:
        if self.closed or self.live():
            return False
        self.history.append(h.Closed(act=self.act("close"), on=self.on))
        self.closed = True
        return True

    def home(self) -> date | None:
        """The day that home shows; the oracle knows no hours, so 09:00 of the next morning is the day before."""
        shown = next_owed(self.rows.values())
        morning = any(row.due_on == shown.on and is_of_the_next_morning(row) for row in self.running("first_report"))
        return shown.on - timedelta(days=1) if shown.on and morning else shown.on
