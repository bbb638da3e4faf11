"""No "no report" while anything is open; what it would be if the device is ours; nothing asked in vain."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.facts.finding import Finding, State
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess, determination_json
from kizuki.core.reporting.terms import event_or_vulnerability

EVENT: dict[str, Any] = {"kind": "event", "learned_on": "2026-06-01", "locus": "domestic"}
DEATH = {"severity": "death", "predictable": True, "trend_unpredictable": False, "trend_hazard": False}


def facts(device: dict[str, Any] | None = None, **matter: Any) -> dict[str, Any]:
    return {"device": {"own": True, "designated": False} | (device or {}), "matters": [EVENT | matter]}


@pytest.mark.parametrize("kind", ["event", "vulnerability", "rate", "infection", "foreign_measure", "research", None])
@pytest.mark.parametrize("locus", ["foreign", None])
def test_every_foreign_matter_asks_whether_units_in_japan_have_the_same_hole(
    kind: str | None, locus: str | None
) -> None:
    matter = {"kind": kind, "locus": locus, "harms": [], "potential": "none", "component_present": False}
    matter |= {"measure": {"type": "routine_patch", "for_hazard": False}, "research": []}
    matter |= {"rate": {"observed": 1, "expected": 2, "scope": "death_serious"}, "malfunction_predictable": True}
    answer = assess(read_case(facts(**matter)))
    assert answer.outcome == "open"
    assert "matters.0.also_in_domestic_units" in answer.open_questions
    told = assess(read_case(facts(**matter, also_in_domestic_units=True)))
    assert "domestic_units_have_it_too" in {row.code for row in told.judgements}
    assert told.outcome != "no_report"


def test_a_matter_at_home_is_not_asked_about_units_in_japan() -> None:
    answer = assess(read_case(facts(harms=[], potential="none")))
    assert (answer.outcome, answer.open_questions) == ("no_report", ())


def test_while_ownership_is_not_known_the_answer_says_what_it_would_be() -> None:
    unknown = assess(read_case(facts({"own": None}, harms=[DEATH], potential="death")))
    shown = determination_json(unknown)
    assert (shown["outcome"], shown["primary"]) == ("open", None)
    assert shown["if_ours"] == {
        "outcome": "report",
        "primary": "1-イ",
        "due_on": "2026-06-16",
        "working_due_on": "2026-06-16",
        "prompt_first_report": "met",
        "forms": [8],
    }
    for own in (True, False):
        assert determination_json(assess(read_case(facts({"own": own}, harms=[DEATH]))))["if_ours"] is None


def test_if_it_is_ours_an_expected_malfunction_of_a_designated_device_goes_to_the_periodic_report() -> None:
    device = {"own": None, "designated": True, "cycle_anchor_on": "2024-04-10"}
    answer = assess(read_case(facts(device, harms=[], potential="serious", expected_malfunction=True)))
    ours = answer.if_ours
    assert ours is not None
    assert (ours.outcome, ours.primary, str(ours.due_on), ours.forms) == ("report", "3-イ", "2027-06-09", (11,))


def test_predictability_is_not_asked_where_only_ownership_decides() -> None:
    answer = assess(read_case(facts({"own": None}, harms=[], potential="death")))
    assert answer.open_questions == ("device.own",)


def test_the_questions_of_a_vulnerability_are_not_asked_where_somebody_was_harmed() -> None:
    light = {"severity": "non_serious", "predictable": True}
    answer = assess(read_case(facts(kind=None, harms=[light], potential="death", malfunction_predictable=True)))
    assert "matters.0.component_present" not in answer.open_questions
    assert "matters.0.kind" in answer.open_questions


def test_where_the_place_is_not_known_an_unforeseen_malfunction_of_the_identical_device_is_reported() -> None:
    answer = assess(read_case(facts(locus=None, harms=[], potential="death", malfunction_predictable=False)))
    assert answer.primary == "2-ロ"


def test_only_above_a_thousand_matters_or_persons_is_a_case_refused_by_name() -> None:
    many = {"device": {"own": True}, "matters": [EVENT] * 1001}
    with pytest.raises(Refused, match="matters: 1001 matters are more than 1000"):
        read_case(many)
    with pytest.raises(Refused, match=r"matters\.0\.harms: 1001 persons are more than 1000"):
        read_case(facts(harms=[{}] * 1001))
    assert len(read_case(facts(harms=[{}] * 1000)).matters[0].harms) == 1000


def test_what_only_an_event_would_meet_waits_for_the_kind_of_matter() -> None:
    """Nobody was harmed and no unit broken into: while the kind is not known the matter may be a vulnerability too."""
    told = {"harms": [], "potential": "death", "component_present": False}
    as_event, unknown = (assess(read_case(facts(**told | {"kind": kind}))) for kind in ("event", None))
    assert {duty.item: duty.finding for duty in as_event.duties} == {"2-ロ": "met"}
    assert {duty.item: duty.finding for duty in unknown.duties} == {"2-ロ": "open", "2-ハ": "open"}
    assert "matters.0.kind" in unknown.open_questions


@pytest.mark.parametrize(("event", "vulnerability"), [(State.MET, State.NOT_MET), (State.NOT_MET, State.MET)])
def test_neither_side_of_a_matter_of_unknown_kind_is_met_by_itself(event: State, vulnerability: State) -> None:
    (matter,) = read_case(facts(kind=None, harms=[])).matters
    found = event_or_vulnerability(matter, Finding(event), Finding(vulnerability))
    assert (found.state, found.questions) == (State.OPEN, ("matters.0.kind",))
