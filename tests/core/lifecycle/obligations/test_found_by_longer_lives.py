"""Ways of losing a duty, or a day, that the long proofs have found; each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kizuki.core.lifecycle.obligations import Wanted
from kizuki.core.lifecycle.obligations.wanted import Standing, wanted_of
from tests.core.lifecycle.obligations.ledger import DUE, Ledger, day, item, working
from tests.core.lifecycle.obligations.life import judged_by_rules
from tests.oracle.scenarios import case, other
from tests.oracle.worlds import Json

OWN_DAY = {"due": day(30), "learned_on": day(15), "own_day": True}
QUESTION = Wanted("settle_question", False, "m1", "p1", learned_on=day(0), due_on=day(0), reading="place", grave=True)


def asked_for(document: Json) -> tuple[Wanted, ...]:
    facts, answer = judged_by_rules(document, day(20))
    return wanted_of(facts, answer, document, Standing(at=datetime(2026, 6, 21, tzinfo=UTC)))


def test_a_follow_up_that_is_rejected_said_nothing_of_what_is_open_again() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.sent({"1-イ": "open"}, complete=False)
    ledger.facts(working(reading="ruled out"))
    follow_up = ledger.sent({"1-イ": "not_met"})
    ledger.facts(item(met=False, **OWN_DAY), working(reading="suspected again"))
    ledger.answered(follow_up, accepted=False)
    row = ledger.one("item")
    assert (row.round, row.state, row.due_on) == (2, "owed", DUE)


def test_a_duty_whose_report_is_rejected_is_no_mere_question_although_its_harm_rose_since() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    report = ledger.sent({"1-イ": "met"})
    ledger.facts(item(met=False, questions=("matters.m1.locus",), **OWN_DAY), working(reading="rose"))
    ledger.answered(report, accepted=False)
    row = ledger.one("item")
    assert (row.round, row.state, row.due_on, row.questions) == (2, "owed", DUE, ())


MEASURE = other("2026-06-01", "foreign_measure", locus="foreign", measure={"type": "recall", "for_hazard": True})
DEATH = case("2026-06-01", "death", "death", False)


@pytest.mark.parametrize(("document", "left_out"), [(MEASURE, ""), (DEATH, "locus"), (DEATH, "predictable")])
def test_a_known_death_or_measure_is_grave_while_it_is_open_whether_it_is_reported(
    document: Json, left_out: str
) -> None:
    device, matter = dict(document["device"]), dict(document["matters"][0])
    if left_out == "predictable":
        matter["harms"] = [{key: value for key, value in matter["harms"][0].items() if key != left_out}]
    else:
        device.pop("own")
        matter.pop(left_out, None)
    asked = asked_for({"device": device, "matters": [matter]})
    mine = [one for one in asked if one.kind in ("item", "settle_question") and (one.person or document is MEASURE)]
    assert mine
    assert all(one.grave for one in mine)


def test_the_typist_alone_takes_no_known_death_back_although_its_place_is_not_known() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False, grave=True), QUESTION, working())
    ledger.facts(may_end=ledger.rows)
    assert {row.kind: row.state for row in ledger.live()} == {
        "item": "lapse_proposed", "settle_question": "lapse_proposed", "second_signature": "open",
    }  # fmt: skip


def test_a_grave_item_that_is_open_comes_back_as_open_when_it_is_asked_for_again() -> None:
    ledger = Ledger()
    open_item = item(met=False, grave=True, questions=("matters.m1.harms.p1.predictable",))
    ledger.facts(open_item)
    ledger.facts()
    ledger.facts(open_item)
    assert ledger.one("item").state == "open"


def test_a_death_that_is_suspected_again_after_the_first_report_went_out_owes_another_one() -> None:
    ledger = Ledger()
    ledger.facts(QUESTION, working())
    ledger.end(ledger.one("settle_question"), "record_first_report")
    first = Wanted("first_report", True, "m1", "p1", learned_on=day(0), due_on=day(0))
    assert not [move for move in ledger.facts(first, working()) if move.name == "open"]
    again = replace(QUESTION, learned_on=day(15), due_on=day(15), own_day=True)
    ledger.facts(again, working())
    assert (ledger.one("settle_question").round, ledger.one("settle_question").state) == (2, "open")


def test_a_death_of_a_day_of_its_own_owes_its_first_report_although_one_went_out_for_the_day_before() -> None:
    ledger = Ledger()
    ledger.facts(QUESTION, working())
    ledger.end(ledger.one("settle_question"), "record_first_report")
    ledger.facts(
        Wanted("first_report", True, "m1", "p1", learned_on=day(15), due_on=day(15), own_day=True), working()
    )
    assert ledger.live("first_report")


def test_a_decision_not_to_report_is_asked_for_no_more_once_something_was_found_and_reported() -> None:
    ledger = Ledger()
    ledger.facts(Wanted("no_report_decision", False, due_on=DUE))
    ledger.facts()
    assert (ledger.one("no_report_decision").state, ledger.one("no_report_decision").ended_by) == ("ended", "answer")


def test_a_withdrawn_report_confirms_no_class_although_the_facts_find_nothing_to_report_any_more() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.sent({"1-イ": "open"}, complete=False)
    ledger.end(ledger.one("item"), "record_not_fulfilled")
    assert not ledger.live("class_confirmation")
    ledger.sent({}, purpose="withdrawal", why="did_not_exist")
    assert [row.due_on for row in ledger.live("class_confirmation")] == [DUE]
