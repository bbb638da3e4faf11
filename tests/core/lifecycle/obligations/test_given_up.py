"""A follow-up that was given up comes back with anything new, unless its series was withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.lifecycle.obligations.given_up import asked_again

NEXT = date(2026, 7, 1)
ROW = Obligation(
    "follow_up", "ended", "m1", "p1", "8", "8", due_on=NEXT, reading="as it was", ended_by="give_up_asking", id=5
)
NEW = {"m1": "more", "m2": "as it was"}


def test_it_is_owed_again_on_the_day_that_it_had_when_anything_new_is_said_of_its_matter() -> None:
    (move,) = asked_again([ROW], NEW)
    assert (move.name, move.before) == ("open", ROW)
    assert move.row == replace(ROW, id=None, state="owed", round=2, ended_by="", reading="")


def test_nothing_new_of_its_matter_or_a_matter_that_is_gone_asks_for_nothing() -> None:
    assert asked_again([ROW], {"m1": "as it was", "m2": "more"}) == []
    assert asked_again([ROW], {"m2": "more"}) == []


def test_what_ended_by_another_act_or_is_no_follow_up_is_not_asked_for_here() -> None:
    assert asked_again([replace(ROW, ended_by="submit")], NEW) == []
    assert asked_again([replace(ROW, kind="item", item="1-ハ")], NEW) == []


def test_an_old_withdrawal_and_one_without_an_id_take_back_nothing_that_was_promised_after_it() -> None:
    unsaved = Obligation("withdrawal", "sent", "m1", "p1", "did_not_exist", "8")
    (move,) = asked_again([ROW, unsaved], NEW)
    assert move.row.round == 2
    assert asked_again([replace(ROW, id=None), replace(unsaved, id=1)], NEW) == []
    (move,) = asked_again([ROW, replace(unsaved, id=5)], NEW)
    assert move.before == ROW


def test_a_series_that_was_withdrawn_since_promises_nothing() -> None:
    gone = Obligation("withdrawal", "sent", "m1", "p1", "did_not_exist", "8", id=6)
    assert asked_again([ROW, gone], NEW) == []
    assert asked_again([ROW, replace(gone, state="ended")], NEW) == []
    for other in (
        replace(gone, state="owed"), replace(gone, id=4), replace(gone, matter="m2"), replace(gone, person="p2"),
        replace(gone, form="9"), replace(gone, kind="alignment"),
    ):  # fmt: skip
        assert len(asked_again([ROW, other], NEW)) == 1
