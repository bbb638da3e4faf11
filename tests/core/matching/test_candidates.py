"""What SQL selects is a superset of what the core finds affected or undetermined."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.advisories import (
    Advisory,
    Configuration,
    ConfigurationNode,
    CpeMatch,
    Status,
    affected_of_configurations,
)
from kizuki.core.matching import (
    NO_ALIASES,
    AliasTable,
    DeviceParts,
    Lookup,
    RangeRow,
    Verdict,
    advisory_lookups,
    advisory_rows,
    component_lookups,
    device_parts,
    judge,
)
from kizuki.core.sbom import Component
from tests.core.matching.strategies import (
    aliases,
    components,
    cve_records,
    nvd_records,
    osv_records,
    read,
    worded_records,
)


def selected(lookup: Lookup, row: RangeRow) -> bool:
    """What the query does: equality of the text, and the key between the bounds unless it or they are NULL."""
    if lookup.lookup != row.lookup:
        return False
    return lookup.key is None or (
        (row.low_key is None or row.low_key <= lookup.key) and (row.high_key is None or lookup.key <= row.high_key)
    )


def missing(
    component: Component, advisory: Advisory, table: AliasTable = NO_ALIASES, parts: DeviceParts | None = None
) -> list[Verdict]:
    """Verdicts other than not affected that the query would not have selected."""
    lookups, rows = component_lookups(component, table), advisory_rows(advisory)
    assert {row.lookup for row in rows} <= advisory_lookups(advisory)
    findings = judge(component, advisory, aliases=table, parts=parts)
    found = [finding.verdict for finding in findings if finding.verdict is not Verdict.NOT_AFFECTED]
    return [] if any(selected(lookup, row) for lookup in lookups for row in rows) else found


@settings(max_examples=500, deadline=None)
@given(components, st.one_of(cve_records, osv_records, nvd_records, worded_records), aliases)
def test_no_pair_that_is_affected_or_undetermined_is_missing_from_the_candidates(
    component: Component, advisory: Advisory, table: AliasTable
) -> None:
    assert missing(component, advisory, table) == []


@settings(max_examples=150, deadline=None)
@given(components, nvd_records, st.lists(components, max_size=3), st.booleans())
def test_what_the_device_holds_besides_makes_no_candidate_missing_and_no_unsure_absence_a_no(
    component: Component, advisory: Advisory, others: list[Component], complete: bool
) -> None:
    parts = device_parts([component, *others], complete=complete)
    assert missing(component, advisory, parts=parts) == []
    alone = [finding.verdict for finding in judge(component, advisory)]
    inside = [finding.verdict for finding in judge(component, advisory, parts=device_parts([component, *others]))]
    # A list that nobody confirmed as complete settles what was open as affected or leaves it open.
    assert (Verdict.NOT_AFFECTED in alone) == (Verdict.NOT_AFFECTED in inside)


PUMP = "cpe:2.3:a:acme:pump:*:*:*:*:*:*:*:*"


@pytest.mark.parametrize(
    ("version", "entry"),
    [
        ("7.0", {"version": "7.3", "lessThanOrEqual": "7.3"}),
        ("7.0", {"version": "7.3", "lessThan": "7.3"}),
        ("1.0", {"version": "2:1.0", "lessThan": "2:2.0", "versionType": "rpm"}),
        ("1.0", {"version": "abc", "lessThan": "def", "versionType": "git"}),
        ("9.0", {"version": "1.0", "lessThan": "Patch Tuesday"}),
        ("9.0", {"version": "build 5", "lessThan": "build 9"}),
        ("9.0", {"version": "QCA9563"}),
    ],
)
def test_doubtful_ranges_are_candidates_for_every_version(version: str, entry: dict[str, str]) -> None:
    product = {"vendor": "Qualcomm", "product": "Chips", "cpes": [PUMP], "defaultStatus": "unaffected"}
    containers = {"cna": {"affected": [product | {"versions": [entry | {"status": "affected"}]}]}}
    metadata = {"cveId": "CVE-2024-1", "state": "PUBLISHED"}
    advisory = read({"dataType": "CVE_RECORD", "cveMetadata": metadata, "containers": containers})
    by_cpe = Component("c", name="x", version=version, cpe=PUMP)
    by_model = Component("c", name="Qualcomm QCA9563", version=version, supplier="Qualcomm")
    assert [row.verdict for row in judge(by_cpe, advisory)] == [Verdict.UNDETERMINED]
    assert missing(by_cpe, advisory) == missing(by_model, advisory) == []


def test_the_candidates_are_narrowed_by_the_range() -> None:
    row = {
        "package": {"ecosystem": "npm", "name": "a"},
        "ranges": [{"type": "SEMVER", "events": [{"introduced": "1.0.0"}, {"fixed": "2.0.0"}]}],
    }
    rows = advisory_rows(read({"id": "X", "modified": "2024-01-01T00:00:00Z", "affected": [row]}))
    by_version = {
        text: any(
            selected(lookup, row)
            for lookup in component_lookups(Component("c", purl=f"pkg:npm/a@{text}"))
            for row in rows
            if "purl" in row.lookup
        )
        for text in ("0.9.0", "1.5.0", "2.1.0", "main")
    }
    assert by_version == {"0.9.0": False, "1.5.0": True, "2.1.0": False, "main": True}


def test_the_updates_of_a_version_are_candidates_and_other_versions_are_not() -> None:
    match = CpeMatch("cpe:2.3:a:acme:pump:1.0:*:*:*:*:*:*:*")
    affected = affected_of_configurations((Configuration((ConfigurationNode((match,)),)),), "nvd", "NVD",
                                          Status.UNAFFECTED)  # fmt: skip
    rows = advisory_rows(Advisory("CVE-2024-1", "nvd", affected=affected))

    def found(version: str) -> bool:
        lookups = component_lookups(Component("c", version=version, cpe=PUMP))
        return any(selected(lookup, row) for lookup in lookups for row in rows)

    versions = ["1.0", "1.0-rc1", "1.0p2", "v1.0.0", "foo", "1.1", "0.9", "1.0.1"]
    assert [version for version in versions if found(version)] == ["1.0", "1.0-rc1", "1.0p2", "v1.0.0", "foo"]


def test_a_long_list_of_versions_becomes_few_rows() -> None:
    row = {"package": {"ecosystem": "npm", "name": "a"}, "versions": [f"1.{n}.0" for n in range(500)]}
    rows = advisory_rows(read({"id": "X", "modified": "2024-01-01T00:00:00Z", "affected": [row]}))
    assert len(rows) <= 4


def test_one_text_is_always_compared_in_one_scheme() -> None:
    component = Component(
        "c", name="pump", version="1.0", purl="pkg:deb/debian/pump@1.0", cpe="cpe:2.3:a:acme:pump:1.0:*:*:*:*:*:*:*"
    )
    assert {(row.lookup.split()[0], row.scheme) for row in component_lookups(component)} == {
        ("purl", "deb"),
        ("cpe", "generic"),
        ("name", "generic"),
        ("word", ""),
    }
