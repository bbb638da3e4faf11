"""既知・未知: proposed from the precautions that stood on the day of the event, and never on likeness alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kizuki.core.devices.listed import (
    Entry,
    EntryTerm,
    Reported,
    earliest_day,
    foreseen,
    of_the_edition_on,
    proposed,
    require_confirmation,
)
from kizuki.core.refusal import Refused

EVENT = date(2026, 5, 30)
LOSS = Entry(
    id=7,
    sentence="通信が途絶し、投与が停止することがある。",
    edition="第3版",
    dated_on=date(2025, 4, 1),
    until=None,
    terms=(EntryTerm("imdrf", "A1105"), EntryTerm("own", words="通信の途絶")),
)
REPORTED = Reported((("imdrf", "A1105"),), "通信の不具合")


def test_the_same_code_is_listed_with_its_sentence_and_edition() -> None:
    found = proposed(REPORTED, [LOSS], EVENT)
    assert (found.answer, found.why) == ("listed", "same_code")
    assert found.entry is not None
    assert (found.entry.sentence, found.entry.edition) == (LOSS.sentence, "第3版")


def test_the_same_words_are_listed_in_other_words() -> None:
    found = proposed(Reported((), "通信 の途絶"), [LOSS], EVENT)
    assert (found.answer, found.why) == ("other_words", "same_words")


@pytest.mark.parametrize(
    "alike",
    [
        Reported((("imdrf", "A110501"),), "通信の不具合"),
        Reported((("imdrf", "A11"),), ""),
        Reported((("jfmda", "A1105"),), ""),
        Reported((), "投与が停止"),
        Reported((), "通信"),
    ],
    ids=[
        "a narrower code",
        "a broader code",
        "the code of another list",
        "words of the sentence",
        "a part of the words",
    ],
)
def test_likeness_proposes_nothing_and_is_for_a_person_to_read(alike: Reported) -> None:
    found = proposed(alike, [LOSS], EVENT)
    assert (found.answer, found.entry) == ("not_listed", None)


def test_what_looks_alike_is_shown() -> None:
    assert proposed(Reported((), "投与が停止"), [LOSS], EVENT).to_read == (LOSS,)
    assert proposed(Reported((("imdrf", "A1199"),)), [LOSS], EVENT).to_read == (LOSS,)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (replace(LOSS, dated_on=date(2026, 5, 31), as_measure=True), "later_than_the_event"),
        (replace(LOSS, until=EVENT), "later_than_the_event"),
    ],
    ids=["revised as a measure after the event", "withdrawn or reworded on the day"],
)
def test_a_precaution_counts_from_its_own_day_only(entry: Entry, why: str) -> None:
    found = proposed(REPORTED, [entry], EVENT)
    assert (found.answer, found.why, found.entry) == ("not_listed", why, None)


def test_an_entry_counts_on_the_first_and_on_the_last_day_that_it_stood() -> None:
    assert proposed(REPORTED, [replace(LOSS, dated_on=EVENT)], EVENT).answer == "listed"
    assert proposed(REPORTED, [replace(LOSS, until=date(2026, 5, 31))], EVENT).answer == "listed"


def test_without_the_day_of_the_event_nothing_is_proposed() -> None:
    assert proposed(REPORTED, [LOSS], None).answer == "undetermined"


@pytest.mark.parametrize(
    ("happened", "up_to", "answer"),
    [
        ("death", "serious", "not_listed"),
        ("serious", "serious", "listed"),
        ("serious", "", "listed"),
        ("", "none", "listed"),
    ],
)
def test_a_sentence_on_less_grave_harm_does_not_foresee_the_graver(happened: str, up_to: str, answer: str) -> None:
    entry = replace(LOSS, terms=(EntryTerm("imdrf", "A1105", up_to=up_to),))
    assert proposed(replace(REPORTED, severity=happened), [entry], EVENT).answer == answer


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2026-05-30", date(2026, 5, 30)),
        ("2026-05", date(2026, 5, 1)),
        ("2026", date(2026, 1, 1)),
        ("不明", None),
        ("", None),
        ("2026-02-30", None),
    ],
)
def test_a_month_is_read_as_its_first_day(told: str, day: date | None) -> None:
    assert earliest_day(told) == day


def test_known_needs_a_sentence_with_its_edition_that_stood_on_the_day() -> None:
    require_confirmation("listed", LOSS, EVENT)
    require_confirmation("not_listed", None, None)
    for entry, day in ((None, EVENT), (replace(LOSS, edition=""), EVENT), (LOSS, None), (LOSS, date(2025, 3, 31))):
        with pytest.raises(Refused):
            require_confirmation("other_words", entry, day)
    with pytest.raises(Refused, match="is not one of"):
        require_confirmation("perhaps", LOSS, EVENT)


def test_what_terms_tell_was_foreseen_only_where_every_one_is_listed() -> None:
    assert foreseen([True, True]) is True
    assert foreseen([True, False, None]) is False, "one that is not listed settles it"
    assert foreseen([True, None]) is None, "one that nobody confirmed is not known"
    assert foreseen([]) is None


def test_on_each_day_one_edition_of_the_precautions_is_in_force_the_newest() -> None:
    first = Entry(1, "文一", "第1版", date(2026, 1, 1), None, ())
    second = Entry(2, "文二", "第2版", date(2026, 5, 1), None, ())
    nameless = Entry(3, "自社の措置", "", date(2026, 6, 1), None, (), as_measure=True)
    every = (second, first, nameless)
    assert of_the_edition_on(every, date(2025, 12, 31)) == ()
    assert of_the_edition_on(every, date(2026, 4, 30)) == (first,)
    assert of_the_edition_on(every, date(2026, 5, 1)) == (second,)
    assert of_the_edition_on(every, date(2026, 6, 2)) == (second,), "an entry without an edition is none"
    assert of_the_edition_on((nameless,), date(2026, 6, 2)) == (nameless,)
