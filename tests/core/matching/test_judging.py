"""Verdicts for one component and one advisory, by hand."""

from __future__ import annotations

import pytest

from kizuki.core.matching import Verdict, finding_json, judge
from kizuki.core.sbom import Component
from tests.core.matching.cases import (
    AFFECTED,
    CPE,
    NOT_AFFECTED,
    UNDETERMINED,
    below,
    cpe,
    cve,
    only,
    osv,
    pump,
    purl,
    read,
    verdict,
)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.1.9", NOT_AFFECTED),
        ("1.2.0-rc1", NOT_AFFECTED),
        ("1.2.0", AFFECTED),
        ("1.9.9", AFFECTED),
        ("1.10.0", NOT_AFFECTED),
        ("main", UNDETERMINED),
    ],
)
def test_a_package_is_judged_in_the_order_of_its_ecosystem(version: str, expected: Verdict) -> None:
    advisory = osv("npm", "lodash", {"introduced": "1.2.0"}, {"fixed": "1.10.0"})
    assert verdict(purl(f"pkg:npm/lodash@{version}"), advisory)[0] is expected


def test_a_fix_and_the_evidence_are_shown() -> None:
    advisory = osv("NuGet", "Newtonsoft.Json", {"introduced": "0"}, {"fixed": "13.0.1"}, aliases=["CVE-2024-21907"])
    finding = only(purl("pkg:nuget/Newtonsoft.Json@9.0.1", "9.0.1"), advisory)
    assert (finding.verdict, finding.fixed_in, finding.aliases) == (AFFECTED, ("13.0.1",), ("CVE-2024-21907",))
    shown = finding_json(finding, "en")
    assert shown["evidence"]["identifier"] == "purl"
    assert shown["evidence"]["searched"] == "pkg:nuget/newtonsoft.json"
    assert shown["evidence"]["scheme"] == "nuget"
    assert shown["evidence"]["range"] == ">= 0, < 13.0.1"
    assert "9.0.1" in shown["evidence"]["why"]


def test_a_listed_version_is_affected_even_where_no_order_is_held() -> None:
    advisory = osv("opam", "b", versions=("1.0~a", "1.1~a"))
    assert verdict(purl("pkg:opam/b@1.0~a"), advisory) == (AFFECTED, ["listed"])
    assert verdict(purl("pkg:opam/b@2.0~a"), advisory) == (UNDETERMINED, ["order_not_held"])


def test_a_range_in_an_order_that_is_not_held_is_undetermined() -> None:
    advisory = osv("opam", "b", {"introduced": "0"}, {"fixed": "2"})
    assert verdict(purl("pkg:opam/b@1"), advisory) == (UNDETERMINED, ["order_not_held"])


def test_a_component_without_a_version_is_undetermined_and_affected_where_every_version_is() -> None:
    assert verdict(purl("pkg:npm/a"), osv("npm", "a", {"introduced": "0"}, {"fixed": "2"})) == (
        UNDETERMINED,
        ["no_version"],
    )
    assert verdict(purl("pkg:npm/a"), osv("npm", "a", {"introduced": "0"}))[0] is AFFECTED


def test_a_distribution_counts_only_in_its_release() -> None:
    advisory = osv("Debian:12", "openssl", {"introduced": "0"}, {"fixed": "3.0.9-1"})
    assert verdict(purl("pkg:deb/debian/openssl@3.0.8-1?distro=debian-12.4"), advisory)[0] is AFFECTED
    assert verdict(purl("pkg:deb/debian/libssl3@3.0.8-1?distro=debian-12&upstream=openssl"), advisory)[0] is AFFECTED
    assert verdict(purl("pkg:deb/debian/openssl@3.0.8-1?distro=debian-11"), advisory)[0] is None
    assert verdict(purl("pkg:deb/debian/openssl@3.0.8-1"), advisory) == (
        UNDETERMINED,
        ["release_unknown", "in_range"],
    )


def test_an_epoch_that_a_package_url_keeps_apart_counts() -> None:
    advisory = osv("AlmaLinux:8", "bind", {"introduced": "0"}, {"fixed": "32:9.11-5"})
    text = "pkg:rpm/almalinux/bind@9.11-7?distro=almalinux-8"
    assert verdict(purl(f"{text}&epoch=32", "9.11-7"), advisory)[0] is NOT_AFFECTED
    assert verdict(purl(f"{text}&epoch=0", "9.11-7"), advisory)[0] is AFFECTED


