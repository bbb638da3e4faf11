"""Records that are one are joined: no judgement is lost, and where two differ somebody looks at both."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.join_records import join_records
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.actions.findings.unlike_matches import unlike_matches
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.components.merged import match_after_merging
from kizuki.store.findings.filters import FindingFilter, Key
from kizuki.store.findings.twice import Joined, Twice, records_twice
from kizuki.store.findings.vulnerability_names import vulnerabilities, vulnerability_names
from kizuki.store.models import Advisory, Match, Triage
from kizuki.store.queries.finding import finding_page
from kizuki.store.queries.findings import findings
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.asked_work import asked_of, forget_work

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 6, 1), date(2026, 6, 2)
OLD, NEW = "GHSA-aaaa-aaaa-aaaa", "GHSA-bbbb-bbbb-bbbb"


def kept(identifier: str, **values: Any) -> None:
    told = json.loads(advisory(1, "jinja2", "2.0", "2.11", **values)) | {"id": identifier}
    keep_advisories(json.dumps(told).encode(), actor=TESTER)
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=MONDAY, actor=TESTER)


@pytest.fixture
def release() -> int:
    company_and_pump()
    found = register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER).release
    match_release(found, on=MONDAY, actor=TESTER)
    return found


def keys(**wanted: Any) -> list[Key]:
    return sorted((row.match, row.release) for row in findings(PROGRAM, FindingFilter(**wanted), TUESDAY).rows)


def say(key: Key, state: str, reason: str) -> None:
    justification = "vulnerable_code_not_present" if state == "not_affected" else ""
    entry = TriageEntry(state, reason, justification=justification)
    triage_findings([key], entry, token=preview([key])[1], on=TUESDAY, actor=TESTER)


def joined(old: str, into: str) -> Joined:
    done = join_records(old, into, on=TUESDAY, actor=TESTER)
    for args in asked_of("match_advisories"):
        match_advisories(args["advisories"], on=TUESDAY, actor=TESTER)
    forget_work()
    assert verify_record().intact
    assert list(unlike_matches()) == []
    return done


def withdrawn() -> dict[str, Any]:
    return {"withdrawn": "2026-06-01T00:00:00Z", "details": f"withdrawn because it is a duplicate of {NEW}"}


def test_a_judgement_on_a_record_that_was_withdrawn_in_favour_of_another_holds_for_that_one(release: int) -> None:
    kept(OLD, aliases=[])
    (before,) = keys()
    say(before, "affected", "経路がある")
    kept(NEW)
    kept(OLD, aliases=[], **withdrawn())
    assert list(records_twice()) == [Twice(OLD, NEW, "replaced")]
    assert joined(OLD, NEW) == Joined(met=1, moved=0, differing=0)
    (after,) = keys(triage="affected")
    assert after != before
    assert match_after_merging(PROGRAM, before[0]) == after[0]
    page = finding_page(PROGRAM, *after, TUESDAY)
    assert page is not None
    assert [row.reason for row in page.said] == ["経路がある"]
    assert Match.objects.get(pk=after[0]).first_on == MONDAY
    assert vulnerability_names(OLD) == {OLD, NEW, "CVE-2026-0001"}
    assert [one.name for one in vulnerabilities([OLD, "CVE-2026-0001"])] == ["CVE-2026-0001"]
    assert list(records_twice()) == []


def test_of_the_same_document_under_two_names_two_judgements_that_differ_are_to_triage_again(release: int) -> None:
    kept(OLD)
    kept(NEW)
    first, second = keys()
    say(first, "affected", "経路がある")
    say(second, "not_affected", "呼ばれない")
    assert keys(triage="to_do") == []
    assert list(records_twice()) == [Twice(NEW, OLD, "same_document")]
    assert joined(NEW, OLD) == Joined(met=1, moved=0, differing=1)
    (key,) = keys(triage="to_do")
    assert Triage.objects.count() == 1
    page = finding_page(PROGRAM, *key, TUESDAY)
    assert page is not None
    assert {row.reason for row in page.said} == {"経路がある", "呼ばれない"}


def test_a_record_that_gave_way_is_matched_no_more_whatever_its_feed_says_of_it(release: int) -> None:
    kept(OLD)
    kept(NEW)
    joined(NEW, OLD)
    kept(NEW, summary="told again")
    assert len(keys()) == 1
    forget_work()
    assert list(unlike_matches()) == []


def test_what_nothing_says_to_be_one_stays_two(release: int) -> None:
    kept(OLD)
    kept(NEW, summary="another hole")
    assert list(records_twice()) == []
    for old, into, said in ((OLD, NEW, "nothing says"), (OLD, OLD, "nothing says"), ("X-1", NEW, "there is no")):
        with pytest.raises(Refused, match=said):
            join_records(old, into, on=TUESDAY, actor=TESTER)
    kept(NEW)
    joined(NEW, OLD)
    with pytest.raises(Refused, match="gave way"):
        join_records(NEW, OLD, on=TUESDAY, actor=TESTER)


def rejected(number: str, instead: str) -> bytes:
    """A CVE record that was rejected in favour of another number."""
    said = {"providerMetadata": {"orgId": "x"}, "replacedBy": [instead], "rejectedReasons": [{"value": "duplicate"}]}
    told = {"cveMetadata": {"cveId": number, "state": "REJECTED"}, "containers": {"cna": said}}
    return json.dumps({"dataType": "CVE_RECORD", "dataVersion": "5.1"} | told).encode()


def published(number: str) -> bytes:
    """A CVE record that stands."""
    product = {"vendor": "a", "product": "b", "versions": [{"version": "1", "status": "affected"}]}
    said = {"providerMetadata": {"orgId": "x"}, "affected": [product], "title": "b"}
    told = {"cveMetadata": {"cveId": number, "state": "PUBLISHED"}, "containers": {"cna": said}}
    return json.dumps({"dataType": "CVE_RECORD", "dataVersion": "5.1"} | told).encode()


def test_a_rejected_number_and_the_one_that_took_its_place_are_one_vulnerability() -> None:
    company_and_pump()
    keep_advisories(rejected("CVE-2026-0009", "CVE-2026-0001"), actor=TESTER)
    keep_advisories(published("CVE-2026-0001"), actor=TESTER)
    joined("CVE-2026-0009", "CVE-2026-0001")
    (one,) = vulnerabilities(["CVE-2026-0009", "CVE-2026-0001"])
    assert (one.name, one.names) == ("CVE-2026-0001", {"CVE-2026-0001", "CVE-2026-0009"})


def test_what_a_record_that_gave_way_was_about_leads_to_the_other_and_makes_no_two_numbers_one(release: int) -> None:
    kept("PYSEC-2026-9", aliases=["CVE-2026-0009"])
    kept("PYSEC-2026-1")
    kept("PYSEC-2026-9", aliases=["CVE-2026-0009"], withdrawn="2026-06-01T00:00:00Z", related=["PYSEC-2026-1"])
    joined("PYSEC-2026-9", "PYSEC-2026-1")
    found = {one.name: one.names for one in vulnerabilities(["PYSEC-2026-9"])}
    assert set(found) == {"CVE-2026-0001", "CVE-2026-0009"}
    assert "PYSEC-2026-1" in vulnerability_names("CVE-2026-0009")
    assert "CVE-2026-0001" not in found["CVE-2026-0009"]
