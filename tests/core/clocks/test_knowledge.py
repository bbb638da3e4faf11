"""A vulnerability counts as known on the first day on which a person of the holder had it before them."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.clocks.knowledge import Known, Occasions, known_since

MON, TUE, WED, THU, FRI = (date(2026, 6, day) for day in (1, 2, 3, 4, 5))


def test_what_nothing_has_brought_before_anybody_is_not_known() -> None:
    assert known_since(Occasions(), 3) is None


def test_a_match_that_nobody_opened_counts_from_the_match_for_now_and_at_the_latest_from_its_triage_limit() -> None:
    assert known_since(Occasions(matched_on=MON), 3) == Known(MON, "matched", True, THU, "triage_limit")
    assert known_since(Occasions(matched_on=MON), 1) == Known(MON, "matched", True, TUE, "triage_limit")


def test_no_limit_of_a_company_is_longer_than_three_business_days() -> None:
    assert known_since(Occasions(matched_on=MON), 60) == Known(MON, "matched", True, THU, "triage_limit")


def test_of_a_word_and_a_message_the_earlier_counts() -> None:
    assert known_since(Occasions(entered_on=TUE, told_on=MON, matched_on=THU), 3) == Known(MON, "told")
    assert known_since(Occasions(entered_on=MON, told_on=TUE, matched_on=THU), 3) == Known(MON, "entered")
    settled = known_since(Occasions(entered_on=MON, told_on=TUE), 3)
    assert settled is not None
    assert (settled.on, settled.provisional) == (MON, False)


def test_what_a_person_opened_without_any_match_counts_from_that_day() -> None:
    assert known_since(Occasions(seen_on=TUE), 3) == Known(TUE, "seen")


def test_who_opens_it_on_the_last_day_of_the_limit_opened_it_in_time() -> None:
    known = known_since(Occasions(matched_on=MON, seen_on=THU), 3)
    assert known == Known(MON, "matched", True, THU, "seen")


def test_a_match_that_somebody_opened_is_still_shown_on_its_own_day_until_a_person_settles_it() -> None:
    known = known_since(Occasions(matched_on=MON, seen_on=TUE), 3)
    assert known == Known(MON, "matched", True, TUE, "seen")


def test_who_opens_it_behind_the_limit_knew_at_the_limit() -> None:
    known = known_since(Occasions(matched_on=MON, seen_on=date(2026, 6, 20)), 3)
    assert known == Known(MON, "matched", True, THU, "triage_limit")


def test_who_opens_it_on_the_day_of_the_match_leaves_nothing_to_settle() -> None:
    assert known_since(Occasions(matched_on=MON, seen_on=MON), 3) == Known(MON, "seen")


@pytest.mark.parametrize("day", [MON, date(2025, 11, 20)])
def test_what_a_person_knew_before_the_machine_found_it_counts_from_that_day(day: date) -> None:
    assert known_since(Occasions(entered_on=day, matched_on=MON, seen_on=TUE), 3) == Known(day, "entered")
    assert known_since(Occasions(told_on=day, matched_on=MON), 3) == Known(day, "told")


def test_a_message_that_came_behind_the_match_is_a_person_who_had_it_before_them() -> None:
    known = known_since(Occasions(told_on=WED, matched_on=MON, seen_on=FRI), 3)
    assert known == Known(MON, "matched", True, WED, "seen")


def test_what_was_settled_holds() -> None:
    assert known_since(Occasions(matched_on=MON, seen_on=TUE, settled_on=TUE), 3) == Known(TUE, "settled")
