"""How the databases go about every list of findings: in the order of an index, never by sorting or reading a table.

The record of this test is large enough that reading a table whole would be dearer than its index: the planner of each
database is asked for its plan of every statement that a list asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.store.findings.device_matches import keep_matches, unlike_device_matches
from kizuki.store.findings.filters import Cursor, FindingFilter
from kizuki.store.findings.walks import first_place, in_index_order, walk_of
from kizuki.store.models import (
    Advisory,
    Assessment,
    Component,
    Match,
    Release,
    ReleaseComponent,
    Triage,
    TriageJudgement,
)
from kizuki.store.queries.findings import clock_of, findings
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.record import clock
from kizuki.store.signals.standing import write_signals
from kizuki.store.told_grounds import MatchTold
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.planted import planted
from tests.store.json_samples import sample_of

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 10)
COMPONENTS, RELEASES, ADVISORIES = 300, 4, 20
LARGE = (
    *("store_match", "store_devicematch", "store_releasecomponent", "store_component", "store_advisory"),
    *("store_advisoryalias", "store_triage", "store_suppression", "store_cvesignal"),
)
"""Tables that grow with the portfolio. Distinct names (`store_componentname`) are few, and are read."""

A_PART = 2_048
"""Rows of one part of a walk, which a join may put in order; a device of this record has 6,000, the list 24,000."""

FILTERS = {
    "all": FindingFilter(),
    "of a device": FindingFilter(device=1),
    "by verdict": FindingFilter(verdict="affected"),
    "by verdict, of a device": FindingFilter(verdict="undetermined", device=1),
    "known exploited": FindingFilter(exploited=True),
    "known exploited, of a device": FindingFilter(exploited=True, device=1),
    "known exploited, to triage": FindingFilter(exploited=True, triage="to_do"),
    "to triage": FindingFilter(triage="to_do"),
    "to triage, of a device": FindingFilter(triage="to_do", device=1),
    "overdue": FindingFilter(overdue=True),
    "overdue, of a device": FindingFilter(overdue=True, device=1),
    "overdue, by verdict": FindingFilter(overdue=True, verdict="undetermined"),
    "by state": FindingFilter(triage="affected"),
    "by state, of a device": FindingFilter(triage="affected", device=1),
    "suppressed": FindingFilter(suppressed=True),
    "by number": FindingFilter(advisory="CVE-2026-0003"),
    "by a part of a name": FindingFilter(text="PART 17"),
    "by a name that is everywhere": FindingFilter(text="part"),
    "to triage, waiting longest first": FindingFilter(triage="to_do", sort="waiting"),
    "overdue, of a device, waiting longest first": FindingFilter(overdue=True, device=1, sort="waiting"),
    "KEV first": FindingFilter(triage="to_do", sort="kev"),
    "highest clinical score first": FindingFilter(triage="to_do", sort="clinical"),
    "highest EPSS first": FindingFilter(triage="to_do", sort="epss"),
    "highest EPSS first, of a device": FindingFilter(device=1, sort="epss"),
    "by any name of a vulnerability": FindingFilter(text="pysec-2026-3"),
}


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Two devices of two releases each, all with 300 components, and 6,000 matches: 24,000 findings.

    PostgreSQL believes the tables empty while they fill, as it does after a load that was rolled back.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in LARGE:
                cursor.execute(
                    "SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', %s::text,"
                    " 'relpages', 100::integer, 'reltuples', 0::real)",
                    [table],
                )
    company_and_pump()
    register_device(DeviceEntry(key="viewer", brand="表示装置", facts={"own": True}), actor=TESTER)
    parts = [library(f"part-{n}", "1") for n in range(COMPONENTS)]
    for device, version in (("pump", "1"), ("pump", "2"), ("viewer", "1"), ("viewer", "2")):
        register_release(device, version, sbom(*parts, library(f"{device}-{version}", "1")), actor=TESTER)
    for n in range(ADVISORIES):
        keep_advisories(advisory(n, f"elsewhere-{n}", "0", "2"), actor=TESTER)
    document = Advisory.objects.select_related("source").order_by("pk")[0].source
    about, components = list(Advisory.objects.order_by("pk")), list(Component.objects.order_by("pk")[:COMPONENTS])
    with planted():
        Advisory.objects.filter(pk=about[0].pk).update(known_exploited_on=DAY)
        epss = {f"CVE-2026-{number:04}": {"score": number / 5_000, "scored_on": ""} for number in range(1, 5_000)}
        write_signals("epss", epss, {}, document, clock.now())
        Assessment.objects.create(
            device=Release.objects.order_by("pk")[0].device,
            advisory=about[3],
            revision=1,
            score="5.0",
            highest="8.1",
            made_at=clock.now(),
        )
        Match.objects.bulk_create(
            Match(
                component=component,
                advisory=one,
                verdict="undetermined" if (one.pk + component.pk) % 50 == 0 else "affected",
                evidence=sample_of(MatchTold, 1),
                first_on=DAY - timedelta(days=(one.pk + component.pk) % 30),
                last_on=DAY,
            )
            for one in about
            for component in components
        )
        said = TriageJudgement.objects.create(
            kind="triage", state="affected", findings=[], made_by="program:test", made_at=clock.now()
        )
        triaged = list(Match.objects.order_by("pk")[::5])
        release = Release.objects.order_by("pk")[0]
        Triage.objects.bulk_create(
            Triage(
                match=match,
                release=release,
                judgement=said,
                state="affected",
                verdict=match.verdict,
                advisory_revision=1,
                triaged_on=DAY,
            )
            for match in triaged
        )
        keep_matches(list(Match.objects.values_list("pk", flat=True)))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    assert ReleaseComponent.objects.count() == RELEASES * (COMPONENTS + 1)
    monkeypatch.setattr("kizuki.store.findings.named._MOST_NAMES", 200)
    return {"device": release.device_id}


def _of(name: str, large: dict[str, int]) -> FindingFilter:
    from dataclasses import replace

    wanted = FILTERS[name]
    return replace(wanted, device=large["device"]) if wanted.device else wanted


@contextmanager
def _asked() -> Iterator[list[tuple[str, Any]]]:
    """The statements that are asked meanwhile."""
    found: list[tuple[str, Any]] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith("SELECT"):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield found


def faults_of(sql: str, params: Any) -> list[str]:
    """What a plan does that costs more as the record grows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return [line for *_, line in cursor.fetchall() if _is_dear(line)]
        # Tables of a test are read whole in no time: what is asked is whether there is another way at all.
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
        )
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
        return list(_dear_nodes(json.loads(told)[0]["Plan"] if isinstance(told, str) else told[0]["Plan"]))


