"""Matters and persons have names, a harm has its own day, and what it was before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.refusal import Refused

EVENT: dict[str, Any] = {"kind": "event", "learned_on": "2026-06-10", "locus": "domestic"}
DEATH: dict[str, Any] = {"severity": "death"}


def with_harms(*harms: dict[str, Any], **matter: Any) -> dict[str, Any]:
    return {"device": {"own": True}, "matters": [EVENT | {"harms": list(harms)} | matter]}


def test_the_names_of_matters_and_persons_are_kept() -> None:
    matter = read_case(with_harms(DEATH | {"id": "p5"}, id="m17")).matters[0]
    assert (matter.id, matter.harms[0].id) == ("m17", "p5")
    assert read_case(with_harms(DEATH)).matters[0].harms[0].id is None


def test_a_harm_has_the_day_of_its_matter_unless_it_was_learned_later() -> None:
    harms = read_case(with_harms(DEATH, DEATH | {"learned_on": "2026-06-29"})).matters[0].harms
    assert [harm.learned_on for harm in harms] == [date(2026, 6, 10), date(2026, 6, 29)]
    assert read_case({"matters": [EVENT]}).matters[0].harms[0].learned_on == date(2026, 6, 10)


def test_what_a_harm_was_before_is_kept_with_its_day() -> None:
    was = {"severity": "serious", "causality": "unknown", "learned_on": "2026-06-11"}
    harm = read_case(with_harms(DEATH | {"learned_on": "2026-06-29", "earlier": [was]})).matters[0].harms[0]
    before = harm.earlier[0]
    assert (before.severity.reason().code, before.causality.reason().code) == (
        "severity=serious",
        "causality=unknown",
    )
    assert before.learned_on == date(2026, 6, 11)


@pytest.mark.parametrize(
    ("harms", "matter", "line"),
    [
        (
            [DEATH | {"learned_on": "2026-06-09"}],
            {},
            "harms.0.learned_on: 2026-06-09 is before 2026-06-10, the day of",
        ),
        ([DEATH | {"learned_on": "2026-06-09"}], {}, "correct the day of the matter"),
        ([DEATH | {"id": "p1"}, DEATH | {"id": "p1"}], {}, "harms.1.id: 'p1' is the id of matters.0.harms.0 already"),
        ([DEATH | {"id": "m1"}], {"id": "m1"}, "harms.0.id: 'm1' is the id of matters.0 already"),
        ([DEATH | {"id": " "}], {}, "matters.0.harms.0.id: an id is a text"),
        ([], {"id": 17}, "matters.0.id: must be a text"),
        ([], {"id": "m" * 65}, "matters.0.id: an id has at most 64 letters"),
        ([DEATH | {"earlier": [{"severity": "serious"}]}], {}, "harms.0.earlier.0.learned_on: the day on which"),
        ([DEATH | {"earlier": [{"learned_on": "2026-06-10"}]}], {}, "earlier.0.severity: what the harm was before"),
        (
            [DEATH | {"earlier": [{"severity": "serious", "learned_on": "2026-06-10"}]}],
            {},
            "earlier.0.learned_on: 2026-06-10 is not before 2026-06-10, the day of the harm as it now stands",
        ),
        (
            [DEATH | {"learned_on": "2026-06-20", "earlier": [{"severity": "serious", "learned_on": "2026-06-09"}]}],
            {},
            "earlier.0.learned_on: 2026-06-09 is before 2026-06-10, the day of the matter",
        ),
    ],
)
def test_days_and_names_that_cannot_be_are_refused_by_name(
    harms: list[dict[str, Any]], matter: dict[str, Any], line: str
) -> None:
    with pytest.raises(Refused) as refusal:
        read_case(with_harms(*harms, **matter))
    assert line in str(refusal.value)
