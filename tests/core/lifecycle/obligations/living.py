"""What happens in a life: steps by name, each drawn from a seed of its own, so that a list of steps can be shortened."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.lifecycle.obligations.wanted import JAPAN
from tests.core.lifecycle.obligations.life import Draft, Life, both_find_the_same
from tests.oracle import ledger
from tests.oracle.generate import copied, facts, last_day
from tests.oracle.revise import revise
from tests.oracle.rows import plain
from tests.oracle.worlds import Json

Step = tuple[str, int]
"""The name of a step and its seed."""


def names_in(document: Json) -> set[str]:
    """The ids of its matters and persons."""
    return {row["id"] for matter in document["matters"] for row in (matter, *(matter.get("harms") or []))}


@dataclass
class Living:
    """A life with what is on the desk: drafts that wait, reports without an answer, documents of before."""

    life: Life
    draw: random.Random = field(default_factory=random.Random)
    drafts: list[Draft] = field(default_factory=list)
    sent: list[Draft] = field(default_factory=list)
    before: list[Json] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def step(self, name: str, seed: int) -> None:
        """One step, if there is something to do; afterwards everything holds."""
        self.draw = random.Random(seed)
        self.life.now += timedelta(hours=self.draw.choice((1, 2, 5, 30, 24 * self.draw.randint(2, 12))))
        if STEPS[name](self):
            self.done[name] += 1
            self.told.append(f"{self.life.on} {name}")
            self.hold()

    def hold(self) -> None:
        life = self.life
        rows = plain(life.rows, life.ends)
        faults = ledger.each_duty_is_owed_or_was_ended_by_an_act_that_names_it(life.history, rows)
        faults += ledger.no_day_moved_later_without_a_signature(life.history, rows)
        faults += ledger.home_shows_the_earliest(life.history, life.home())
        faults += ledger.a_closed_case_owes_nothing(life.history, rows, closed=life.closed)
        faults += ledger.new_facts_reopen(life.history, closed=life.closed)
        faults += ledger.a_complete_report_has_no_open_item(life.history)
        if faults:
            raise AssertionError("\n".join([*self.told, *faults]))

    def _revised(self, document: Json) -> bool:
        life = self.life
        known = last_day(document)
        if known > life.on:
            life.now += timedelta(days=(known - life.on).days)
        if document == life.facts or not both_find_the_same(document, life.on):
            return False
        self.before.append(copied(life.facts))
        by = self.draw.choice(("ito", "ito", "ito", "kato"))
        life.revise(document, by, correction=self.draw.random() < 0.3)
        return True

    def answer(self) -> bool:
        document, name = revise(self.draw, self.life.facts, self.life.on)
        self.told.append(name)
        return self._revised(self._of_its_own(document))

    def _of_its_own(self, document: Json) -> Json:
        """What is new has a name that nothing had before: a record gives no id twice."""
        standing = names_in(self.life.facts)
        taken = standing.union(*map(names_in, self.before))
        for row in (one for matter in document["matters"] for one in (matter, *(matter.get("harms") or []))):
            if row["id"] in taken - standing:
                row["id"] = f"{row['id'][0]}{1 + max(int(name[1:]) for name in taken)}"
                taken.add(row["id"])
        return document

    def change_back(self) -> bool:
        return bool(self.before) and self._revised(copied(self.draw.choice(self.before[-2:])))

    def draft(self) -> bool:
        items = self.life.running("item")
        if not items:
            return False
        row = self.draw.choice(items)
        persons = sorted({one.person for one in items if (one.matter, one.form) == (row.matter, row.form)} - {""})
        person = row.person or self.draw.choice(["", *persons])
        self.drafts.append(self.life.draft(row.form, row.matter, person))
        return True

    def send(self) -> bool:
        if not self.drafts:
            return False
        draft = self.drafts.pop(self.draw.randrange(len(self.drafts)))
        self.life.send(draft)
        self.sent.append(draft)
        return True

    def draft_and_send(self) -> bool:
        if not self.draft():
            return False
        self.sent.append(self.drafts.pop())
        self.life.send(self.sent[-1])
        return True

    def receive(self) -> bool:
        if not self.sent:
            return False
        draft = self.sent.pop(self.draw.randrange(len(self.sent)))
        self.life.receive(draft, accepted=self.draw.random() < 0.6)
        return True

    def first_report(self) -> bool:
        rows = self.life.running("first_report", "settle_question")
        named = [row for row in rows if self.draw.random() < 0.7]
        if named:
            self.life.fax(named, good=self.draw.random() < 0.8)
        return bool(named)

    def word_of_pmda(self) -> bool:
        rows = self.life.running("first_report")
        if rows:
            self.life.word(self.draw.choice(rows))
        return bool(rows)

    def confirm(self) -> bool:
        rows = [row for row in self.life.running("class_confirmation") if row.state == "open"]
        if rows:
            self.life.confirm(self.draw.choice(rows))
        return bool(rows)

    def sign(self) -> bool:
        return self.life.sign()

    def hand_over(self) -> bool:
        rows = [row for row in self.life.running("item") if row.item.startswith("3-") and row.due_on is not None]
        if rows:
            self.life.hand_over(self.draw.choice(rows))
        return bool(rows)

    def not_fulfilled(self) -> bool:
        rows = self.life.running("late", "item", "first_report")
        rows = [row for row in rows if row.due_on is not None and row.due_on < self.life.on]
        if rows:
            self.life.not_fulfilled(self.draw.choice(rows))
        return bool(rows)

    def give_up_asking(self) -> bool:
        rows = [row for row in self.life.running("item") if row.state == "carried"]
        if rows:
            row = self.draw.choice(rows)
            self.life.give_up(row.matter, row.person)
        return bool(rows)

    def judge(self) -> bool:
        rows = self.life.running("judgement")
        if not rows:
            return False
        row = self.draw.choice(rows)
        document = copied(self.life.facts)
        for matter in document["matters"]:
            if matter["id"] == row.matter:
                answer = self.draw.choice(("report", "not_report"))
                matter["judged"] = {**matter.get("judged", {}), row.item: answer}
        if not both_find_the_same(document, self.life.on):
            return False
        self.life.judge(row, document)
        return True

    def finish(self) -> bool:
        """Everything that is owed is done by the act that it asks for, and the case closed."""
        life = self.life
        self.attempt(life.sign)
        for row in life.running("first_report", "settle_question"):
            self.attempt(lambda row=row: life.fax([row], good=True))
        for row in life.running("item"):
            self.attempt(lambda row=row: self._report_to_the_end(row))
        for draft in self.sent:
            self.attempt(lambda draft=draft: life.receive(draft, accepted=True))
        self.sent, self.drafts = [], []
        for row in life.running("class_confirmation"):
            self.attempt(lambda row=row: life.confirm(row))
        self.attempt(life.settle_what_the_oracle_does_not_know)
        return not life.closed and life.close()

    def attempt(self, act: Callable[[], object]) -> None:
        """Do it; in a record it may be refused."""
        act()

    def _report_to_the_end(self, row: Obligation) -> None:
        life = self.life
        if not life.rows[row.id or 0].running:
            return
        draft = life.draft(row.form, row.matter, row.person)
        life.send(draft)
        life.receive(draft, accepted=True)


STEPS: dict[str, Callable[[Living], bool]] = {
    one.__name__: one
    for one in (
        Living.answer, Living.change_back, Living.draft, Living.send, Living.draft_and_send, Living.receive,
        Living.first_report, Living.word_of_pmda, Living.confirm, Living.sign, Living.hand_over,
        Living.not_fulfilled, Living.give_up_asking, Living.judge, Living.finish,
    )
}  # fmt: skip

WEIGHTS = {
    "answer": 8, "change_back": 3, "draft": 2, "send": 2, "draft_and_send": 4, "receive": 3, "first_report": 3,
    "word_of_pmda": 1, "confirm": 3, "sign": 3, "hand_over": 1, "not_fulfilled": 1, "give_up_asking": 2, "judge": 1,
    "finish": 2,
}  # fmt: skip


def steps_of(seed: int, count: int) -> list[Step]:
    """A list of steps, drawn."""
    draw = random.Random(f"steps {seed}")
    names = draw.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    return [(name, draw.randrange(1_000_000)) for name in names]


def lived(seed: int, steps: list[Step]) -> Counter[str] | None:
    """An episode; None where rules and oracle leave its first facts to a doubt."""
    draw = random.Random(seed)
    document = facts(draw, most_matters=2)
    now = datetime.combine(last_day(document), datetime.min.time(), JAPAN) + timedelta(hours=draw.randint(8, 23))
    if not both_find_the_same(document, now.date()):
        return None
    living = Living(Life(document, now))
    living.hold()
    for name, own in steps:
        living.step(name, own)
    return living.done