def _is_dear(line: str) -> bool:
    if "TEMP B-TREE FOR ORDER BY" in line:
        return True
    # With an index it is a walk in its order, which ends with its LIMIT.
    scanned = re.fullmatch(r"SCAN (\w+)(?: AS \w+)?(?: .*)?", line)
    return bool(scanned and scanned[1] in LARGE and "USING" not in line)


def _dear_nodes(plan: dict[str, Any], *, limited: bool = False) -> Iterator[str]:
    kind = plan["Node Type"]
    if kind == "Seq Scan" and plan["Relation Name"] in LARGE:
        yield f"Seq Scan on {plan['Relation Name']}"
    if kind.startswith("Index") and "Index Cond" not in plan and plan["Plan Rows"] > 1_000 and not limited:
        yield f"all of {plan['Index Name']}"
    if kind == "Sort" and plan["Plan Rows"] > A_PART:
        yield f"Sort of {plan['Plan Rows']} rows"
    for inner in plan.get("Plans", ()):
        yield from _dear_nodes(inner, limited=kind == "Limit")


def test_every_list_walks_an_index_on_its_first_page_and_behind_it(large: dict[str, int]) -> None:
    found = {}
    for name in FILTERS:
        wanted = _of(name, large)
        with _asked() as asked:
            first = findings(PROGRAM, wanted, DAY)
            if first.next:
                findings(PROGRAM, wanted, DAY, before=first.next)
        assert asked
        assert first.rows or name == "suppressed", name
        dear = [fault for statement in asked for fault in faults_of(*statement)]
        if dear:
            found[name] = dear
    assert found == {}


