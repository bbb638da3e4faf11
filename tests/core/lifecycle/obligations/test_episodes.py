"""Twenty thousand lives of a ledger, drawn at random: whatever happens, nothing that is owed vanishes.

The driver keeps a plain account of its own: what the facts ask for now, what was named by which act, and the earliest
day that each duty ever had. After every step the ledger is held against it.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from kizuki.core.lifecycle.obligations import Obligation, Wanted, next_owed
from kizuki.core.lifecycle.obligations.ends import SentReport
from tests.core.lifecycle.obligations.ledger import DUE, Ledger, day, item, working

ITEMS = ("1-イ", "1-ハ", "2-イ", "2-ロ")
PERSONS = ("p1", "p2")
NAMED = {"submit", "record_receipt", "sign_change", "confirm_class"}
"""Acts that a person does by name; `answer` ends only what was open."""


class Episode:
    """One life: facts that change, and acts on what they leave owed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.ledger = Ledger()
        self.asked: dict[tuple[str, str], Wanted] = {}
        self.unanswered: list[SentReport] = []
        self.reading = 0
        self.steps = (self.answer, self.answer, self.send, self.receive, self.confirm, self.sign, self.move_day)

    def step(self) -> str:
        act = self.draw.choice(self.steps)
        act()
        self.hold()
        return act.__name__

    def answer(self) -> None:
        """One duty is met, open or no longer asked for."""
        key = (self.draw.choice(ITEMS), self.draw.choice(PERSONS))
        state = self.draw.choice(("met", "open", "none"))
        self.reading += 1
        if state == "none":
            self.asked.pop(key, None)
        else:
            due = self.asked[key].due_on if key in self.asked else DUE
            self.asked[key] = item(key[0], met=state == "met", person=key[1], due=due or DUE)
        self.settle()

    def move_day(self) -> None:
        """The day from which a duty counts is corrected, to either side."""
        if self.asked:
            key = self.draw.choice(sorted(self.asked))
            self.asked[key] = replace(self.asked[key], due_on=day(self.draw.randrange(5, 40)))
            self.settle()

    def settle(self) -> None:
        self.ledger.facts(*self.asked.values(), working(reading=str(self.reading)))

    def send(self) -> None:
        """A report for one person: it says what the facts say now, complete only where nothing is open."""
        person = self.draw.choice(PERSONS)
        rows = [row for row in self.ledger.live("item") if row.running and row.person == person]
        if not rows:
            return
        named = {row.id or 0: self.finding(row) for row in rows}
        complete = "open" not in named.values()
        self.unanswered.append(
            self.ledger.sent({}, person=person, named=named, complete=complete, next_report_on=day(30))
        )
        self.settle()

    def receive(self) -> None:
        if self.unanswered:
            report = self.unanswered.pop(self.draw.randrange(len(self.unanswered)))
            self.ledger.answered(report, accepted=self.draw.random() < 0.6)
            self.settle()

    def confirm(self) -> None:
        for row in self.ledger.live("class_confirmation"):
            self.ledger.end(row, "confirm_class")

    def sign(self) -> None:
        """A second person signs whatever waits."""
        for row in list(self.ledger.rows.values()):
            if row.state == "lapse_proposed":
                self.ledger.end(row, "sign_change")
            elif row.running and row.later_on is not None:
                self.ledger.rows[row.id or 0] = replace(row, due_on=row.later_on, later_on=None)
        self.settle()

    def finding(self, row: Obligation) -> str:
        one = self.asked.get((row.item, row.person))
        return "not_met" if one is None else "met" if one.met else "open"

    def hold(self) -> None:
        rows = list(self.ledger.rows.values())
        newest = {row.key: row for row in sorted(rows, key=lambda row: row.round)}
        for (code, person), one in self.asked.items():
            row = newest[("item", "m1", person, code)]
            if one.met:
                assert row.live or row.ended_by in NAMED, f"{code} of {person} vanished by {row.ended_by}"
                assert row.state != "open", f"{code} of {person} is met and stands as open"
            else:
                assert row.live or row.ended_by, f"{code} of {person} is open and nowhere"
        for row in rows:
            if row.ended_by == "answer" and row.kind == "item":
                asked = self.asked.get((row.item, row.person))
                assert asked is None or newest[row.key].round > row.round, "an answer ended what is asked for"
        running = [row.due_on for row in rows if row.running and row.state != "carried" and row.due_on is not None]
        assert next_owed(rows).on == min(running, default=None)
        waits = any(row.state == "lapse_proposed" or (row.running and row.later_on) for row in rows)
        assert waits == bool(self.ledger.live("second_signature"))


def lived(seed: int, steps: int) -> None:
    episode, told = Episode(seed), []
    days: dict[int, date | None] = {}
    for _ in range(steps):
        before = dict(episode.ledger.rows)
        try:
            told.append(episode.step())
        except AssertionError as fault:
            raise AssertionError(f"seed {seed}, after {told}: {fault}") from None
        if told[-1] == "sign":
            continue
        for number, row in episode.ledger.rows.items():
            was = before.get(number)
            graver = was is not None and was.state in ("open", "carried", "lapse_proposed") and row.state == "owed"
            if was is None or was.due_on is None or row.due_on is None or graver or row.kind == "second_signature":
                continue
            assert row.due_on <= was.due_on, f"seed {seed}, after {told}: {row.item} moved from {was.due_on}"
        days.update({number: row.due_on for number, row in episode.ledger.rows.items()})


def test_twenty_thousand_lives_lose_nothing() -> None:
    for seed in range(20_000):
        lived(seed, 9)


@pytest.mark.prove
def test_two_hundred_thousand_longer_lives_lose_nothing() -> None:
    for seed in range(200_000):
        lived(seed + 1_000_000, 20)
