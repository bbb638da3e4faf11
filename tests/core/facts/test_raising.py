"""A harm above the potential that stands raises it; whoever lowers it below a harm contradicts themselves."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.facts import read_case, with_potential_raised
from kizuki.core.facts.values import Severity
from kizuki.core.refusal import Refused

EVENT: dict[str, Any] = {"id": "m1-1", "kind": "event", "learned_on": "2026-06-10", "locus": "domestic"}


def facts(potential: str | None, *harms: dict[str, Any], **matter: Any) -> dict[str, Any]:
    told = {} if potential is None else {"potential": potential}
    return {"device": {"own": True}, "matters": [EVENT | told | {"harms": list(harms)} | matter]}


def test_a_death_raises_a_lighter_potential_and_says_so() -> None:
    told, raised = with_potential_raised(facts("serious", {"severity": "death"}), facts("serious"))
    assert told["matters"][0]["potential"] == "death"
    assert [(one.matter, one.was, one.now) for one in raised] == [(0, Severity.SERIOUS, Severity.DEATH)]
    assert read_case(dict(told)).matters[0].potential.value is Severity.DEATH


def test_the_gravest_of_several_persons_counts_and_one_whom_the_device_did_not_harm_does_not() -> None:
    ruled_out = {"severity": "death", "causality": "ruled_out", "causality_reason": "x"}
    harms = ({"severity": "non_serious"}, {"severity": "serious"}, ruled_out)
    assert with_potential_raised(facts("none", *harms), facts("none"))[0]["matters"][0]["potential"] == "serious"
    suspected = {"severity": "death", "causality": "suspected"}
    assert with_potential_raised(facts("none", suspected), facts("none", ruled_out))[1][0].now is Severity.DEATH


@pytest.mark.parametrize(
    ("potential", "before"),
    [("serious", "death"), ("none", None), ("none", "serious")],
    ids=["made lighter than the death", "told first, below the death", "lowered"],
)
def test_a_potential_that_was_lowered_or_first_told_below_a_harm_stays_refused(
    potential: str, before: str | None
) -> None:
    now = facts(potential, {"severity": "death"})
    told, raised = with_potential_raised(now, facts(before, {"severity": "death"}))
    assert (told, raised) == (now, ())
    with pytest.raises(Refused, match=r"matters\.0\.potential"):
        read_case(dict(told))


def test_what_proved_the_lighter_potential_proves_the_graver_one_no_longer() -> None:
    before = facts("serious", evidence={"potential": "設計書", "kind": "電話"})
    death = {"severity": "death", "evidence": {"severity": "死亡診断書"}}
    told, _ = with_potential_raised(facts("serious", death, evidence={"potential": "設計書", "kind": "電話"}), before)
    assert told["matters"][0]["evidence"] == {"kind": "電話", "potential": "死亡診断書"}
    told, _ = with_potential_raised(facts("serious", {"severity": "death"}), facts("serious"))
    assert "evidence" not in told["matters"][0]


@pytest.mark.parametrize("matters", [None, [], [3], "x", [{"id": "m1-1", "potential": [], "harms": {}}]])
def test_what_cannot_be_read_is_left_to_its_reader(matters: Any) -> None:
    assert with_potential_raised({"matters": matters}, facts("serious"))[1] == ()


def test_a_matter_without_its_id_is_the_one_of_its_day_kind_and_place() -> None:
    now = facts("serious", {"severity": "death"})
    del now["matters"][0]["id"]
    assert with_potential_raised(now, facts("serious"))[1]
    two = facts("serious")
    two["matters"] = [*two["matters"], {**two["matters"][0], "id": "m1-2"}]
    assert not with_potential_raised(now, two)[1], "where two could be meant, neither is"