def test_a_table_of_which_nothing_is_counted_yet_is_walked_by_its_index_too(large: dict[str, int]) -> None:
    """So it is after a load, until PostgreSQL has looked at what came."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite is told its index by name")
    clock_now, found = clock_of(DAY), {}
    with connection.cursor() as cursor:
        for table in LARGE:
            cursor.execute("DELETE FROM pg_statistic WHERE starelid = %s::regclass", [table])
            cursor.execute("UPDATE pg_class SET reltuples = 0, relpages = 0 WHERE oid = %s::regclass", [table])
        for name in FILTERS:
            walk = walk_of(wanted := _of(name, large), clock_now)
            at = first_place(walk, wanted, clock_now)
            given = {**walk.given, **{f"at_{number}": value for number, value in enumerate(at)}, "limit": 128}
            with in_index_order(cursor):
                cursor.execute(f"EXPLAIN (FORMAT JSON) {walk.query(continued=False)}", given)
                told = cursor.fetchone()[0]
            kinds = set(_kinds((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]))
            if not kinds <= {"Limit", "Index Scan", "Index Only Scan"}:
                found[name] = kinds
    assert found == {}


def _kinds(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["Node Type"]
    for inner in plan.get("Plans", ()):
        yield from _kinds(inner)


def test_a_person_asks_nothing_dearer(large: dict[str, int]) -> None:
    person = register_user(
        sign_in_name="ito", display_name="伊藤", role="psirt", password="hibari-0472-kenshin", actor=TESTER
    )
    for name in ("all", "to triage", "of a device"):
        with _asked() as asked:
            findings(Viewer(person, "psirt"), _of(name, large), DAY)
        assert [fault for statement in asked for fault in faults_of(*statement)] == [], name


def test_the_plan_of_a_sort_is_seen(large: dict[str, int]) -> None:
    assert faults_of("SELECT id FROM store_match ORDER BY last_on, evidence", None)
    assert faults_of("SELECT count(*) FROM store_match WHERE evidence LIKE '%%x%%'", None)


def test_every_filter_gives_the_findings_that_the_tables_say_each_once(large: dict[str, int]) -> None:
    everything = _all_of(FindingFilter())
    assert len(everything) == len(set(everything)) == COMPONENTS * ADVISORIES * RELEASES
    said = {(row.match_id, row.release_id) for row in Triage.objects.all()}
    late = set(Match.objects.filter(first_on__lt=date(2026, 6, 5)).values_list("pk", flat=True))
    assert set(_all_of(FindingFilter(triage="to_do"))) == set(everything) - said
    assert set(_all_of(FindingFilter(overdue=True))) == {key for key in everything if key[0] in late} - said
    assert set(_all_of(FindingFilter(triage="affected"))) == said
    of_device = set(Release.objects.filter(device=large["device"]).values_list("pk", flat=True))
    mine = {key for key in everything if key[1] in of_device}
    assert set(_all_of(FindingFilter(device=large["device"]))) == mine
    assert set(_all_of(FindingFilter(device=large["device"], triage="affected"))) == said
    assert set(_all_of(FindingFilter(device=large["device"], triage="to_do"))) == mine - said
    exploited = set(Match.objects.filter(advisory__known_exploited_on=DAY).values_list("pk", flat=True))
    assert set(_all_of(FindingFilter(exploited=True))) == {key for key in everything if key[0] in exploited}
    uncertain = set(Match.objects.filter(verdict="undetermined").values_list("pk", flat=True))
    assert set(_all_of(FindingFilter(verdict="undetermined"))) == {key for key in everything if key[0] in uncertain}


def test_what_waits_is_shown_from_what_waits_the_shortest_to_what_waits_the_longest(large: dict[str, int]) -> None:
    days = dict(Match.objects.values_list("pk", "first_on"))
    keys = _all_of(FindingFilter(overdue=True))
    assert [days[match] for match, _ in keys] == sorted((days[match] for match, _ in keys), reverse=True)


def _all_of(wanted: FindingFilter) -> list[tuple[int, int]]:
    """Every page of a list, one behind the other."""
    found: list[tuple[int, int]] = []
    before: Cursor | None = None
    while True:
        page = findings(PROGRAM, wanted, DAY, before=before, limit=997)
        found += [(row.match, row.release) for row in page.rows]
        if page.next is None:
            return found
        before = page.next


def test_what_a_device_has_is_kept_with_matches_lists_triage_and_revisions() -> None:
    company_and_pump()
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER)
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=DAY, actor=TESTER)
    assert list(unlike_device_matches("default")) == []
    # A second release with what is found already, and an advisory that speaks of it no more.
    register_release("pump", "2.0", sbom(library("jinja2", "2.10"), library("flask", "1")), actor=TESTER)
    assert list(unlike_device_matches("default")) == []
    keep_advisories(advisory(1, "jinja2", "2.0", "2.5"), actor=TESTER)
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=DAY, actor=TESTER)
    assert list(unlike_device_matches("default")) == []
    assert findings(PROGRAM, FindingFilter(), DAY).rows == ()
