"""The gate: what it keeps back, what it never keeps back, and that nobody goes around it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kizuki.core.disclosure.gate import Passage, Saying, Shelter, passage_for
from kizuki.core.disclosure.table import AUDIENCES, DEMANDS, OUTLETS, PARTIES, STATUSES, require_embargo_move
from kizuki.core.refusal import Refused

NOW = datetime(2026, 8, 3, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=10)
DIGEST = "a" * 64


def saying(**told: Any) -> Saying:
    return Saying(**{
        "outlet": "csaf", "audience": "public", "says": ("affected",), "demand": "", "sha256": DIGEST, **told
    })  # fmt: skip


def test_that_something_is_affected_is_kept_back_while_nothing_protects() -> None:
    for says in (("affected",), ("fixed",), ("affected", "not_affected"), ("fixed", "under_investigation")):
        with pytest.raises(Refused, match="neither a mitigation nor a compensating control"):
            passage_for(saying(says=says), Shelter(), NOW)


def test_a_mitigation_or_a_control_on_record_opens_it_and_is_named() -> None:
    passage = passage_for(saying(), Shelter(protections=("patch:2", "measure:1")), NOW)
    assert passage.because == ("measure:1", "patch:2")
    assert not passage.ends_embargo


def test_an_embargo_that_runs_keeps_it_back_although_something_protects_and_lets_go_at_its_hour() -> None:
    sheltered = Shelter(("measure:1",), embargo_until=LATER)
    with pytest.raises(Refused, match="held back until 2026-08-13"):
        passage_for(saying(), sheltered, NOW)
    assert passage_for(saying(), sheltered, LATER).because == ("measure:1",)


def test_two_signatures_open_it_for_the_document_that_they_read_and_for_no_other() -> None:
    signed = Shelter(embargo_until=LATER, overridden=(DIGEST,))
    passage = passage_for(saying(), signed, NOW)
    assert passage.because == ("overridden_by_two",)
    assert passage.ends_embargo
    with pytest.raises(Refused):
        passage_for(saying(sha256="b" * 64), signed, NOW)


@pytest.mark.parametrize("demand", DEMANDS)
def test_what_the_law_demands_is_never_kept_back_and_ends_the_embargo(demand: str) -> None:
    passage = passage_for(saying(demand=demand), Shelter(embargo_until=LATER), NOW)
    assert passage.because == (f"demanded_by_law_{demand}",)
    assert passage.ends_embargo
    assert not passage_for(saying(demand=demand), Shelter(), NOW).ends_embargo


@pytest.mark.parametrize("audience", ["hospital", "party", "authority"])
def test_authorities_parties_and_affected_hospitals_are_told_whatever_stands(audience: str) -> None:
    passage = passage_for(saying(audience=audience), Shelter(embargo_until=LATER), NOW)
    assert passage.because == (f"told_to_{audience}",)
    assert not passage.ends_embargo


def test_what_is_told_to_a_party_is_never_marked_public() -> None:
    with pytest.raises(Refused, match="TLP:CLEAR"):
        passage_for(saying(audience="party", tlp="CLEAR"), Shelter(), NOW)


@pytest.mark.parametrize(
    "says", [("not_affected",), ("under_investigation",), ("not_affected", "under_investigation")]
)
def test_what_reveals_nothing_passes(says: tuple[str, ...]) -> None:
    assert passage_for(saying(says=says), Shelter(embargo_until=LATER), NOW).because == ("reveals_nothing",)


def test_no_public_combination_that_reveals_passes_without_protection_law_or_two_signatures() -> None:
    sets = [says for n in range(1, 5) for says in itertools.combinations(STATUSES, n)]
    for outlet, audience, says, demand in itertools.product(OUTLETS, AUDIENCES, sets, ("", *DEMANDS)):
        told = saying(outlet=outlet, audience=audience, says=says, demand=demand)
        free = audience != "public" or demand or not {"affected", "fixed"} & set(says)
        try:
            passage_for(told, Shelter(), NOW)
            passed = True
        except Refused:
            passed = False
        assert passed == bool(free), told


@pytest.mark.parametrize(
    "told",
    [{"outlet": "leaflet"}, {"audience": "press"}, {"says": ()}, {"says": ("maybe",)}, {"demand": "a_friend"}],
)
def test_what_the_table_does_not_know_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        passage_for(saying(**told), Shelter(("measure:1",)), NOW)


def test_nobody_makes_a_passage_but_the_gate() -> None:
    with pytest.raises(TypeError):
        Passage(DIGEST, ("measure:1",), False, object())


def test_a_passage_is_for_its_own_document() -> None:
    passage = passage_for(saying(), Shelter(("measure:1",)), NOW)
    passage.require(DIGEST)
    with pytest.raises(Refused, match="another document"):
        passage.require("c" * 64)


def test_an_embargo_is_proposed_before_it_is_revised_and_ends() -> None:
    for before, after in (
        ("none", "proposed"),
        ("proposed", "accepted"),
        ("accepted", "revised"),
        ("revised", "ended"),
    ):
        require_embargo_move(before, after)
    for before, after in (("none", "revised"), ("ended", "revised"), ("accepted", "proposed")):
        with pytest.raises(Refused):
            require_embargo_move(before, after)


def test_finder_coordinator_and_other_makers_are_shown_the_day_first() -> None:
    assert {code for code, kind in PARTIES.items() if kind.first} == {"finder", "jpcert", "other_maker"}
