"""A life of a case in the record: every act through its verb, with the oracle's history written beside it.

It answers to the same names as the life without a database, so that the same steps drive both. Documents have short
names (`m1`, `p1`); the record gives its own, and `names` holds which is which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.close_case import close_case
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.cases.reopen_case import reopen_case
from kizuki.actions.obligations.confirm_class import confirm_class
from kizuki.actions.obligations.end_obligation import end_obligation
from kizuki.actions.obligations.propose_end import propose_end
from kizuki.actions.obligations.sign_change import sign_change
from kizuki.actions.obligations.sign_end import sign_end
from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.lifecycle.obligations.wanted import JAPAN
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, EndProposal
from kizuki.store.obligations.changes import changes_of
from kizuki.store.obligations.classes import class_shown
from kizuki.store.obligations.ledger import ledger_of
from tests.actions.office import PASSWORD, Office
from tests.core.lifecycle.obligations.life import KNOWN
from tests.oracle import history as h
from tests.oracle.generate import copied
from tests.oracle.recorded import Recorded
from tests.oracle.rows import Ends, is_of_the_next_morning, keys_of
from tests.oracle.worlds import Json


class Clock:
    """The time that the record is told (`kizuki.store.record.clock`)."""

    def __init__(self) -> None:
        self.at = datetime(2024, 1, 15, 9, tzinfo=JAPAN)

    def __call__(self) -> datetime:
        return self.at.astimezone(UTC)


@dataclass
class VerbLife:
    """One case of the record; `clock` is set by whoever lets time pass."""

    office: Office
    clock: Clock

    def __post_init__(self) -> None:
        self.history, self.ends = Recorded(), Ends()
        self.names: dict[str, str] = {}
        self.case, self.acts = 0, 0
        self.facts: Json = {}

    @property
    def now(self) -> datetime:
        return self.clock.at

    @now.setter
    def now(self, at: datetime) -> None:
        self.clock.at = at

    @property
    def on(self) -> date:
        return self.now.astimezone(JAPAN).date()

    @property
    def closed(self) -> bool:
        return bool(Case.objects.get(pk=self.case).state == "closed")

    @property
    def number(self) -> int:
        return newest_facts(self.case).revision

    @property
    def rows(self) -> dict[int, Obligation]:
        return self.rows_of(self.case)

    def rows_of(self, case: int) -> dict[int, Obligation]:
        """Every row, in short names."""
        short = {key: name for name, key in self.names.items()}
        return {
            row.id or 0: replace(
                row, matter=short.get(row.matter, row.matter), person=short.get(row.person, row.person)
            )
            for row in ledger_of(case)
        }

    def live(self, *kinds: str) -> list[Obligation]:
        return [row for row in self.rows.values() if row.live and (not kinds or row.kind in kinds)]

    def running(self, *kinds: str) -> list[Obligation]:
        return [row for row in self.rows.values() if row.running and (not kinds or row.kind in kinds)]

    def act(self, kind: str) -> str:
        self.acts += 1
        return f"{kind} {self.acts}"

    @contextmanager
    def doing(self, kind: str) -> Iterator[str]:
        """A verb: afterwards it is written which rows it ended, and whether the case is open again."""
        before, closed, act = self.rows, self.closed, self.act(kind)
        yield act
        for number, row in self.rows.items():
            was = before.get(number)
            if row.running or (was is not None and not was.running and was.state == row.state):
                continue
            if row.ended_by == "record_receipt" and was is not None:
                self.ends.keep(number, act)
            else:
                self.ends.note(number, act)
        if closed and not self.closed:
            self.history.append(h.Reopened(act=self.act("reopened"), on=self.on))

    def open(self, document: Json, key: str) -> None:
        """Open the case with its first facts."""
        entry = CaseEntry(key=key, device="pump", title="停止", facts=self.in_the_record(document))
        self.case = open_case(entry, on=self.on, actor=self.office.ito)
        self.learn_names(document)
        self.revised(self.act("answer"), "ito")

    def in_the_record(self, document: Json) -> Json:
        """The document with the ids of the record; what is new has none."""
        return renamed(document, self.names.get)

    def learn_names(self, document: Json) -> None:
        for row, kept in zip(rows_in(document), rows_in(newest_facts(self.case).facts), strict=True):
            self.names[row["id"]] = kept["id"]

    def revised(self, act: str, by: str, *, correction: bool = False) -> None:
        """The event of the facts as the record has them now."""
        short = {key: name for name, key in self.names.items()}
        self.facts = renamed(newest_facts(self.case).facts, short.get)
        dated = {row.matter for row in self.running() if row.due_on and row.kind not in KNOWN}
        self.history.append(
            h.FactsRevised(
                act=act, on=self.on, by=by, number=self.number, facts=copied(self.facts), at=self.now,
                correction=correction, dated=frozenset(dated),
            )
        )  # fmt: skip

    def revise(self, document: Json, by: str = "ito", *, correction: bool = False) -> None:
        with self.doing("answer") as act:
            answer_facts(
                self.case, self.in_the_record(document), revision=self.number, on=self.on,
                reason="入力誤り" if correction else "", actor=getattr(self.office, by),
            )  # fmt: skip
        self.learn_names(document)
        self.revised(act, by, correction=correction)

    def sign(self) -> bool:
        waits = [row for row in self.live() if row.state == "lapse_proposed" or row.later_on is not None]
        if not waits:
            return False
        with self.doing("sign_change") as act:
            read = changes_of(self.case).sha256
            sign_change(self.case, read_sha256=read, password=PASSWORD, on=self.on, actor=self.office.tanaka)
        self.history.append(
            h.LapseSigned(act=act, on=self.on, keys=keys_of(waits), second="tanaka", number=self.number)
        )
        return True

    def confirm(self, row: Obligation) -> None:
        matter, person = self.names.get(row.matter, row.matter), self.names.get(row.person, row.person)
        if row.matter not in {one["id"] for one in self.facts["matters"]}:
            raise Refused("matter", "is in the facts no more")
        with self.doing("confirm_class") as act:
            read = class_shown(self.case, matter, person).sha256
            confirm_class(self.case, matter, person, read_sha256=read, actor=self.office.sato)
        self.history.append(
            h.ClassConfirmed(act=act, on=self.on, by="sato", matter=row.matter, person=row.person, number=self.number)
        )

    def end_one(self, row: Obligation, act: str, **said: Any) -> None:
        end_obligation(self.case, [row.id or 0], act, said, reason="記録による", actor=self.office.sato)

    def end_by_two(self, rows: list[Obligation], act: str, **said: Any) -> None:
        ids = [row.id or 0 for row in rows]
        made = propose_end(self.case, ids, act, said, reason="記録による", actor=self.office.sato)
        read = EndProposal.objects.get(pk=made).sha256
        sign_end(made, read_sha256=read, password=PASSWORD, on=self.on, actor=self.office.tanaka)

    def word(self, row: Obligation) -> None:
        told = {"at": self.now.isoformat(), "unit": "安全性情報", "person": "担当者", "answer": "様式第8で足りる"}
        with self.doing("record_word_of_pmda") as act:
            self.end_by_two([row], "record_word_of_pmda", pmda=told)
        self.history.append(h.WordOfPmda(act=act, on=self.on, by="sato", names=frozenset({(row.matter, row.person)})))

    def hand_over(self, row: Obligation) -> None:
        with self.doing("hand_over") as act:
            self.end_one(row, "hand_over", to="period")
        self.history.append(h.HandedOver(act=act, on=self.on, by="sato", keys=keys_of([row])))

    def not_fulfilled(self, row: Obligation) -> None:
        said = {"told_on": self.on.isoformat(), "told_whom": "医療機器安全対策課", "corrective_action": "当番表"}
        with self.doing("record_not_fulfilled") as act:
            self.end_by_two([row], "record_not_fulfilled", **said)
        self.history.append(h.NotFulfilled(act=act, on=self.on, by="sato", keys=keys_of([row]), second="tanaka"))

    def give_up(self, matter: str, person: str) -> None:
        rows = [
            row
            for row in self.running("item", "follow_up")
            if row.matter == matter and row.person in ("", person)
            if row.kind == "follow_up" or row.state == "carried"
        ]
        self.now += timedelta(days=3)  # the three attempts
        days = [(self.on - timedelta(days=n)).isoformat() for n in (2, 1, 0)]
        with self.doing("give_up_asking") as act:
            self.end_by_two(rows, "give_up_asking", attempts=[{"on": d, "whom": "病院", "how": "電話"} for d in days])
        self.history.append(h.AskingGivenUp(act=act, on=self.on, by="sato", matter=matter, person=person))

    def judge(self, row: Obligation, document: Json) -> None:
        """The judgement becomes a fact: report by one person, not_report by two."""
        matter = next(one for one in document["matters"] if one["id"] == row.matter)
        said = {"answer": matter["judged"][row.item], "intended_use": "輸液", "body_site": "静脈", "likelihood": "低"}
        with self.doing("record_judgement") as act:
            if said["answer"] == "report":
                self.end_one(row, "record_judgement", **said)
            else:
                self.end_by_two([row], "record_judgement", **said)
        self.revised(act, "sato")

    def close(self) -> bool:
        with self.doing("close_case") as act:
            close_case(self.case, "reported", "終了", actor=self.office.sato)
        self.history.append(h.Closed(act=act, on=self.on))
        return True

    def reopen_by_hand(self) -> None:
        with self.doing("reopen_case"):
            reopen_case(self.case, "病院から連絡があった", actor=self.office.sato)

    def home(self) -> date | None:
        shown: date | None = Case.objects.values_list("clock_on", flat=True).get(pk=self.case)
        first = self.running("first_report")
        morning = any(row.due_on == shown and is_of_the_next_morning(row) for row in first)
        return shown - timedelta(days=1) if shown and morning else shown


def rows_in(document: Json) -> list[Json]:
    """Its matters and persons, in their order."""
    return [row for matter in document["matters"] for row in (matter, *(matter.get("harms") or []))]


def renamed(document: Json, name: Callable[[str], str | None]) -> Json:
    """A copy with other ids; none where there is no name."""
    found = copied(document)
    for row in rows_in(found):
        key = name(row.pop("id", ""))
        if key is not None:
            row["id"] = key
    return found