def test_an_epoch_that_nobody_tells_leaves_open_what_it_decides() -> None:
    advisory = osv("AlmaLinux:8", "bind", {"introduced": "0"}, {"fixed": "32:9.11-5"})
    text = "pkg:rpm/almalinux/bind@{0}?distro=almalinux-8"
    assert verdict(purl(text.format("9.11-7"), "9.11-7"), advisory) == (UNDETERMINED, ["epoch_unknown"])
    assert verdict(purl(text.format("9.11-4"), "9.11-4"), advisory)[0] is AFFECTED


def test_commits_are_undetermined_unless_the_version_is_one() -> None:
    commits = {"type": "GIT", "repo": "https://github.com/a/b", "events": [{"introduced": "abc123"}]}
    advisory = read({"id": "X", "modified": "2024-01-01T00:00:00Z", "affected": [{"ranges": [commits]}]})
    assert verdict(purl("pkg:github/a/b@1.0"), advisory) == (UNDETERMINED, ["git_range"])
    assert verdict(purl("pkg:github/a/b@abc123"), advisory)[0] is AFFECTED


def test_a_withdrawn_record_affects_nothing_and_says_so() -> None:
    advisory = osv("npm", "a", {"introduced": "0"}, withdrawn="2024-05-05T00:00:00Z")
    assert verdict(purl("pkg:npm/a@1.0.0"), advisory) == (NOT_AFFECTED, ["withdrawn"])


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.1.1k", AFFECTED),
        ("1.1.1l", NOT_AFFECTED),
        ("1.0.9", NOT_AFFECTED),
        ("1.1.1-foo", UNDETERMINED),
        ("", UNDETERMINED),
    ],
)
def test_a_cpe_is_judged_by_the_ranges_of_its_entry(version: str, expected: Verdict) -> None:
    advisory = cve(pump(below("1.1.1l", "1.1.0"), defaultStatus="unaffected"))
    assert verdict(cpe(version), advisory)[0] is expected


@pytest.mark.parametrize(
    ("default", "expected"),
    [("affected", AFFECTED), ("unaffected", NOT_AFFECTED), ("unknown", UNDETERMINED), (None, UNDETERMINED)],
)
def test_a_version_that_nothing_names_has_the_default_status_and_no_default_is_unknown(
    default: str | None, expected: Verdict
) -> None:
    advisory = cve(pump(below("2.0"), defaultStatus=default))
    assert verdict(cpe("3.0"), advisory)[0] is expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.0", AFFECTED), ("2.0", NOT_AFFECTED), ("2.5", NOT_AFFECTED), ("3.0", AFFECTED), ("4.0", NOT_AFFECTED)],
)
def test_changes_move_the_status_inside_a_range(version: str, expected: Verdict) -> None:
    changes = [{"at": "2.0", "status": "unaffected"}, {"at": "3.0", "status": "affected"}]
    advisory = cve(pump(below("4.0", changes=changes), defaultStatus="unaffected"))
    assert verdict(cpe(version), advisory)[0] is expected


def test_the_kernel_s_way_of_writing_is_understood() -> None:
    rows = [
        {"version": "5.10", "status": "affected"},
        {"version": "0", "lessThan": "5.10", "status": "unaffected", "versionType": "semver"},
        {"version": "5.15.100", "lessThanOrEqual": "5.15.*", "status": "unaffected", "versionType": "semver"},
        {"version": "6.9", "lessThanOrEqual": "*", "status": "unaffected", "versionType": "original_commit_for_fix"},
    ]
    commits = {"vendor": "Acme", "product": "Pump", "cpes": [CPE.format("*")], "defaultStatus": "unaffected"}
    git = {"version": "abc", "lessThan": "def", "status": "affected", "versionType": "git"}
    advisory = cve(commits | {"versions": [git]}, pump(*rows, defaultStatus="affected"))
    expected = {
        "5.4": NOT_AFFECTED,
        "5.10": AFFECTED,
        "5.15.99": AFFECTED,
        "5.15.100": NOT_AFFECTED,
        "5.16": AFFECTED,
        "6.9.1": NOT_AFFECTED,
    }
    assert {version: verdict(cpe(version), advisory)[0] for version in expected} == expected


