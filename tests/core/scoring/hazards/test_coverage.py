"""Safety-relevant answers and the hazard entries behind them, and the harm they propose for the facts."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kizuki.core.facts.values import Severity
from kizuki.core.scoring.hazards import (
    PROPOSED_MAPPING,
    Coverage,
    Hazard,
    HazardAnalysis,
    NoHazardStatement,
    SeverityMapping,
    analyse,
    approved,
    hazards_json,
)
from kizuki.core.scoring.rubric import PIPS_CODES

MAPPING = approved(PROPOSED_MAPPING, "K. Abe", date(2026, 10, 1))
NONE = dict.fromkeys(PIPS_CODES, "N")
OVERDOSE = Hazard(
    id="HAZ-7",
    pips=("XIT",),
    situation="the rate is changed during infusion",
    harm="overdose",
    severity="critical",
    harm_kinds=("injury",),
    patients_exposed=1,
    through_other_system=False,
)
DELAY = replace(OVERDOSE, id="HAZ-8", pips=("XAT",), severity="minor", harm_kinds=("delay", "lost_efficacy"))


def analysed(answers: dict[str, str], *hazards: Hazard, **keys: Any) -> HazardAnalysis:
    mapping: SeverityMapping = keys.pop("mapping", MAPPING)
    return analyse(NONE | answers, hazards, mapping, **keys)


def codes(analysis: HazardAnalysis) -> list[tuple[str, str]]:
    return [(reason.code, reason.about) for reason in analysis.blocking]


@pytest.mark.parametrize("answer", ["H", "L", "U"])
def test_any_answer_but_none_needs_an_entry(answer: str) -> None:
    found = analysed({"XIT": answer})
    assert found.open == ("XIT",)
    assert ("no_entry", "XIT") in codes(found)
    assert found.no_report_blocked
    assert found.potential is None


@pytest.mark.parametrize("answer", ["H", "L"])
def test_a_rated_entry_covers_it_and_proposes_its_harm(answer: str) -> None:
    found = analysed({"XIT": answer}, OVERDOSE)
    assert (found.covered, found.open) == (("XIT",), ())
    assert (found.potential, found.criterion, found.worst) == (Severity.SERIOUS, 2, "HAZ-7")
    assert not found.no_report_blocked


def test_an_unknown_answer_blocks_no_report_even_where_an_entry_covers_it() -> None:
    found = analysed({"XAT": "U"}, DELAY)
    assert found.covered == ("XAT",)
    assert codes(found) == [("answer_unknown", "XAT")]
    assert (found.potential, found.at_least) == (None, Severity.NON_SERIOUS)


def test_a_missing_answer_is_unknown_and_not_none() -> None:
    found = analyse({}, (), MAPPING)
    assert set(found.open) == set(PIPS_CODES)


def test_the_worst_entry_that_is_credible_counts() -> None:
    found = analysed({"XIT": "H", "XAT": "L"}, DELAY, OVERDOSE)
    assert (found.potential, found.worst) == (Severity.SERIOUS, "HAZ-7")
    deadly = replace(OVERDOSE, id="HAZ-9", severity="catastrophic")
    assert analysed({"XIT": "H"}, OVERDOSE, deadly).potential is Severity.DEATH
    unlikely = replace(deadly, credible=False, not_credible_because="a mechanical stop", reviewed_by="R. Ito")
    assert analysed({"XIT": "H"}, OVERDOSE, unlikely).potential is Severity.SERIOUS


def test_an_entry_counts_until_somebody_reviewed_why_it_is_not_credible() -> None:
    deadly = replace(OVERDOSE, severity="catastrophic", credible=False)
    assert analysed({"XIT": "H"}, deadly).potential is Severity.DEATH
    reasoned = replace(deadly, not_credible_because="a mechanical stop")
    assert analysed({"XIT": "H"}, reasoned).potential is Severity.DEATH


def test_an_answer_with_no_credible_entry_left_is_open_and_not_harmless() -> None:
    unlikely = replace(OVERDOSE, credible=False, not_credible_because="a mechanical stop", reviewed_by="R. Ito")
    found = analysed({"XIT": "H"}, unlikely)
    assert codes(found) == [("no_credible_entry", "XIT")]
    assert found.potential is None


def test_a_deadly_entry_is_proposed_even_while_others_are_open() -> None:
    deadly = replace(OVERDOSE, severity="catastrophic")
    found = analysed({"XIT": "H", "XAT": "U"}, deadly)
    assert found.potential is Severity.DEATH
    assert found.no_report_blocked


@pytest.mark.parametrize(
    ("hazard", "mapping", "reason"),
    [
        (replace(OVERDOSE, severity=None), MAPPING, ("level_missing", "HAZ-7")),
        (replace(OVERDOSE, severity="grave"), MAPPING, ("level_not_mapped", "HAZ-7")),
        (OVERDOSE, PROPOSED_MAPPING, ("mapping_not_approved", "five_levels@2026-11")),
    ],
)
def test_an_entry_without_a_level_that_counts_is_open(
    hazard: Hazard, mapping: SeverityMapping, reason: tuple[str, str]
) -> None:
    found = analysed({"XIT": "H"}, hazard, mapping=mapping)
    assert reason in codes(found)
    assert (found.open, found.potential) == (("XIT",), None)


def test_an_unrated_entry_that_answers_for_nothing_is_not_overlooked() -> None:
    found = analysed({"XIT": "H"}, OVERDOSE, replace(OVERDOSE, id="HAZ-10", pips=(), severity=None))
    assert codes(found) == [("level_missing", "HAZ-10")]
    assert found.potential is None


def test_all_none_is_settled_only_by_a_reviewed_statement() -> None:
    found = analysed({})
    assert (codes(found), found.potential) == ([("no_statement", "")], None)
    statement = NoHazardStatement("R. Ito", date(2026, 11, 1), "the component is not reachable")
    settled = analysed({}, statement=statement)
    assert (settled.potential, settled.no_report_blocked) == (Severity.NONE, False)
    beside = analysed({}, OVERDOSE, statement=statement)
    assert beside.potential is Severity.SERIOUS
    assert "statement_beside_entries" in [reason.code for reason in beside.reasons]
    unanswered = analysed({"XIT": "U"}, statement=statement)
    assert unanswered.potential is None


def test_among_equally_serious_entries_danger_to_life_is_named_first() -> None:
    treated = replace(OVERDOSE, id="HAZ-11", severity="serious")
    found = analysed({"XIT": "H"}, treated, OVERDOSE)
    assert (found.worst, found.criterion) == ("HAZ-7", 2)


def test_what_is_not_known_of_an_entry_is_said() -> None:
    vague = replace(OVERDOSE, patients_exposed=None, through_other_system=None)
    found = analysed({"XIT": "H"}, vague)
    assert {reason.code for reason in found.reasons} == {"exposure_unknown", "other_system_unknown"}


def test_an_analysis_is_said_in_both_languages_and_as_json() -> None:
    found = analysed({"XIT": "H", "XAT": "U"}, replace(OVERDOSE, severity=None))
    shown = hazards_json(found, "ja")
    assert shown["no_report_blocked"] is True
    assert shown["blocking"] != hazards_json(found, "en")["blocking"]
    assert [row["code"] for row in shown["pips"]] == list(PIPS_CODES)
    rows = {row.code: row.coverage for row in found.rows}
    assert (rows["XIT"], rows["XID"]) == (Coverage.OPEN, Coverage.NONE)
