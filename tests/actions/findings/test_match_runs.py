"""A run over everything: it writes what differs, can be cancelled and resumed, and a killed one goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.components.confirm_alias import AliasEntry, confirm_alias
from kizuki.actions.components.withdraw_alias import withdraw_alias
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings import match_everything as module
from kizuki.actions.findings.cancel_match_run import cancel_match_run
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_everything import match_everything
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.resume_match_run import resume_match_run
from kizuki.actions.findings.start_match_run import start_match_run
from kizuki.actions.tasks import HANDLERS
from kizuki.core.refusal import Refused
from kizuki.core.versions import KEY_VERSION
from kizuki.store.audit.chain import head
from kizuki.store.findings.tallies import count_device, outdated
from kizuki.store.models import Advisory, AdvisoryRow, ComponentLookup, Match, MatchRun
from kizuki.store.queries.devices import devices
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.asked_work import asked_of
from tests.planted import planted

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)


@pytest.fixture
def release() -> int:
    """A pump with three libraries, and four advisories of which three concern them."""
    company_and_pump()
    content = sbom(library("jinja2", "2.10"), library("requests", "1.0"), library("zlib", "1"))
    number = register_release("pump", "1.0", content, actor=TESTER).release
    for n, name in enumerate(("jinja2", "jinja2", "requests", "flask"), start=1):
        keep_advisories(advisory(n, name, "0", "2.11"), actor=TESTER)
    return number


def _found() -> set[tuple[str, str]]:
    rows = Match.objects.filter(active=True)
    return set(rows.values_list("component__name", "advisory__identifier"))


THREE = {("jinja2", "PYSEC-2026-1"), ("jinja2", "PYSEC-2026-2"), ("requests", "PYSEC-2026-3")}


def test_a_run_finds_what_matching_one_by_one_finds_and_tells_how_far_it_is(release: int) -> None:
    run = start_match_run(actor=TESTER)
    assert asked_of("match_everything") == [{"run": run}]
    written = match_everything(run, on=DAY, actor=TESTER)
    assert (written and written.new, _found()) == (3, THREE)
    row = MatchRun.objects.get()
    assert (row.state, row.done, row.of, row.new) == ("done", 3, 3, 3)
    assert not match_release(release, on=DAY, actor=TESTER).any


def test_a_run_over_what_stands_writes_no_match_and_its_entries_are_its_beginning_and_end(release: int) -> None:
    match_everything(start_match_run(actor=TESTER), on=DAY, actor=TESTER)
    before, rows = head().seq, list(Match.objects.order_by("pk").values())
    written = match_everything(start_match_run(actor=TESTER), on=NEXT, actor=TESTER)
    assert written is not None
    assert not written.any
    assert list(Match.objects.order_by("pk").values()) == rows
    assert head().seq == before + 2


def test_a_run_ends_what_no_advisory_speaks_of_any_more(release: int) -> None:
    match_everything(start_match_run(actor=TESTER), on=DAY, actor=TESTER)
    keep_advisories(advisory(3, "other", "0", "2.11"), actor=TESTER)
    match_everything(start_match_run(actor=TESTER), on=NEXT, actor=TESTER)
    assert _found() == THREE - {("requests", "PYSEC-2026-3")}
    assert Match.objects.count() == 3


def test_a_cancelled_run_stops_between_two_steps_and_a_resumed_one_does_the_rest(
    release: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_COMPONENTS_AT_A_TIME", 1)
    run = start_match_run(actor=TESTER)

    def cancel_after_one() -> None:
        if MatchRun.objects.get().done == 1 and MatchRun.objects.get().state == "running":
            cancel_match_run(run, actor=TESTER)

    match_everything(run, on=DAY, actor=TESTER, between=cancel_after_one)
    stopped = MatchRun.objects.get()
    assert (stopped.state, stopped.done < stopped.of) == ("cancelled", True)
    assert match_everything(run, on=DAY, actor=TESTER) is None
    resume_match_run(run, actor=TESTER)
    match_everything(run, on=DAY, actor=TESTER)
    assert (MatchRun.objects.get().state, MatchRun.objects.get().done, _found()) == ("done", 3, THREE)


def test_a_run_whose_worker_was_killed_goes_on_where_it_was(release: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COMPONENTS_AT_A_TIME", 1)
    run = start_match_run(actor=TESTER)

    def killed() -> None:
        if MatchRun.objects.get().done == 1:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        match_everything(run, on=DAY, actor=TESTER, between=killed)
    match_everything(run, on=DAY, actor=TESTER)
    assert (MatchRun.objects.get().done, _found()) == (3, THREE)


def test_there_is_one_run_at_a_time_and_one_that_is_done_is_not_resumed(release: int) -> None:
    run = start_match_run(actor=TESTER)
    with pytest.raises(Refused, match="under way already"):
        start_match_run(actor=TESTER)
    match_everything(run, on=DAY, actor=TESTER)
    for late in (cancel_match_run, resume_match_run):
        with pytest.raises(Refused, match="done"):
            late(run, actor=TESTER)


def test_a_match_keeps_the_day_on_which_its_record_was_received(release: int) -> None:
    Advisory.objects.filter(identifier="PYSEC-2026-3").update(kept_at="2026-05-01T16:30:00+00:00")
    match_everything(start_match_run(actor=TESTER), on=DAY, actor=TESTER)
    # 16:30 UTC is 01:30 of the next day in Japan.
    assert Match.objects.get(advisory__identifier="PYSEC-2026-3").retrieved_on == date(2026, 5, 2)


def test_the_counts_of_a_device_are_never_those_of_yesterday(release: int) -> None:
    device = devices(PROGRAM)[0].id
    count_device(device)
    assert (devices(PROGRAM)[0].affected, outdated()) == (0, [])
    ids = list(Advisory.objects.values_list("pk", flat=True))
    match_advisories(ids, on=DAY, actor=TESTER)
    assert (devices(PROGRAM)[0].affected, outdated()) == (2, [device])
    count_device(device)
    assert (devices(PROGRAM)[0].affected, outdated()) == (2, [])
    register_release("pump", "2.0", sbom(library("flask", "1.0")), actor=TESTER)
    assert devices(PROGRAM)[0].components == 4


def test_counting_while_something_moves_leaves_the_counts_outdated(
    release: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kizuki.store.findings import tallies

    count = tallies._count

    def then_something_moves(chosen: Any) -> Any:
        found = count(chosen)
        tallies.outdate(chosen)
        return found

    monkeypatch.setattr(tallies, "_count", then_something_moves)
    device = devices(PROGRAM)[0].id
    count_device(device)
    assert outdated() == [device]


CPE = "cpe:2.3:a:palletsprojects:jinja:*:*:*:*:*:*:*:*"


def test_an_alias_that_a_person_confirms_brings_findings_and_a_withdrawn_one_takes_them_back() -> None:
    company_and_pump()
    nameless = {"type": "library", "bom-ref": "x", "name": "Template Engine", "version": "2.10"}
    release = register_release("pump", "1.0", sbom(nameless), actor=TESTER).release
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    match_release(release, on=DAY, actor=TESTER)
    assert not _found()
    entry = AliasEntry("Template  engine", "", "製造元に確認した", purl="pkg:pypi/jinja2")
    alias = confirm_alias(entry, on=DAY, actor=TESTER)
    HANDLERS["match_alias"]({"alias": alias}, lambda: None)
    assert _found() == {("Template Engine", "PYSEC-2026-1")}
    lookups = set(ComponentLookup.objects.values_list("lookup", flat=True))
    assert "purl pypi/jinja2" in lookups
    with pytest.raises(Refused, match="stands already"):
        confirm_alias(entry, on=DAY, actor=TESTER)
    withdraw_alias(alias, "別の製品だった", on=NEXT, actor=TESTER)
    HANDLERS["match_alias"]({"alias": alias}, lambda: None)
    assert not _found()
    assert Match.objects.get().verdict == "not_affected"


def test_an_alias_that_names_no_product_is_refused() -> None:
    company_and_pump()
    with pytest.raises(Refused, match="package URL or a CPE"):
        confirm_alias(AliasEntry("x", "", "reason"), on=DAY, actor=TESTER)
    with pytest.raises(Refused, match="reason"):
        confirm_alias(AliasEntry("x", "", " ", cpe=CPE), on=DAY, actor=TESTER)


def test_a_run_makes_again_what_another_version_of_the_keys_found_candidates_by(release: int) -> None:
    with planted():
        ComponentLookup.objects.update(key_version=1, lookup="purl gone")
        AdvisoryRow.objects.update(key_version=1, lookup="purl gone too")
    match_everything(start_match_run(actor=TESTER), on=DAY, actor=TESTER)
    assert _found() == THREE
    assert set(ComponentLookup.objects.values_list("key_version", flat=True)) == {KEY_VERSION}
    assert set(AdvisoryRow.objects.values_list("key_version", flat=True)) == {KEY_VERSION}
