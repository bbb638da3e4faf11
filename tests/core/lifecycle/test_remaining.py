"""What is still owed once reports were sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.lifecycle.remaining import Clock, Sent, covers, remaining
from kizuki.core.reporting import Determination, assess

DEVICE = {"own": True, "designated": False}


def harmed(severity: str, learned_on: str = "2026-06-01", **values: Any) -> dict[str, Any]:
    return {
        "kind": "event",
        "learned_on": learned_on,
        "locus": "domestic",
        "harms": [{"severity": severity, "predictable": False, "trend_unpredictable": False, "trend_hazard": False}],
        "potential": severity,
        "malfunction_predictable": False,
        **values,
    }


def answer(*matters: dict[str, Any]) -> Determination:
    return assess(read_case({"device": DEVICE, "matters": list(matters)}), date(2026, 7, 1))


def sent(made: Determination, number: int = 1, **values: Any) -> Sent:
    row = {
        "form": 8,
        "number": number,
        "sent_on": date(2026, 6, 10),
        "covers": covers(made, 8),
        "complete": False,
        "next_report_on": date(2026, 8, 7),
    }
    return Sent(**{**row, **values})


def shown(clocks: tuple[Clock, ...]) -> list[tuple[str, str, date | None]]:
    return [(clock.kind, clock.item, clock.due_on) for clock in clocks]


def test_before_anything_was_sent_every_duty_is_owed_the_earliest_first() -> None:
    made = answer(harmed("serious"))
    assert shown(remaining(made, [], []))[0] == ("duty", "1-ハ", date(2026, 6, 16))


def test_a_death_in_japan_owes_its_first_report_before_all_else() -> None:
    made = answer(harmed("death"))
    clocks = remaining(made, [], [])
    assert (clocks[0].kind, clocks[0].due_on) == ("first_report", date(2026, 6, 1))
    assert "first_report" not in {clock.kind for clock in remaining(made, [], [0])}


def test_an_incomplete_report_leaves_the_follow_up_on_the_day_that_was_promised() -> None:
    made = answer(harmed("serious"))
    assert shown(remaining(made, [sent(made)], [])) == [("follow_up", "", date(2026, 8, 7))]
    # 7 August 2026 is a Friday: the office's last day is the day itself.
    assert remaining(made, [sent(made)], [])[0].internal_due_on == date(2026, 8, 7)


def test_a_complete_follow_up_ends_it() -> None:
    made = answer(harmed("serious"))
    rows = [sent(made), sent(made, 2, complete=True, next_report_on=None)]
    assert remaining(made, rows, []) == ()


def test_a_rejected_report_counts_for_nothing() -> None:
    made = answer(harmed("serious"))
    assert shown(remaining(made, [sent(made, accepted=False)], []))[0][0] == "duty"
    assert shown(remaining(made, [sent(made, accepted=False), sent(made, accepted=True)], [])) == [
        ("follow_up", "", date(2026, 8, 7))
    ]


def test_a_withdrawal_takes_back_what_was_sent_before() -> None:
    made = answer(harmed("serious"))
    withdrawn = sent(made, 2, purpose="withdrawal", covers=frozenset(), complete=True, next_report_on=None)
    assert "duty" in {clock.kind for clock in remaining(made, [sent(made), withdrawn], [])}


def test_a_matter_that_is_learned_later_has_its_own_duty_though_a_report_was_sent() -> None:
    first = answer(harmed("serious"))
    both = answer(harmed("serious"), harmed("death", "2026-06-20"))
    clocks = remaining(both, [sent(first)], [1])
    assert ("duty", "1-イ", date(2026, 7, 5)) in shown(clocks)
    assert all(clock.matter == 1 for clock in clocks if clock.kind == "duty")


def test_a_harm_that_became_graver_is_not_covered_by_the_report_of_the_milder_one() -> None:
    milder = answer(harmed("non_serious", potential="death"))
    graver = answer(harmed("death"))
    duties = [clock.item for clock in remaining(graver, [sent(milder)], [0]) if clock.kind == "duty"]
    assert "1-イ" in duties


def test_an_incomplete_report_without_a_promised_day_is_still_owed_its_follow_up() -> None:
    made = answer(harmed("serious"))
    assert shown(remaining(made, [sent(made, next_report_on=None)], [])) == [("follow_up", "", None)]
