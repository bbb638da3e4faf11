"""Lives of cases through the verbs of the record, held after every step against an oracle of the law."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.forms import FilledForm
from kizuki.core.lifecycle.obligations.kinds import VIEWS, kind_of
from kizuki.core.refusal import Refused
from kizuki.gateways.typst import PrintedForm
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Case, Obligation, Task
from kizuki.store.record.clock import told_by
from tests.actions.obligations.verb_life import Clock, rows_in
from tests.actions.obligations.verb_reports import VerbReports
from tests.actions.office import Office
from tests.actions.record import company_and_pump, rolled_back
from tests.conftest import WANTED
from tests.core.lifecycle.obligations.life import both_find_the_same
from tests.core.lifecycle.obligations.living import STEPS, WEIGHTS, Living
from tests.oracle import ledger
from tests.oracle.complete import completed
from tests.oracle.generate import copied, facts, last_day
from tests.oracle.lines import owed_by
from tests.oracle.rows import plain
from tests.oracle.worlds import Json

DRAFTING = "kizuki.actions.reports.draft_form"

pytestmark = pytest.mark.django_db


@dataclass
class Recording(Living):
    """The same steps, and those that only a record knows. What is refused is counted, and must have changed nothing."""

    refused: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)

    def step(self, name: str, seed: int) -> None:
        life = self.life
        if life.kept:
            return
        self.draw = random.Random(seed)
        life.now += timedelta(hours=self.draw.choice((1, 2, 5, 30, 24 * self.draw.randint(2, 12))))
        try:
            done = ALL_STEPS[name](self)
        except Refused as refusal:
            self.refused[name] += 1
            self.why[f"{name}: {refusal}"] += 1
            done = True
        else:
            self.done[name] += done
        if done:
            self.told.append(f"{life.on} {name}")
            self.hold()

    def attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Refused as refusal:
            self.refused["in finish"] += 1
            self.why[f"in finish: {refusal}"] += 1

    def hold(self) -> None:
        life = self.life
        if life.kept:
            rows = plain(life.rows_of(life.kept), life.ends)
            faults = ledger.each_duty_is_owed_or_was_ended_by_an_act_that_names_it(life.history, rows)
            faults += ledger.no_day_moved_later_without_a_signature(life.history, rows)
            faults += [f"{row.kind} lives in a duplicate" for row in life.live()]
        else:
            super().hold()
            faults = of_the_record(life.case)
        if faults:
            raise AssertionError("\n".join([*self.told, *faults]))

    def _report_to_the_end(self, row: Any) -> None:
        if row.item.startswith("3-"):
            self.life.hand_over(row)
        else:
            super()._report_to_the_end(row)

    def withdraw(self) -> bool:
        accepted = [one for one in self.sent if one.act.startswith("submit")]
        if not accepted:
            return False
        draft = self.draw.choice(accepted)
        self.sent.append(self.life.withdraw(draft))
        return True

    def close(self) -> bool:
        return not self.life.closed and self.life.close()

    def reopen(self) -> bool:
        if self.life.closed:
            self.life.reopen_by_hand()
            return True
        return False

    def duplicate(self) -> bool:
        if len(self.told) < 4:
            return False
        self.life.duplicate()
        return True


DATES_A_REPORT = {
    *(
        "first_report",
        "settle_question",
        "duty_call",
        "item",
        "follow_up",
        "inquiry",
        "formal_sending",
        "recall_report",
    ),
    *("class_confirmation", "no_report_decision", "second_signature"),
}


def of_the_record(case: int) -> list[str]:
    """What must hold whatever the law says: the clock is the earliest day of a report or its class, else of what lies
    beside them (what a report carries waits with its follow-up), every end is in the table of kinds, and no task
    outlives what it stands for."""
    row = Case.objects.get(pk=case)
    every = list(Obligation.objects.filter(case_id=case))
    dated = [one for one in every if one.state in RUNNING and one.state != "carried" and one.due_on]
    days = [one.due_on for one in dated if one.kind in DATES_A_REPORT] or [one.due_on for one in dated]
    handed = [one.due_on for one in every if one.state == "handed_over" and one.due_on]
    running = any(one.state in RUNNING for one in every)
    earliest = min(days, default=None) if running else min(handed, default=None)
    faults = []
    if row.state == "open" and row.clock_on != earliest:
        faults.append(f"the clock shows {row.clock_on}, and {earliest} is the earliest day")
    if row.state == "closed" and any(one.state in (*RUNNING, "sent") for one in every):
        faults.append("a closed case has a living row")
    faults += [f"{one.kind} was ended by {one.ended_by!r}" for one in every if not ended_by_its_table(one)]
    waiting = {one.kind for one in every if one.state in RUNNING}
    tasks = Task.objects.filter(case_id=case, state="open", kind__in=VIEWS).exclude(kind__in=PROPOSALS)
    shown = tasks.values_list("kind", flat=True)
    faults += [f"a task {kind} is open and stands for nothing" for kind in shown if VIEWS[kind] not in waiting]
    return faults


PROPOSALS = ("decide_no_report", "sign_case_duplicate")
"""Tasks of what was proposed: they stay until somebody signs or declines it, whatever the facts say since."""

RUNNING = ("owed", "open", "carried", "lapse_proposed")


def ended_by_its_table(row: Obligation) -> bool:
    """A row that runs was ended by nothing, any other by an act that its kind names; a withdrawal waits for PMDA's."""
    if row.kind == "withdrawal" and row.state == "sent":
        return not row.ended_by
    return not row.ended_by if row.state in RUNNING else row.ended_by in kind_of(row.kind).ends