@pytest.mark.parametrize(
    "entry", [{"version": "7.3.83", "lessThanOrEqual": "7.3.83"}, {"version": "7.3.83", "lessThan": "7.3.83"}]
)
def test_a_range_that_begins_where_it_ends_does_not_clear_the_versions_before_it(entry: dict[str, str]) -> None:
    advisory = cve(pump(entry | {"status": "affected", "versionType": "semver"}, defaultStatus="unaffected"))
    assert verdict(cpe("7.3.80"), advisory) == (UNDETERMINED, ["range_of_one_version"])
    assert verdict(cpe("7.3.84"), advisory)[0] is NOT_AFFECTED


def test_commits_that_are_not_called_so_give_way_to_the_versions_of_the_authority() -> None:
    ours = {"vendor": "Acme", "product": "Pump", "versions": [below("2.0")], "defaultStatus": "unaffected"}
    commits = pump(
        {"version": "2ad7bf363841", "lessThan": "cd099cde4ed2", "status": "affected", "versionType": "custom"}
    )
    component = Component(ref="c", name="Pump", version="2.5", supplier="Acme", cpe=CPE.format("2.5"))
    assert verdict(component, cve(ours, adp=(commits,)))[0] is NOT_AFFECTED
    assert verdict(component, cve(commits)) == (UNDETERMINED, ["git_range"])


def test_a_record_that_contradicts_itself_clears_nothing() -> None:
    rows = [{"version": "1.5", "status": "unaffected"}, below("2.0")]
    assert verdict(cpe("1.5"), cve(pump(*rows))) == (UNDETERMINED, ["contradicts"])


@pytest.mark.parametrize("version", ["n/a", "unspecified", "see the advisory"])
def test_a_record_that_names_no_versions_leaves_all_undetermined(version: str) -> None:
    advisory = cve(pump({"version": version, "status": "affected"}, defaultStatus="unaffected"))
    assert verdict(cpe("1.0"), advisory) == (UNDETERMINED, ["versions_not_named"])


def test_a_bound_that_cannot_be_compared_leaves_only_what_the_other_bound_does_not_exclude() -> None:
    advisory = cve(pump(below("Patch Tuesday", "5.0"), defaultStatus="unaffected"))
    assert verdict(cpe("6.0"), advisory) == (UNDETERMINED, ["bound_not_comparable"])
    assert verdict(cpe("4.0"), advisory)[0] is NOT_AFFECTED


def test_versions_that_disagree_are_undetermined_only_where_it_matters() -> None:
    advisory = cve(pump(below("2.0"), defaultStatus="unaffected"))
    assert verdict(cpe("1.0", CPE.format("3.0")), advisory) == (UNDETERMINED, ["versions_disagree"])
    assert verdict(cpe("1.0", CPE.format("1.5")), advisory)[0] is AFFECTED
    assert verdict(cpe("3.1", CPE.format("3.0")), advisory)[0] is NOT_AFFECTED


def test_platforms_make_affected_undetermined() -> None:
    advisory = cve(pump(below("2.0"), defaultStatus="unaffected", platforms=["Windows"]))
    assert verdict(cpe("1.0"), advisory) == (UNDETERMINED, ["platforms", "in_range"])
    assert verdict(cpe("3.0"), advisory)[0] is NOT_AFFECTED


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("cpe:2.3:o:acme:pump:1:*:*:*:*:*:*:*", "cpe:2.3:a:acme:pump:*:*:*:*:*:*:*:*", "part_differs"),
        ("cpe:2.3:h:acme:pump:1:*:*:*:*:*:*:*", "cpe:2.3:o:acme:pump_firmware:*:*:*:*:*:*:*:*", "part_differs"),
        ("cpe:2.3:a:acme:pump:1:*:*:*:*:*:*:*", "cpe:2.3:a:acme:pump:*:*:*:*:*:node.js:*:*", "attribute_unknown"),
        ("cpe:2.3:a:acme:pump:1:*:*:*:*:node.js:*:*", "cpe:2.3:a:acme:pump:*:*:*:*:*:node*:*:*", None),
        ("cpe:/a:acme:pump:1", "cpe:2.3:a:Acme:Pump:*:*:*:*:*:*:*:*", None),
    ],
)
def test_cpe_names_that_may_differ_are_a_doubt(ours: str, theirs: str, expected: str | None) -> None:
    advisory = cve({"cpes": [theirs], "versions": [below("2.0")], "defaultStatus": "unaffected"})
    answer = verdict(Component(ref="c", name="x", version="1.0", cpe=ours), advisory)
    assert answer == ((UNDETERMINED, [expected, "in_range"]) if expected else (AFFECTED, ["in_range"]))


