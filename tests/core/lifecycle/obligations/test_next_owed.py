"""What home and the headline of a case show first."""

from __future__ import annotations

from datetime import date

from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.lifecycle.obligations.next_owed import NOTHING, NextOwed, next_owed, wakes_on

DAY = date(2026, 6, 16)


def row(kind: str, state: str = "open", due: date | None = DAY) -> Obligation:
    return Obligation(kind, state, "m1", due_on=due)


def test_where_nothing_is_owed_the_case_stands_after_every_other() -> None:
    assert next_owed([]) == NOTHING == NextOwed("", None, 9)
    assert next_owed([row("item", "ended"), row("item", "sent")]) == NOTHING


def test_what_was_handed_over_is_silent_until_thirty_days_before_its_day() -> None:
    assert wakes_on(date(2026, 3, 31)) == date(2026, 3, 1)


def test_of_several_on_one_day_the_one_whose_act_comes_next_speaks() -> None:
    rest = [row("alignment"), row("open_question")]
    assert next_owed([*rest, row("class_confirmation"), row("no_report_decision")]).kind == "no_report_decision"
    assert next_owed([*rest, row("class_confirmation")]).kind == "class_confirmation"


def test_a_met_item_speaks_before_the_question_of_the_same_day() -> None:
    found = next_owed([row("class_confirmation"), row("item", "owed")])
    assert (found.kind, found.rank, found.on) == ("item", 1, DAY)
    open_one = next_owed([row("class_confirmation"), row("item")])
    assert (open_one.kind, open_one.rank) == ("class_confirmation", 2)


def test_where_nothing_has_a_day_the_gravest_kind_speaks() -> None:
    found = next_owed([row("beside", due=None), row("first_report", "owed", None), row("judgement", due=None)])
    assert found == NextOwed("first_report", None, 0)


def test_what_a_report_carried_shows_the_day_of_its_follow_up_and_no_longer_its_own() -> None:
    follow_up = row("follow_up", "owed", date(2026, 7, 10))
    found = next_owed([row("item", "carried"), follow_up])
    assert (found.kind, found.on) == ("follow_up", date(2026, 7, 10))
    assert next_owed([row("item", "carried")]) == NextOwed("item", None, 2)


def test_what_lies_beside_a_report_hides_no_day_of_the_law_however_late_it_is() -> None:
    late = row("measure_missing", "owed", date(2026, 1, 10))
    death = row("first_report", "owed", DAY)
    follow_up = row("follow_up", "owed", date(2026, 7, 10))
    assert next_owed([late, death]) == NextOwed("first_report", DAY, 0)
    assert next_owed([late, follow_up]) == NextOwed("follow_up", date(2026, 7, 10), 1)
    assert next_owed([late, row("class_confirmation")]) == NextOwed("class_confirmation", DAY, 2)
    assert next_owed([late, row("no_report_decision")]).on == DAY
    assert next_owed([late]) == NextOwed("measure_missing", date(2026, 1, 10), 2)


def test_whether_anybody_died_is_asked_before_the_class_is_confirmed_and_on_no_later_day() -> None:
    unknown = row("death_question", due=None)
    assert next_owed([unknown, row("class_confirmation")]) == NextOwed("death_question", DAY, 2)
    assert next_owed([unknown, row("item", "owed"), row("class_confirmation")]).kind == "item"
    settled = row("death_question", "ended", None)
    assert next_owed([settled, row("class_confirmation")]).kind == "class_confirmation"
