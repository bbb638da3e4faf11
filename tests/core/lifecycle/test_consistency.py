"""Our report against the hospital's: a difference is never taken for agreement, nor silence for a no."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.lifecycle.consistency import compare, hospital_fields, read_hospital_report
from kizuki.core.refusal import Refused

OURS: dict[str, Any] = {
    "device": {"brand": "ミホン輸液ポンプ MIP-300", "serial_lot": ["IP3-24-000117"]},
    "event": {"occurred_on": "2026-05-30", "situation": "流量が変わった", "use_continuing": False},
    "patient": {"age": 67, "sex": "female"},
    "harm": "serious",
}


def states(theirs: dict[str, Any], *, first_report: bool = False) -> dict[str, str]:
    return {row.field.id: row.state for row in compare(OURS, theirs, first_report=first_report)}


def test_what_both_say_alike_agrees_whatever_its_width_or_blanks() -> None:
    found = states({"brand": "ミホン輸液ポンプ　ＭＩＰ－３００", "serial_lot": "ip3-24-000117", "age": "67"})
    assert (found["brand"], found["serial_lot"], found["age"]) == ("agreed", "agreed", "agreed")


def test_each_kind_of_difference_has_its_own_name() -> None:
    found = states({"occurred_on": "2026-05-31", "outcome": "recovered", "situation": "夜間に流量が変わった"})
    assert found["occurred_on"] == "differs"
    assert found["outcome"] == "missing_ours"
    assert found["age"] == "missing_theirs"
    assert found["treatment"] == "missing_both"
    assert found["situation"] == "to_read"


def test_a_no_of_ours_is_not_their_silence_nor_their_zero() -> None:
    assert states({})["use_continuing"] == "missing_theirs"
    assert states({"use_continuing": 0})["use_continuing"] == "differs"
    assert states({"use_continuing": False})["use_continuing"] == "agreed"


def test_a_yes_is_not_the_word_that_somebody_wrote_for_it() -> None:
    assert states({"use_continuing": "False"})["use_continuing"] == "differs"
    ours = {"event": {"use_continuing": "true"}}
    found = {row.field.id: row.state for row in compare(ours, {"use_continuing": True}, first_report=False)}
    assert found["use_continuing"] == "differs"


def test_each_field_has_its_label_in_both_languages() -> None:
    brand = hospital_fields()["brand"]
    assert (brand.said("ja"), brand.said("en")) == ("販売名", "Brand name")


def test_a_set_of_serial_numbers_is_compared_as_a_set() -> None:
    assert states({"serial_lot": ["IP3-24-000117", "IP3-24-000118"]})["serial_lot"] == "differs"


def test_the_first_report_may_differ_and_still_shows_where() -> None:
    theirs = {"occurred_on": "2026-05-31", "brand": OURS["device"]["brand"]}
    first = {row.field.id: row for row in compare(OURS, theirs, first_report=True)}
    later = {row.field.id: row for row in compare(OURS, theirs, first_report=False)}
    assert (first["occurred_on"].state, first["occurred_on"].asks) == ("differs", False)
    assert later["occurred_on"].asks
    assert not first["brand"].exempt


def test_every_field_is_compared_once_and_an_unknown_one_is_refused() -> None:
    assert len(compare(OURS, {}, first_report=False)) == len(hospital_fields())
    with pytest.raises(Refused, match="mood"):
        read_hospital_report({"mood": "calm"})
    assert read_hospital_report({"age": None, "sex": "", "use_continuing": False}) == {"use_continuing": False}
