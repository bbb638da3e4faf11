"""What the record keeps is what the command tells: words, ranges that may be old, further identifiers, sources."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.store.findings.searched import tally_search
from kizuki.store.models import Advisory, Component, Match, Unmatchable
from kizuki.store.queries.feeds import search_told
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, company_and_pump, sbom
from tests.asked_work import forget_work

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
NAME = "cpe:2.3:a:acme:pumplib:{}:*:*:*:*:*:*:*"


def part(name: str, version: str, **more: Any) -> dict[str, Any]:
    return {"type": "library", "bom-ref": name, "name": name, "version": version} | more


def cve(number: int, text: str = "x", *affected: dict[str, Any]) -> bytes:
    cna = {"descriptions": [{"lang": "en", "value": text}], "affected": list(affected)}
    metadata = {"cveId": f"CVE-2026-{number:05}", "state": "PUBLISHED"}
    return json.dumps({"dataType": "CVE_RECORD", "cveMetadata": metadata, "containers": {"cna": cna}}).encode()


def nvd(number: int, status: str, high: str) -> bytes:
    match = {"vulnerable": True, "criteria": NAME.format("*"), "versionEndExcluding": high}
    row = {
        "id": f"CVE-2026-{number:05}",
        "vulnStatus": status,
        "configurations": [{"nodes": [{"operator": "OR", "cpeMatch": [match]}]}],
    }
    return json.dumps({"cve": row}).encode()


def found() -> dict[str, tuple[str, str]]:
    rows = Match.objects.filter(active=True).select_related("advisory")
    return {row.advisory.identifier: (row.verdict, row.evidence["evidence"]["why"][0]["code"]) for row in rows}


def ids() -> list[int]:
    return list(Advisory.objects.order_by("pk").values_list("pk", flat=True))


def test_a_record_in_words_is_a_finding_from_the_list_s_side_and_from_the_record_s() -> None:
    company_and_pump()
    release = register_release("pump", "1.0", sbom(part("lwip", "2.1.2")), actor=TESTER).release
    keep_advisories(cve(1, "A heap overflow in lwIP through 2.1.3."), actor=TESTER)
    match_advisories(ids(), on=DAY, actor=TESTER)
    assert found() == {"CVE-2026-00001": ("undetermined", "named_in_words_only")}
    assert not match_release(release, on=DAY, actor=TESTER).any
    entry = {"vendor": "a", "product": "other", "versions": [{"version": "1", "status": "affected"}]}
    keep_advisories(cve(1, "A heap overflow in lwIP through 2.1.3.", entry), actor=TESTER)
    match_advisories(ids(), on=DAY, actor=TESTER)
    assert found() == {}


def test_a_range_that_may_be_old_stays_open_until_the_cna_s_record_says_the_same() -> None:
    company_and_pump()
    register_release("pump", "1.0", sbom(part("pumplib", "2.5", cpe=NAME.format("2.5"))), actor=TESTER)
    keep_advisories(nvd(1, "Modified", "2.0"), actor=TESTER)
    match_advisories(ids(), on=DAY, actor=TESTER)
    assert found() == {"NVD:CVE-2026-00001": ("undetermined", "nvd_range_may_be_old")}
    below = {"version": "0", "lessThan": "2.0", "status": "affected", "versionType": "custom"}
    entry = {
        "vendor": "acme",
        "product": "pumplib",
        "cpes": [NAME.format("*")],
        "defaultStatus": "unaffected",
        "versions": [below],
    }
    keep_advisories(cve(1, "x", entry), actor=TESTER)
    match_advisories([ids()[-1]], on=DAY, actor=TESTER)
    assert found() == {}


def test_a_component_with_several_identifiers_is_kept_once_and_found_once() -> None:
    company_and_pump()
    guessed = [{"name": "syft:cpe23", "value": NAME.format("1.0")}]
    content = sbom(part("pumplib", "1.0", cpe="cpe:2.3:a:other:pumplib:1.0:*:*:*:*:*:*:*", properties=guessed))
    register_release("pump", "1.0", content, actor=TESTER)
    assert Component.objects.count() == 1
    keep_advisories(nvd(1, "Analyzed", "2.0"), actor=TESTER)
    match_advisories(ids(), on=DAY, actor=TESTER)
    assert found() == {"NVD:CVE-2026-00001": ("affected", "in_range")}
    (match,) = Match.objects.all()
    assert [row[0] for row in match.evidence["evidence"]["identifiers"]] == ["cpe"]


def test_what_is_searched_in_words_and_what_is_not_is_counted_once_matching_rests() -> None:
    company_and_pump()
    register_release(
        "pump", "1.0", sbom(part("lwip", "2.1.2"), part("svg", "1.0"), part("zephyrx", "3")), actor=TESTER
    )
    keep_advisories(cve(1, "A heap overflow in lwIP through 2.1.3."), actor=TESTER)
    keep_advisories(cve(2, "A use after free in another product."), actor=TESTER)
    named = {"vendor": "a", "product": "other", "versions": [{"version": "1", "status": "affected"}]}
    keep_advisories(cve(3, "A heap overflow in lwIP.", named), actor=TESTER)
    match_advisories(ids(), on=DAY, actor=TESTER)
    tally_search()
    assert search_told(PROGRAM) is None, "matching waits for the worker"
    forget_work()
    tally_search()
    told = search_told(PROGRAM)
    assert told is not None
    assert (told.in_words, told.named, told.too_common) == (2, 1, 1)
    assert told.not_matchable == Unmatchable.objects.count()
