"""Every day of the audit says what it is the day of."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kizuki.core.facts.awareness import awareness_day
from kizuki.core.glossary import all_words
from kizuki.core.lifecycle.recorded_days import (
    AwarenessDay,
    KnownOn,
    LearnedOn,
    OpenedOn,
    PublishedOn,
    SeenOn,
    meaning_of,
    meanings,
    told,
    undeclared_day,
)


def test_the_day_of_opening_and_the_awareness_day_have_keys_and_meanings_of_their_own() -> None:
    kept = told(OpenedOn(date(2026, 6, 10)), AwarenessDay(date(2026, 6, 1)))
    assert kept == {"opened_on": "2026-06-10", "awareness_on": "2026-06-01"}
    assert (meaning_of("open_case", "opened_on"), meaning_of("open_case", "awareness_on")) == ("opened", "awareness")


def test_a_day_that_is_not_known_has_no_key_and_two_of_one_kind_are_a_fault() -> None:
    assert told(None, OpenedOn(date(2026, 6, 10))) == {"opened_on": "2026-06-10"}
    with pytest.raises(ValueError, match="two days of one kind"):
        told(OpenedOn(date(2026, 6, 10)), OpenedOn(date(2026, 6, 11)))


def test_every_kind_of_day_has_a_declared_key() -> None:
    kinds = (AwarenessDay, OpenedOn, LearnedOn, KnownOn, PublishedOn, SeenOn)
    assert all(meaning_of("any", kind.key) for kind in kinds)
    assert len({kind.key for kind in kinds}) == len(kinds)


def test_the_same_key_may_mean_another_day_in_another_verb_only_where_the_table_says_so() -> None:
    assert (meaning_of("move_patch", "on"), meaning_of("set_milestone", "on")) == ("moved", "milestone")
    assert meaning_of("open_case", "on") is None
    assert meaning_of("take_over_case", "due_on") == "old_due"


def test_a_day_under_a_key_that_means_nothing_is_told_from_a_name_that_looks_like_one() -> None:
    assert undeclared_day("open_case", "day", "2026-06-01")
    assert not undeclared_day("open_case", "opened_on", "2026-06-01")
    assert not undeclared_day("draft_form", "edition", "2020-01-31")
    assert not undeclared_day("open_case", "number", "2026-0001")


def test_every_meaning_has_its_word_in_both_languages_with_a_place_for_the_day() -> None:
    for meaning in meanings():
        found = all_words()[f"record.day.{meaning}"]
        assert "{on}" in found.ja, meaning
        assert "{on}" in found.en, meaning


def test_no_line_of_the_timeline_words_a_day_by_itself() -> None:
    """A sentence gives a day its place; what it is the day of comes with the day."""
    for id_, found in all_words().items():
        if not id_.startswith("record.verb."):
            continue
        for template, before in ((found.ja, "（、。・ →"), (found.en, "(;, →")):
            for at in re.finditer(r"{(\w+)}", template):
                if meaning_of(id_.removeprefix("record.verb."), at[1]):
                    assert template[: at.start()].rstrip()[-1] in before, (id_, template)


def test_the_awareness_day_of_a_case_is_the_earliest_of_its_matters() -> None:
    matters = [{"learned_on": "2026-06-12"}, {"learned_on": "2026-06-01"}]
    assert awareness_day({"matters": matters}) == date(2026, 6, 1)
    assert awareness_day({"aware_on": "2026-06-03"}) == date(2026, 6, 3)
    with pytest.raises(ValueError, match="no awareness day"):
        awareness_day({"matters": []})