ALL_STEPS: dict[str, Callable[[Any], bool]] = {
    **STEPS, "withdraw": Recording.withdraw, "close": Recording.close, "reopen": Recording.reopen,
    "duplicate": Recording.duplicate,
}  # fmt: skip
ALL_WEIGHTS = {**WEIGHTS, "withdraw": 2, "close": 1, "reopen": 2, "duplicate": 1, "draft_and_send": 6, "finish": 3}


def a_document(draw: random.Random) -> Json:
    """Drawn; half of them with every question answered, and the units in Japan never a question."""
    document = facts(draw, most_matters=2)
    if draw.random() < 0.5:
        document = completed(draw, document)
        for number, row in enumerate(rows_in(document)):
            row["id"] = row["id"] if row["id"][0] in "mp" else f"p{50 + number}"
    for matter in document["matters"]:
        if matter.get("locus") != "domestic":
            matter["also_in_domestic_units"] = False
    return document


def is_of_form_8(document: Json) -> bool:
    """The only form that is printed yet. Periods are known, so that what goes to them can."""
    forms = {owed.form for owed in owed_by(document)}
    try:
        read_case(copied(document))
    except Refused:
        return False
    return 8 in forms and not forms & {9, 10} and "cycle_anchor_on" in document["device"]


def lived_in_the_record(seed: int, steps: int, office: Office, clock: Clock) -> Recording | None:
    """An episode through verbs; None where rules and oracle leave its first facts to a doubt."""
    draw = random.Random(f"record {seed}")
    document = next(one for one in iter(lambda: a_document(draw), None) if is_of_form_8(one))
    now = clock.at.replace(hour=draw.randint(8, 23))
    now += timedelta(days=(last_day(document) - now.date()).days)
    if not both_find_the_same(document, now.date()):
        return None
    life = VerbReports(office, clock)
    life.now = now
    life.open(document, f"case {seed}")
    living = Recording(life)  # type: ignore[arg-type]
    living.hold()
    for name in draw.choices(list(ALL_WEIGHTS), list(ALL_WEIGHTS.values()), k=steps):
        living.step(name, draw.randrange(1_000_000))
    faults = verify_record().faults
    assert not faults, f"{living.told}\n{faults[:3]}"
    return living


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Office, Clock]]:
    """An office whose clock is ours, and whose forms are not printed and miss no box."""
    clock, sheets = Clock(), count(1)
    monkeypatch.setattr(FilledForm, "missing", ())
    monkeypatch.setattr(
        f"{DRAFTING}.print_form",
        lambda filled, draft: PrintedForm(f"%PDF-1.7 {next(sheets)}".encode(), 1, (), (), ""),
    )
    with told_by(clock):
        company_and_pump()
        yield Office(), clock


def all_live(seeds: Iterable[int], steps: int, desk: tuple[Office, Clock]) -> tuple[Counter[str], Counter[str]]:
    done: Counter[str] = Counter()
    why: Counter[str] = Counter()
    start = desk[1].at
    for seed in seeds:
        try:
            with rolled_back():
                living = lived_in_the_record(seed, steps, *desk)
        except Exception as fault:
            raise AssertionError(f"seed {seed}, {steps} steps:\n{fault}") from fault
        finally:
            desk[1].at = start
        if living is not None:
            done += living.done
            why += living.why
            done["episodes"] += 1
    return done, why


EPISODES, SEEDS = (50, 62) if WANTED == "postgresql" else (200, 242)
"""What a run of the suite pays for; three thousand longer ones are a proof (`make prove`)."""

LEAST = {
    "answer": 220, "draft_and_send": 100, "confirm": 60, "finish": 50, "change_back": 40, "draft": 30, "receive": 18,
    "withdraw": 14, "first_report": 12, "not_fulfilled": 9, "hand_over": 8, "duplicate": 9, "reopen": 8, "judge": 7,
    "sign": 8, "send": 5, "give_up_asking": 2, "word_of_pmda": 2,
}  # fmt: skip
"""How often each act must at least have been done, and not refused, in two hundred episodes."""


def test_lives_through_the_verbs_hold_against_the_oracle(desk: tuple[Office, Clock]) -> None:
    done, why = all_live(range(SEEDS), 9, desk)
    assert done["episodes"] >= EPISODES
    share = 1 if EPISODES == 200 else 0
    missing = {name: done[name] for name, least in LEAST.items() if done[name] < least * share}
    assert not missing, f"done too seldom: {missing}; refused: {why.most_common(12)}"
    assert share or done["finish"] > 5


def test_the_steps_of_a_record_are_all_weighed() -> None:
    assert set(ALL_STEPS) == set(ALL_WEIGHTS)
    assert set(LEAST) == set(ALL_STEPS) - {"close"}, "finish closes as well"


@pytest.mark.prove
@pytest.mark.parametrize("first", range(10_000, 14_200, 300))
def test_three_thousand_longer_lives_through_the_verbs_hold_against_the_oracle(
    desk: tuple[Office, Clock], first: int
) -> None:
    done, _ = all_live(range(first, first + 300), 14, desk)
    assert done["episodes"] >= 220, "fourteen such runs are three thousand lives"
