"""A death that information tells of is heard: by a person, or by its words."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.core.information.deciding import decision_due_on
from kizuki.core.information.harm import may_be_death_here, speaks_of_death, told_of

SATURDAY = date(2026, 6, 6)


@pytest.mark.parametrize(
    "text",
    [
        "患者が死亡した",
        "人工呼吸器が停止し、患者様は昨夜お亡くなりになりました。",
        "ご逝去",
        "心肺停止の状態で搬送",
        "The patient died.",
        "Ｐａｔｉｅｎｔ　ＤＩＥＤ",
        "two deaths",
        "Death of a patient",
    ],
)
def test_words_of_a_death_are_heard_in_both_languages_and_in_any_width(text: str) -> None:
    assert speaks_of_death(["停止した", text])


@pytest.mark.parametrize(
    "text", ["", "停止した", "deadline", "a ping of death", "fatal error", "studied", "必死に操作"]
)
def test_everyday_words_are_no_death(text: str) -> None:
    assert not speaks_of_death([text])


def test_what_a_person_said_goes_before_the_words_and_not_knowing_does_not() -> None:
    assert told_of("serious", ["死亡例ではない"], listed_abroad=False) == "serious"
    assert told_of("asking", ["死亡したとの話"], listed_abroad=False) == "words_of_death"
    assert told_of("asking", ["停止した"], listed_abroad=False) == "asking"
    assert told_of("", ["死亡"], listed_abroad=False) == "words_of_death"


def test_the_words_of_a_list_of_events_abroad_are_not_read_for_a_death_in_japan() -> None:
    assert told_of("", ["The patient died."], listed_abroad=True) == ""


@pytest.mark.parametrize(
    ("told", "country", "may_be"),
    [
        ("death", "", True),
        ("death", "JP", True),
        ("words_of_death", "", True),
        ("death", "US", False),
        ("serious", "JP", False),
        ("asking", "JP", True),
        ("asking", "", True),
        ("asking", "US", False),
        ("", "", False),
    ],
)
def test_a_death_counts_as_one_in_japan_until_it_is_known_to_be_abroad(told: str, country: str, may_be: bool) -> None:
    assert may_be_death_here(told, country) is may_be


def test_a_death_is_decided_on_the_day_it_was_learned_though_that_is_a_saturday() -> None:
    assert decision_due_on(SATURDAY, 3) == date(2026, 6, 10)
    assert decision_due_on(SATURDAY, 3, death=True) == SATURDAY
