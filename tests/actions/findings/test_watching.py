"""Verbs that keep advisories, match and score: nothing is missed, nothing is dropped, nothing is written twice."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
from kizuki.actions.devices.components import component_key
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.core.advisories import read_advisories
from kizuki.core.matching import judge
from kizuki.core.refusal import Refused
from kizuki.core.sbom import read_sbom
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.findings import lookups
from kizuki.store.findings.candidates import pairs_between, pairs_of_advisories, pairs_of_components, pairs_of_release
from kizuki.store.findings.rekeying import make_missing_lookups
from kizuki.store.models import Advisory, AdvisoryRow, Assessment, Component, ComponentLookup, Match
from tests.actions.record import TESTER, advisory, company_and_pump, library, rolled_back, sbom
from tests.asked_work import asked

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2026, 6, 1), date(2026, 6, 2)


def _pump_with(*parts: dict[str, Any]) -> int:
    company_and_pump()
    return register_release("pump", "1.0", sbom(*parts), actor=TESTER).release


def _verdicts() -> dict[tuple[str, str], tuple[str, bool]]:
    rows = Match.objects.values_list("component__name", "advisory__identifier", "verdict", "active")
    return {(name, identifier): (verdict, active) for name, identifier, verdict, active in rows}


def test_an_advisory_is_kept_with_its_bytes_found_by_its_aliases_and_asked_to_be_matched() -> None:
    source = advisory(1, "jinja2", "2.0", "2.11")
    kept = keep_advisories(source, actor=TESTER)
    row = Advisory.objects.get(names__name="CVE-2026-0001")
    assert (row.identifier, bytes(row.source.content)) == ("PYSEC-2026-1", source)
    assert asked() == [("match_advisories", {"advisories": list(kept.changed)})]
    assert verify_record().intact


def test_the_same_advisory_again_changes_nothing_and_a_changed_one_is_matched_again() -> None:
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    before = head().seq
    assert keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed == ()
    assert head().seq == before
    assert len(keep_advisories(advisory(1, "jinja2", "2.0", "2.12"), actor=TESTER).changed) == 1
    assert (Advisory.objects.get().revision, len(asked())) == (2, 2)
    assert (
        AdvisoryRow.objects.values("lookup", "low_key", "high_key").distinct().count() == AdvisoryRow.objects.count()
    )


def test_records_that_no_reader_takes_are_counted_and_the_others_kept() -> None:
    records = [json.loads(advisory(1, "jinja2", "2.0", "2.11")), {"what": "is this"}]
    kept = keep_advisories(json.dumps(records).encode(), actor=TESTER)
    assert (len(kept.changed), kept.refused) == (1, 1)


def test_an_advisory_with_more_ranges_than_a_transaction_may_write_is_still_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lookups, "_MOST_ROWS", 0)
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    assert set(AdvisoryRow.objects.values_list("low_key", "high_key")) == {(None, None)}
    release = _pump_with(library("jinja2", "2.10"))
    match_release(release, on=DAY, actor=TESTER)
    assert _verdicts() == {("jinja2", "PYSEC-2026-1"): ("affected", True)}


def test_a_release_is_matched_against_what_is_kept_and_an_unknown_version_is_undetermined() -> None:
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    nameless = {"type": "library", "bom-ref": "x", "name": "jinja2", "purl": "pkg:pypi/jinja2"}
    release = _pump_with(library("jinja2", "2.10"), library("jinja2", "2.11"), library("flask", "2.10"), nameless)
    written = match_release(release, on=DAY, actor=TESTER)
    found = Match.objects.values_list("component__version", "verdict")
    assert sorted(found) == [("", "undetermined"), ("2.10", "affected")]
    assert written.new == 2
    assert verify_record().intact


def test_both_sides_of_matching_write_the_same() -> None:
    release = _pump_with(library("jinja2", "2.10"), library("requests", "1.0"))
    ids = [
        *keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed,
        *keep_advisories(advisory(2, "requests", "0", "2.0"), actor=TESTER).changed,
    ]
    match_advisories(ids, on=DAY, actor=TESTER)
    from_advisories = _verdicts()
    assert match_release(release, on=DAY, actor=TESTER).any is False
    assert from_advisories == _verdicts()
    assert len(from_advisories) == 2


def test_a_match_that_holds_no_more_is_ended_not_deleted_and_comes_back_with_its_first_day() -> None:
    release = _pump_with(library("jinja2", "2.10"))
    (number,) = keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed
    match_advisories([number], on=DAY, actor=TESTER)
    keep_advisories(advisory(1, "jinja2", "2.0", "2.5"), actor=TESTER)
    assert match_advisories([number], on=NEXT, actor=TESTER).ended == 1
    row = Match.objects.get()
    assert (row.active, row.first_on) == (False, DAY)
    keep_advisories(advisory(1, "other", "2.0", "2.5"), actor=TESTER)
    match_release(release, on=NEXT, actor=TESTER)
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    assert match_release(release, on=NEXT, actor=TESTER).changed == 1
    row.refresh_from_db()
    assert (row.active, row.verdict, row.first_on, row.last_on) == (True, "affected", DAY, NEXT)


def test_a_withdrawn_advisory_ends_its_matches() -> None:
    release = _pump_with(library("jinja2", "2.10"))
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    match_release(release, on=DAY, actor=TESTER)
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11", withdrawn="2026-06-02T00:00:00Z"), actor=TESTER)
    match_release(release, on=NEXT, actor=TESTER)
    assert _verdicts() == {("jinja2", "PYSEC-2026-1"): ("not_affected", False)}


def test_a_run_does_not_end_what_another_one_wrote_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    from kizuki.actions.findings import match_release as module

    release = _pump_with(library("jinja2", "2.10"))

    def then_a_feed_comes_in(release_id: int) -> list[tuple[int, int]]:
        pairs = pairs_of_release(release_id)
        changed = keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed
        match_advisories(changed, on=DAY, actor=TESTER)
        return pairs

    monkeypatch.setattr(module, "pairs_of_release", then_a_feed_comes_in)
    match_release(release, on=DAY, actor=TESTER)
    assert _verdicts() == {("jinja2", "PYSEC-2026-1"): ("affected", True)}


def test_a_verdict_about_an_advisory_that_changed_meanwhile_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from kizuki.actions.findings import verdicts

    release = _pump_with(library("jinja2", "2.10"))
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    write = verdicts.write

    def after_a_change(answers: Any, on: date) -> Any:
        Advisory.objects.update(revision=2)
        return write(answers, on)

    monkeypatch.setattr(verdicts, "write", after_a_change)
    match_release(release, on=DAY, actor=TESTER)
    assert not Match.objects.exists()


def test_a_release_that_is_still_being_read_is_not_matched() -> None:
    from kizuki.store.models import Release

    release = _pump_with(library("jinja2", "2.10"))
    Release.objects.update(state="reading")
    with pytest.raises(Refused, match="still being read"):
        match_release(release, on=DAY, actor=TESTER)


def test_keys_of_another_version_are_candidates_for_every_range() -> None:
    release = _pump_with(library("jinja2", "2.10"))
    keep_advisories(advisory(1, "jinja2", "3.0", "3.1"), actor=TESTER)
    make_missing_lookups()
    assert pairs_of_release(release) == []
    ComponentLookup.objects.update(key_version=0)
    assert len(pairs_of_release(release)) == 1


def test_known_exploited_vulnerabilities_mark_advisories_whichever_comes_first() -> None:
    rows = [{"cveID": f"CVE-2026-000{number}", "dateAdded": f"2026-05-0{number}"} for number in (1, 2)]
    catalogue = json.dumps({"catalogVersion": "1", "vulnerabilities": rows}).encode()
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    assert keep_known_exploited(catalogue, actor=TESTER) == 2
    keep_advisories(advisory(2, "jinja2", "2.0", "2.11"), actor=TESTER)
    before = head().seq
    assert keep_known_exploited(catalogue, actor=TESTER) == 0
    assert head().seq == before
    assert list(Advisory.objects.order_by("pk").values_list("known_exploited_on", flat=True)) == [
        date(2026, 5, 1),
        date(2026, 5, 2),
    ]
    with pytest.raises(Refused, match="not a catalogue"):
        keep_known_exploited(advisory(3, "x", "0", "1"), actor=TESTER)


ANSWERS = {
    "XAVN": "Y",
    "XAVT": "N",
    "XAVW": "Y",
    "XAVR": "N",
    "XACL": "N",
    "XPRL": "N",
    "XUI": "N",
    "XS": "N",
    "XIT": "H",
    "XAT": "H",
    "XIS": "H",
}


def test_an_assessment_keeps_answers_and_scores_by_revision() -> None:
    company_and_pump()
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    value = {"answers": ANSWERS, "unlisted_impacts": "N"}
    assert assess_vulnerability("pump", "CVE-2026-0001", value, actor=TESTER) == 1
    assert assess_vulnerability("pump", "PYSEC-2026-1", value, actor=TESTER) == 1
    milder = {**value, "answers": {**ANSWERS, "XIT": "N", "XAT": "N", "XIS": "N"}}
    assert assess_vulnerability("pump", "PYSEC-2026-1", milder, actor=TESTER) == 2
    assert list(Assessment.objects.order_by("revision").values_list("current", flat=True)) == [False, True]
    # CVSS:3.1/AV:A/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:H by the calculator of FIRST
    assert float(Assessment.objects.get(revision=1).score) == 6.8
    with pytest.raises(Refused, match="no advisory is kept"):
        assess_vulnerability("pump", "CVE-1999-0001", value, actor=TESTER)


NAMES = st.sampled_from(["jinja2", "requests", "openssl", "zlib"])
VERSIONS = st.sampled_from(["1.0", "1.10", "2.0rc1", "2.0", "2.0.post1", "1.0.2k", "?", "", "1.0-beta1", "1.0-r1"])
KINDS = st.sampled_from(
    ["pypi", "npm", "deb/debian", "generic", "", "maven", "apk/alpine", "gem", "composer", "golang"]
)
ECOSYSTEMS = st.sampled_from(["PyPI", "npm", "Debian:12", "Alpine:v3.20", "Maven", "RubyGems", "Packagist", "Go"])


@st.composite
def _components(draw: st.DrawFn) -> dict[str, Any]:
    name, version, kind = draw(NAMES), draw(VERSIONS), draw(KINDS)
    found: dict[str, Any] = {"type": "library", "name": name, "version": version}
    if kind:
        found["purl"] = f"pkg:{kind}/{name}" + (f"@{version}" if version else "")
    if draw(st.booleans()):
        found["cpe"] = f"cpe:2.3:a:{name}:{name}:{version or '*'}:*:*:*:*:*:*:*"
    return found


@st.composite
def _osv(draw: st.DrawFn) -> dict[str, Any]:
    low, high = draw(VERSIONS) or "0", draw(VERSIONS)
    end = {"fixed": high} if draw(st.booleans()) else {"last_affected": high}
    events = [{"introduced": low}, *([end] if high else [])]
    affected: dict[str, Any] = {
        "package": {"ecosystem": draw(ECOSYSTEMS), "name": draw(NAMES)},
        "ranges": [{"type": draw(st.sampled_from(["ECOSYSTEM", "SEMVER"])), "events": events}],
    }
    if draw(st.booleans()):
        affected["versions"] = draw(st.lists(VERSIONS.filter(bool), max_size=3))
    return {"id": f"OSV-{draw(st.integers(0, 10**9))}", "modified": "2026-06-01T00:00:00Z", "affected": [affected]}


@st.composite
def _cve(draw: st.DrawFn) -> dict[str, Any]:
    name, low, high = draw(NAMES), draw(VERSIONS) or "0", draw(VERSIONS)
    bound = {draw(st.sampled_from(["lessThan", "lessThanOrEqual"])): high} if high else {}
    version = {"version": low, "status": draw(st.sampled_from(["affected", "unaffected"])), **bound}
    if bound:
        version["versionType"] = draw(st.sampled_from(["semver", "custom", "python", "rpm", "git"]))
    number = f"CVE-2026-{draw(st.integers(1000, 9_999_999))}"
    default = draw(st.sampled_from(["affected", "unaffected", "unknown"]))
    affected = {"vendor": name, "product": name, "versions": [version], "defaultStatus": default}
    cna = {"providerMetadata": {"orgId": "x"}, "descriptions": [], "references": [], "affected": [affected]}
    metadata = {"cveId": number, "assignerOrgId": "x", "state": "PUBLISHED"}
    return {"dataType": "CVE_RECORD", "dataVersion": "5.1", "cveMetadata": metadata, "containers": {"cna": cna}}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_components(), min_size=1, max_size=6), st.lists(_osv() | _cve(), min_size=1, max_size=6))
def test_what_sql_selects_holds_every_verdict_that_core_gives(
    components: list[dict[str, Any]], records: list[dict[str, Any]]
) -> None:
    with rolled_back():
        release = _pump_with(*components)
        keep_advisories(json.dumps(records).encode(), actor=TESTER)
        advisories = {row.id: row for row in read_advisories(json.dumps(records).encode()).advisories}
        ids = dict(Advisory.objects.values_list("identifier", "pk"))
        held = list(Component.objects.values_list("pk", flat=True))
        before = set(pairs_of_release(release))
        for made in (False, True):
            by_release = set(pairs_of_release(release))
            assert by_release == set(pairs_of_advisories(list(ids.values())))
            assert by_release == set(pairs_of_components(held)) == set(pairs_between(0, max(held)))
            assert by_release <= before
            if not made:
                make_missing_lookups()
        keys = dict(Component.objects.values_list("digest", "pk"))
        for component in read_sbom(sbom(*components)).components:
            for identifier, told in advisories.items():
                if any(finding.verdict != "not_affected" for finding in judge(component, told)):
                    assert (keys[component_key(component)], ids[identifier]) in by_release
