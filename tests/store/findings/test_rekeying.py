"""A list is stored before its components can be found; whoever matches makes their lookups first, for all of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from kizuki.actions.components.confirm_alias import AliasEntry, confirm_alias
from kizuki.actions.components.merge_components import merge_components
from kizuki.actions.devices import register_release as releases
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_everything import match_everything
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.start_match_run import start_match_run
from kizuki.actions.findings.unlike_matches import unlike_matches
from kizuki.actions.tasks import HANDLERS
from kizuki.core.matching import component_lookups
from kizuki.core.matching.words import names_left_out
from kizuki.core.sbom import identified, read_sbom
from kizuki.store.components.merged import duplicates
from kizuki.store.findings import rekeying
from kizuki.store.findings.candidates import pairs_of_advisories
from kizuki.store.findings.rekeying import make_missing_lookups
from kizuki.store.models import Component, ComponentLookup, Match, Release
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.asked_work import asked_of, forget_work

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
JINJA = library("jinja2", "2.10")
PARTS = [JINJA, library("svg", "1"), library("requests", "1.0"), library("zlib", "1"), library("flask", "2")]


@pytest.fixture
def stored() -> int:
    """A pump with five libraries, stored and not matched yet."""
    company_and_pump()
    return register_release("pump", "1.0", sbom(*PARTS), actor=TESTER).release


def _waiting() -> int:
    return Component.objects.filter(left_out=None).count()


def _kept() -> Counter[tuple[str, str]]:
    return Counter(ComponentLookup.objects.values_list("component__name", "lookup"))


def _as_core_says(*parts: dict[str, Any]) -> Counter[tuple[str, str]]:
    read = [identified(one) for one in read_sbom(sbom(*parts)).components]
    return Counter((one.name, row.lookup) for one in read for row in component_lookups(one))


def _found() -> set[tuple[str, str]]:
    return set(Match.objects.filter(active=True).values_list("component__name", "verdict"))


def test_a_list_is_stored_without_lookups_and_is_matched_with_all_of_them(stored: int) -> None:
    assert (_waiting(), ComponentLookup.objects.count()) == (len(PARTS), 0)
    assert asked_of("match_release") == [{"release": stored}]
    match_release(stored, on=DAY, actor=TESTER)
    assert _kept() == _as_core_says(*PARTS)
    read = {one.name: bool(names_left_out(one)) for one in read_sbom(sbom(*PARTS)).components}
    assert dict(Component.objects.values_list("name", "left_out")) == read
    assert set(read.values()) == {True, False}


def test_a_record_that_comes_before_the_list_is_matched_finds_it(stored: int) -> None:
    changed = keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed
    match_advisories(changed, on=DAY, actor=TESTER)
    assert _found() == {("jinja2", "affected")}
    assert (_waiting(), _kept()) == (0, _as_core_says(*PARTS))
    assert not match_release(stored, on=DAY, actor=TESTER).any


def test_a_run_over_everything_finds_what_no_release_was_matched_for(stored: int) -> None:
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    match_everything(start_match_run(actor=TESTER), on=DAY, actor=TESTER)
    assert (_found(), _waiting()) == ({("jinja2", "affected")}, 0)


def test_a_list_of_which_a_part_was_read_is_found_through_the_release_that_has_its_components(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company_and_pump()
    monkeypatch.setattr(releases, "_COMPONENTS_AT_A_TIME", 2)
    keep, calls = releases.keep_components, []

    def cut_off(release: Release, part: Any) -> None:
        calls.append(part)
        if len(calls) == 2:
            raise ConnectionError
        keep(release, part)

    monkeypatch.setattr(releases, "keep_components", cut_off)
    with pytest.raises(ConnectionError):
        register_release("pump", "1.0", sbom(*PARTS), actor=TESTER)
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    assert (Release.objects.get().state, _waiting(), asked_of("match_release")) == ("reading", 2, [])
    other = register_release("pump", "2.0", sbom(JINJA), actor=TESTER)
    match_release(other.release, on=DAY, actor=TESTER)
    assert (_found(), _waiting()) == ({("jinja2", "affected")}, 0)


def test_a_worker_that_is_killed_between_two_parts_loses_none_and_makes_none_twice(
    stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "_COMPONENTS_AT_A_TIME", 2)

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        match_release(stored, on=DAY, actor=TESTER, between=killed)
    assert _waiting() == len(PARTS) - 2
    keep_advisories(advisory(1, "flask", "2.0", "2.11"), actor=TESTER)
    match_release(stored, on=DAY, actor=TESTER)
    assert (_found(), _kept()) == ({("flask", "affected")}, _as_core_says(*PARTS))


def test_of_two_workers_that_make_the_same_ones_the_second_leaves_them_as_they_are(
    stored: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = rekeying.component_rows

    def while_another_one_makes_them(*one: Any) -> Any:
        monkeypatch.setattr(rekeying, "component_rows", cut)
        make_missing_lookups()
        return cut(*one)

    monkeypatch.setattr(rekeying, "component_rows", while_another_one_makes_them)
    make_missing_lookups()
    assert (_waiting(), _kept()) == (0, _as_core_says(*PARTS))


def test_what_waits_is_a_candidate_for_whoever_asks_and_missing_where_its_matching_was_given_up(stored: int) -> None:
    (number,) = keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed
    component = Component.objects.get(name="jinja2").pk
    assert pairs_of_advisories([number]) == [(component, number)]
    assert pairs_of_advisories([number + 1]) == []
    # Nobody holds the release against anything: who verifies the record is told.
    forget_work()
    assert list(unlike_matches()) == [f"{component}-{number}"]


def test_an_alias_that_was_confirmed_before_the_list_was_matched_holds_for_it() -> None:
    company_and_pump()
    nameless = {"type": "library", "bom-ref": "x", "name": "Template Engine", "version": "2.10"}
    release = register_release("pump", "1.0", sbom(nameless), actor=TESTER).release
    (number,) = keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed
    confirm_alias(AliasEntry("Template engine", "", "製造元に確認した", purl="pkg:pypi/jinja2"), on=DAY, actor=TESTER)
    assert pairs_of_advisories([number]) == [(Component.objects.get().pk, number)]
    match_release(release, on=DAY, actor=TESTER)
    assert _found() == {("Template Engine", "affected")}


def test_what_was_merged_before_it_was_matched_is_looked_for_under_the_other_one() -> None:
    company_and_pump()
    said = JINJA | {"cpe": "cpe:2.3:a:palletsprojects:jinja:2.10:*:*:*:*:*:*:*"}
    first = register_release("pump", "1.0", sbom(JINJA), actor=TESTER).release
    register_release("pump", "2.0", sbom(said), actor=TESTER)
    (pair,) = duplicates()
    merge_components(pair.old, pair.into, on=DAY, actor=TESTER)
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    match_release(first, on=DAY, actor=TESTER)
    assert _waiting() == 0
    assert set(Match.objects.values_list("component", flat=True)) == {pair.into}
    assert set(ComponentLookup.objects.values_list("component", flat=True)) == {pair.into}


def test_the_worker_makes_them_with_the_work_that_was_asked_for(stored: int) -> None:
    keep_advisories(advisory(1, "requests", "0", "2.0"), actor=TESTER)
    for args in asked_of("match_release"):
        HANDLERS["match_release"](args, lambda: None)
    assert (_found(), _waiting()) == ({("requests", "affected")}, 0)