@pytest.mark.parametrize(
    "theirs",
    [
        "cpe:2.3:a:acme:other:*:*:*:*:*:*:*:*",
        "cpe:2.3:a:beta:pump:*:*:*:*:*:*:*:*",
        "cpe:2.3:a:acme:pump:*:*:*:*:*:drupal:*:*",
    ],
)
def test_a_cpe_of_something_else_is_no_finding(theirs: str) -> None:
    ours = "cpe:2.3:a:acme:pump:1:*:*:*:*:node.js:*:*"
    advisory = cve({"cpes": [theirs], "versions": [below("2.0")]})
    assert judge(Component(ref="c", name="x", version="1.0", cpe=ours), advisory) == ()


def test_the_authority_of_the_record_outweighs_an_added_container_only_where_that_is_silent() -> None:
    ours = {"vendor": "Acme", "product": "Pump", "versions": [below("2.0")], "defaultStatus": "unaffected"}
    component = Component(ref="c", name="Pump", version="2.5", supplier="Acme", cpe=CPE.format("2.5"))
    assert verdict(component, cve(ours, adp=(pump(below("2.0")),)))[0] is NOT_AFFECTED
    assert verdict(component, cve(ours, adp=(pump(below("3.0")),)))[0] is AFFECTED
    assert verdict(component, cve(ours | {"defaultStatus": "unknown"}, adp=(pump(below("2.0")),)))[0] is UNDETERMINED


def test_a_package_inside_a_product_is_not_the_product() -> None:
    entry = {
        "vendor": "Red Hat", "product": "Red Hat Enterprise Linux 8", "packageName": "openssl",
        "collectionURL": "https://access.redhat.com/downloads/content/package-browser/",
        "cpes": ["cpe:/o:redhat:enterprise_linux:8"], "defaultStatus": "affected",
        "versions": [{"version": "1:1.1.1k-9.el8", "lessThan": "*", "status": "unaffected", "versionType": "rpm"}],
    }  # fmt: skip
    system = Component(ref="c", name="RHEL", version="8", cpe="cpe:/o:redhat:enterprise_linux:8")
    assert verdict(system, cve(entry))[0] is UNDETERMINED
    assert verdict(purl("pkg:rpm/redhat/openssl@1:1.1.1k-5.el8?distro=rhel-8.6"), cve(entry))[0] is AFFECTED
    assert verdict(purl("pkg:rpm/redhat/openssl@1:1.1.1k-9.el8_1?distro=rhel-8.6"), cve(entry))[0] is NOT_AFFECTED
    assert judge(purl("pkg:rpm/redhat/openssl@1:1.1.1k-5.el9?distro=rhel-9.1"), cve(entry)) == ()


def test_other_evidence_for_the_pair_lies_beside() -> None:
    advisory = cve(
        pump(below("2.0"), defaultStatus="unaffected", cpes=[], packageURL="pkg:npm/pump"),
        pump(below("9.0"), defaultStatus="unaffected"),
    )
    component = Component(ref="c", name="Pump", version="3.0.0", purl="pkg:npm/pump@3.0.0", cpe=CPE.format("3.0.0"))
    finding = only(component, advisory)
    assert (finding.verdict, finding.evidence.identifier) == (AFFECTED, "cpe")
    assert [(row.identifier, row.verdict) for row in finding.beside] == [("purl", NOT_AFFECTED)]


def test_every_reason_has_its_words_in_both_languages() -> None:
    advisory = cve(pump(below("2.0"), defaultStatus="unaffected", platforms=["Windows"]))
    finding = only(cpe("1.0"), advisory)
    for lang in ("ja", "en"):
        shown = finding_json(finding, lang)
        assert shown["evidence"]["why"]
        assert "{" not in shown["evidence"]["why"]
    assert shown["evidence"]["why_codes"] == ["platforms", "in_range"]
