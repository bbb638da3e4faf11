"""Rules that have changed: every open case is determined anew; earlier at once, later or less on a second signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from kizuki.actions.cases import assessing
from kizuki.actions.record.bringing_up_to_date import bring_up_to_date
from kizuki.actions.reports.moving import rests_on_newest
from kizuki.core.facts import Case as Facts
from kizuki.core.reporting import Determination, assess
from kizuki.store.models import AuditEntry, Case, Report
from tests.actions.obligations.desk import ON, Desk, event, harmed, one

pytestmark = pytest.mark.django_db

LAW = date(2026, 6, 16)
"""Fifteen days from 1 June."""


def other_rules(due_on: date | None = None, *, also: bool = False) -> Callable[[Facts, date | None], Determination]:
    """Rules by which 1-イ is due on another day, or which know of one item more."""

    def judged(case: Facts, on: date | None) -> Determination:
        answer = assess(case, on)
        duties = [
            replace(duty, due_on=due_on or duty.due_on) if duty.item == "1-イ" else duty for duty in answer.duties
        ]
        if also:
            duties.append(replace(duties[0], item="1-ニ", person=None, person_id=None))
        return replace(answer, duties=tuple(duties), rules_digest="others")

    return judged


def kept_by(
    monkeypatch: pytest.MonkeyPatch, rules: Callable[[Facts, date | None], Determination]
) -> tuple[Desk, int]:
    """A case that other rules determined."""
    desk = Desk()
    with monkeypatch.context() as before:
        before.setattr(assessing, "assess", rules)
        return desk, desk.open(event(harms=[harmed()]))


def test_an_earlier_day_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _, case = kept_by(monkeypatch, other_rules(date(2026, 6, 25)))
    assert one(case, "item", "1-イ").due_on == date(2026, 6, 25)
    lines: list[str] = []
    done = bring_up_to_date(on=ON, tell=lines.append)
    assert (done.determined, done.waiting, lines) == (1, [], [])
    assert one(case, "item", "1-イ").due_on == LAW
    assert Case.objects.get(pk=case).settled_by != "others"


def test_a_later_day_waits_for_a_signature_and_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, case = kept_by(monkeypatch, other_rules(date(2026, 6, 10)))
    lines: list[str] = []
    done = bring_up_to_date(on=ON, tell=lines.append)
    number = Case.objects.get(pk=case).number
    assert (done.determined, done.waiting) == (1, [number])
    assert lines == [f"{number}: today's rules ask for less or later; that waits for a second person's signature"]
    assert "1 cases determined by today's rules (1 wait for a signature)" in done.said()
    row = one(case, "item", "1-イ")
    assert (row.due_on, row.later_on) == (date(2026, 6, 10), LAW)
    desk.sign(case)
    assert one(case, "item", "1-イ").due_on == LAW


def test_what_the_rules_no_longer_ask_for_waits_for_a_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    _, case = kept_by(monkeypatch, other_rules(also=True))
    done = bring_up_to_date(on=ON)
    assert done.waiting == [Case.objects.get(pk=case).number]
    assert one(case, "item", "1-ニ").state == "lapse_proposed"


def test_a_draft_of_the_same_items_stands_and_a_second_start_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, case = kept_by(monkeypatch, other_rules())
    report = desk.draft(case, desk.persons(case)[0])
    bring_up_to_date(on=ON)
    assert rests_on_newest(Report.objects.get(pk=report))
    entries = AuditEntry.objects.count()
    assert not bring_up_to_date(on=ON).changed
    assert AuditEntry.objects.count() == entries


def test_a_draft_stops_where_the_rules_say_something_else_of_its_items(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, case = kept_by(monkeypatch, other_rules(also=True))
    report = desk.draft(case, desk.persons(case)[0])
    bring_up_to_date(on=ON)
    assert not rests_on_newest(Report.objects.get(pk=report))
