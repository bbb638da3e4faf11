"""What a release has is found by two indexes, one from each side: no question about it reads its table or an index whole.

An index over the release alone, and one over the component alone, begin these two and have nothing of their own to give.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.findings.match_release import match_release
from kizuki.core.matching import NO_ALIASES
from kizuki.store.findings.candidates import pairs_of_release
from kizuki.store.findings.configurations import parts_of_release, releases_waiting, told_in, waiting_in
from kizuki.store.findings.knowledge import known_vulnerabilities
from kizuki.store.findings.tallies import count_device
from kizuki.store.models import Match, Release, ReleaseComponent
from kizuki.store.queries.assessments import assessments_of_device
from kizuki.store.queries.components import component_page
from kizuki.store.queries.search import search
from kizuki.store.queries.spread import spread
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER
from tests.store.findings.test_list_plans import DAY, large

__all__ = ["large"]
pytestmark = pytest.mark.django_db

TABLE = "store_releasecomponent"
ASKED = re.compile(rf'"?{TABLE}"?(?: AS)?(?: "?(\w+)"?)?')


def _readers(device: int) -> dict[str, Callable[[], object]]:
    match = Match.objects.order_by("pk")[0]
    release = Release.objects.filter(device=device).order_by("pk")[0].pk
    return {
        "candidates": lambda: pairs_of_release(release),
        "configurations": lambda: (waiting_in(release), told_in(release), parts_of_release(release, NO_ALIASES)),
        "releases to judge": lambda: releases_waiting(components=[match.component_id]),
        "counts": lambda: count_device(device),
        "a component": lambda: component_page(PROGRAM, match.component_id),
        "a finding": lambda: list(ReleaseComponent.objects.filter(release=release, component__matches=match.pk)),
        "search": lambda: search(PROGRAM, "part-17"),
        "spread of a component": lambda: spread(PROGRAM, component="part-17"),
        "spread of a vulnerability": lambda: spread(PROGRAM, vulnerability="CVE-2026-0003"),
        "known since": lambda: known_vulnerabilities([match.advisory_id], device),
        "assessments": lambda: assessments_of_device(PROGRAM, device),
        "a release is matched": lambda: match_release(release, on=DAY, actor=TESTER),
        "a list is taken out": lambda: ReleaseComponent.objects.filter(release=release, component=0).delete(),
    }


def _statements(work: Callable[[], object]) -> list[tuple[str, Any]]:
    """What is asked of the table meanwhile."""
    found: list[tuple[str, Any]] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if TABLE in sql and not many:
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        work()
    return found


def _read_whole(sql: str, params: Any) -> list[str]:
    """The steps of a plan that read the table, or an index of it, from one end to the other."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            names = {TABLE} | {alias for alias in ASKED.findall(sql) if alias}
            lines = [line for *_, line in cursor.fetchall()]
            return [line for line in lines if re.match(r"(SCAN|SEARCH) (\w+)", line) and _is_whole(line, names)]
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"
        )
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        told = cursor.fetchone()[0]
        return list(_whole_nodes(json.loads(told)[0]["Plan"] if isinstance(told, str) else told[0]["Plan"]))


def _is_whole(line: str, names: set[str]) -> bool:
    return line.split()[1] in names and (line.startswith("SCAN") or "AUTOMATIC" in line)


def _whole_nodes(plan: dict[str, Any]) -> Iterator[str]:
    kind = plan["Node Type"]
    if plan.get("Relation Name") == TABLE and ("Scan" in kind and "Bitmap" not in kind) and "Index Cond" not in plan:
        yield f"{kind} of {plan.get('Index Name', TABLE)}"
    for inner in plan.get("Plans", ()):
        yield from _whole_nodes(inner)


def test_no_question_reads_what_all_releases_have(large: dict[str, int]) -> None:
    dear: dict[str, list[str]] = {}
    for name, work in _readers(large["device"]).items():
        statements = _statements(work)
        found = [step for statement in statements for step in _read_whole(*statement)]
        if found or not statements:
            dear[name] = found or ["asks nothing"]
    assert dear == {}


def test_a_plan_that_reads_all_of_it_is_seen(large: dict[str, int]) -> None:
    assert _read_whole(f"SELECT rc.ref FROM {TABLE} rc WHERE rc.ref = 'x'", None)


def test_the_two_indexes_are_all_there_are_beside_its_key(large: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, TABLE)
    kept = [tuple(row["columns"]) for row in found.values() if row["index"] or row["unique"]]
    assert sorted(set(kept) - {("id",)}) == [("component_id", "release_id"), ("release_id", "component_id")]
