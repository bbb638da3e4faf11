"""Ways of losing a duty that whole lives through the verbs have found; each by itself."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.store.models import Obligation
from kizuki.store.obligations.ledger import ledger_of
from tests.actions.obligations.desk import Desk, clock, event, harmed, one, owed
from tests.actions.obligations.test_duplicates import joined

pytestmark = pytest.mark.django_db


def infected(**values: Any) -> dict[str, Any]:
    return {"kind": "infection", "learned_on": "2026-06-01", "locus": "domestic", "harms": [harmed(**values)]}


CYCLE = {"cycle_anchor_on": "2022-03-21", "cycle_months": 12}
SERIOUS_BEFORE = {"severity": "serious", "causality": "suspected", "learned_on": "2026-06-01"}


def test_a_person_who_met_one_item_twice_is_told_to_the_audit_too() -> None:
    desk = Desk()
    died = infected(severity="death", predictable=False, learned_on="2026-06-12", earlier=[SERIOUS_BEFORE])
    case = desk.open(died)
    found = sorted(row.item for row in owed(case, "item"))
    assert len([name for name in found if "@2026-06-12" in name]) == 1


def test_a_duplicate_takes_both_rows_over_what_was_reported_and_what_is_owed_again() -> None:
    desk = Desk()
    case = desk.open(infected(severity="serious", predictable=False))
    desk.send(desk.draft(case, desk.persons(case)[0]))
    desk.answer(case, lambda m: m[0]["harms"][0].update(severity="death", learned_on="2026-06-12"))
    assert sorted(row.state for row in owed(case, "item")) == ["owed", "sent"]
    kept = desk.open(event(harms=[], potential="none"), key="kept")
    joined(desk, case, kept)
    assert not owed(case)
    assert sorted(row.state for row in owed(kept, "item") if row.item.startswith("1-")) == ["owed", "sent"]


def test_what_another_person_has_made_a_duty_is_no_entry_of_the_typists_own() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]))
    desk.answer(case, lambda m: m[0]["harms"].append(harmed("serious", predictable=None)))
    desk.answer(case, lambda m: m[0]["harms"][0].update(predictable=False), by=desk.office.kato)
    desk.answer(case, lambda m: m[0].update(harms=[]), reason="入力誤り")
    assert one(case, "item", "1-ハ").state == "lapse_proposed"


def test_a_class_that_is_asked_anew_keeps_its_day_against_the_typists_own_correction() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious")]))
    desk.confirm(case)
    desk.answer(case, lambda m: m[0]["harms"][0].update(trend_hazard=None))
    day = one(case, "class_confirmation").due_on
    desk.answer(case, lambda m: m[0].update(learned_on="2026-06-05"), reason="入力誤り")
    assert one(case, "class_confirmation").due_on == day


def test_no_row_of_a_case_ends_twice() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    report = desk.draft(case, desk.persons(case)[0])
    desk.send(report)
    desk.received(report, accepted=False)
    rows = [(row.key, row.round) for row in ledger_of(case)]
    assert len(rows) == len(set(rows))


def test_what_was_handed_to_its_period_is_handed_over_again_when_it_is_a_matter_of_its_own_since() -> None:
    desk = Desk()
    light = harmed("non_serious", predictable=False)
    case = desk.open(event(harms=[light], potential="non_serious"), **CYCLE)
    desk.end(case, one(case, "item", "3-ロ"), "hand_over", to="period")
    desk.answer(case, lambda m: m[0]["harms"][0].update(learned_on="2026-06-12"))
    desk.end(case, one(case, "item", "3-ロ"), "hand_over", to="period")
    rounds = Obligation.objects.filter(owner__startswith="period:", item="3-ロ").values_list("round", flat=True)
    assert sorted(rounds) == [1, 2]


def test_a_case_that_waits_for_a_period_shows_the_approval_that_is_owed_afterwards() -> None:
    desk = Desk()
    light = harmed("non_serious", predictable=False)
    case = desk.open(event(harms=[light, harmed("serious", predictable=False)], potential="serious"), **CYCLE)
    desk.end(case, one(case, "item", "3-ロ"), "hand_over", to="period")
    for row in owed(case, "judgement"):
        desk.end(case, row, "record_judgement", answer="report")
    for row in owed(case, "beside"):
        desk.end_by_two(case, [row], "decide_beside", how="none")
    desk.confirm(case)
    desk.send(desk.draft(case, desk.persons(case)[1]))
    desk.settled(case)
    assert [row.kind for row in owed(case) if row.running] == ["afterwards_approval"]
    assert clock(case)[0] == "afterwards_approval"
