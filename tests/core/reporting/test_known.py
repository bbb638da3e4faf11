"""What is known of a case, part by part, with the day on which each part was learned."""

from __future__ import annotations

from datetime import date
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.reporting.known import KnownPart, known_parts

EVENT: dict[str, Any] = {"kind": "event", "learned_on": "2026-06-12"}


def parts_of(*matters: dict[str, Any], **device: Any) -> list[KnownPart]:
    return list(known_parts(read_case({"device": device, "matters": list(matters)}), "en"))


def paths(part: KnownPart) -> list[str]:
    return [line.path for line in part.lines]


def test_matters_and_persons_are_numbered_from_one_for_a_reader() -> None:
    harmed = EVENT | {"harms": [{"severity": "serious"}, {"severity": "death"}]}
    headings = [part.heading for part in parts_of(EVENT | {"harms": []}, harmed, own=True)]
    assert headings == ["Issue 1", "Issue 2", "Issue 2, person 1", "Issue 2, person 2", "Device classification"]


def test_that_nobody_was_harmed_is_said_only_where_somebody_has_said_it() -> None:
    nobody, unknown, somebody = EVENT | {"harms": []}, EVENT, EVENT | {"harms": [{"severity": "serious"}]}
    line = parts_of(nobody)[0].lines[-1]
    assert (line.path, line.value) == ("matters.0.harms", "no one")
    assert "matters.0.harms" not in paths(parts_of(unknown)[0])
    assert "matters.0.harms" not in paths(parts_of(somebody)[0])
    assert len(parts_of(unknown)) == 1


def test_whether_the_device_is_identical_is_told_of_a_foreign_matter_only() -> None:
    """At home the device is its own: nothing is known by that."""
    at_home, abroad = (parts_of(EVENT | {"locus": locus, "identical": True})[0] for locus in ("domestic", "foreign"))
    assert "matters.0.identical" not in paths(at_home)
    assert "matters.0.identical" in paths(abroad)
    assert "matters.0.locus" in paths(at_home)


def test_a_person_has_a_day_only_where_it_is_not_that_of_the_matter() -> None:
    harms = [{"severity": "serious"}, {"severity": "death", "learned_on": "2026-06-29"}]
    matter, first, second = parts_of(EVENT | {"harms": harms})
    assert (matter.learned_on, first.learned_on, second.learned_on) == (date(2026, 6, 12), None, date(2026, 6, 29))


def test_a_device_of_which_nothing_is_known_is_absent() -> None:
    assert [part.learned_on for part in parts_of(EVENT)] == [date(2026, 6, 12)]
