"""Stages of a device and the legacy question: what nobody has said is never taken for a no."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuki.core.lifecycle.device import MILESTONES, STAGES, legacy_verdict, require_order, stage_on
from kizuki.core.refusal import Refused

DAYS = {
    "sale": date(2015, 10, 1),
    "eol": date(2021, 9, 30),
    "limited_support": date(2021, 10, 1),
    "eos": date(2024, 3, 31),
}


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2015, 9, 30), "before_sale"),
        (date(2015, 10, 1), "on_sale"),
        (date(2021, 9, 29), "on_sale"),
        (date(2021, 9, 30), "after_eol"),
        (date(2021, 10, 1), "limited_support"),
        (date(2024, 3, 30), "limited_support"),
        (date(2024, 3, 31), "after_eos"),
        (date(2030, 1, 1), "after_eos"),
    ],
)
def test_each_stage_begins_on_its_day(on: date, code: str) -> None:
    stage = stage_on(DAYS, on)
    assert (stage.code, stage.settled) == (code, True)


def test_a_device_whose_end_of_support_nobody_told_may_be_past_it() -> None:
    stage = stage_on({"sale": date(2020, 1, 1), "eol": None, "limited_support": None}, date(2026, 6, 1))
    assert (stage.code, stage.possible) == ("on_sale", ("after_eos",))
    assert not stage.settled


def test_not_planned_yet_is_an_answer() -> None:
    days = {"sale": date(2020, 1, 1), "eol": None, "limited_support": None, "eos": None}
    assert stage_on(days, date(2026, 6, 1)).settled


def test_of_a_device_of_which_nothing_is_told_every_stage_is_possible() -> None:
    assert stage_on({}, date(2026, 6, 1)).possible == tuple(STAGES.values())


def test_a_milestone_before_an_earlier_one_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"milestones\.eos: 2020-01-01 is before eol"):
        require_order({"eol": date(2021, 1, 1), "eos": date(2020, 1, 1)})


def test_two_milestones_may_fall_on_one_day() -> None:
    require_order(
        {"sale": None, "eol": date(2021, 1, 1), "limited_support": date(2021, 1, 1), "eos": date(2021, 1, 1)}
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(MILESTONES), st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2040, 1, 1)))),
    st.dates(date(2000, 1, 1), date(2039, 1, 1)),
)
def test_filling_in_an_unknown_day_gives_a_stage_that_was_possible(days: dict[str, date | None], on: date) -> None:
    before = stage_on(days, on)
    for name in MILESTONES:
        if name in days:
            continue
        told: dict[str, date | None] = {**days, name: on - timedelta(days=1)}
        try:
            require_order(told)
        except Refused:
            continue
        after = stage_on(told, on)
        assert after.code in (before.code, *before.possible)


@pytest.mark.parametrize(
    ("update", "control", "verdict"),
    [
        (False, False, "legacy"),
        (True, False, "not_legacy"),
        (False, True, "not_legacy"),
        (True, None, "not_legacy"),
        (None, False, "undetermined"),
        (False, None, "undetermined"),
        (None, None, "undetermined"),
    ],
)
def test_legacy_is_neither_update_nor_control(update: bool | None, control: bool | None, verdict: str) -> None:
    assert legacy_verdict(update, control).verdict == verdict


def test_after_the_end_of_support_only_a_control_can_protect_where_nobody_says_otherwise() -> None:
    ended = stage_on(DAYS, date(2026, 6, 1))
    found = legacy_verdict(None, False, ended)
    assert (found.verdict, found.because[0]) == ("legacy", "no_update_after_eos")
    assert legacy_verdict(None, None, ended).verdict == "undetermined"
    assert legacy_verdict(True, False, ended).verdict == "not_legacy"
    assert legacy_verdict(None, False, stage_on(DAYS, date(2020, 1, 1))).verdict == "undetermined"
