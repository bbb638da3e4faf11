"""The day of a report is that of what it names as met; what is open stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.lifecycle.obligations.report_day import open_before, report_day

SHORT, LONG = date(2026, 11, 27), date(2026, 12, 12)
MET = Obligation("item", "owed", "m1", item="2-ロ", form="8", due_on=LONG)
OPEN = Obligation("item", "open", "m1", "p1", item="1-イ", form="8", due_on=SHORT)


def test_what_is_met_sets_the_day_and_a_shorter_open_item_stands_beside_it() -> None:
    day = report_day([(MET, "met"), (OPEN, "open")])
    assert day == LONG
    assert open_before([OPEN], day) == (("1-イ", SHORT),)


def test_where_nothing_is_met_the_earliest_of_what_is_open_counts() -> None:
    later = replace(OPEN, item="2-ロ", due_on=LONG)
    assert report_day([(later, "open"), (OPEN, "open")]) == SHORT
    assert open_before([later, OPEN], SHORT) == ()


def test_an_item_that_the_report_does_not_name_gives_no_day() -> None:
    assert report_day([(OPEN, "not_met")]) is None
    assert report_day([(MET, "met"), (replace(OPEN, state="lapse_proposed"), "not_met")]) == LONG


def test_a_promised_follow_up_sets_its_own_day_and_what_was_carried_none() -> None:
    promised = Obligation("follow_up", "owed", "m1", "p1", item="8", form="8", due_on=LONG)
    carried = replace(OPEN, state="carried")
    assert report_day([(promised, "not_met"), (carried, "open")]) == LONG
    assert open_before([carried], LONG) == ()


def test_the_earlier_day_that_waits_for_a_signature_to_move_is_the_day() -> None:
    assert report_day([(replace(MET, due_on=SHORT, later_on=LONG), "met")]) == SHORT
