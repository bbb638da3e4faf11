"""CPE 2.3 names against each other: escapes, wildcards, NA, parts, and firmware with its hardware."""

from __future__ import annotations

import pytest

from kizuki.core.advisories import (
    Advisory,
    Configuration,
    ConfigurationNode,
    CpeMatch,
    Status,
    affected_of_configurations,
)
from kizuki.core.matching import Verdict, advisory_lookups, component_lookups, judge
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import pattern_of, written_like

AFFECTED, UNDETERMINED, NOT_AFFECTED = Verdict.AFFECTED, Verdict.UNDETERMINED, Verdict.NOT_AFFECTED


def record(criterion: str) -> Advisory:
    rows = (Configuration((ConfigurationNode((CpeMatch(criterion),)),)),)
    affected = affected_of_configurations(rows, "nvd", "NVD", Status.UNAFFECTED)
    return Advisory("CVE-2024-1", "nvd", affected=affected, configurations=rows)


def answer(ours: str, theirs: str, version: str = "") -> Verdict | None:
    component = Component("c", name="thing", version=version, cpe=ours)
    findings = judge(component, record(theirs))
    shared = advisory_lookups(record(theirs)) & {row.lookup for row in component_lookups(component)}
    assert not findings or shared, "a finding that no lookup leads to"
    return findings[0].verdict if findings else None


def name(product: str, version: str = "*", part: str = "a", vendor: str = "acme", rest: str = "*:*:*:*:*:*:*") -> str:
    return f"cpe:2.3:{part}:{vendor}:{product}:{version}:{rest}"


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (name("pump", "1.0"), name("pump"), AFFECTED),
        (name("pump", "1.0"), name("pu*"), AFFECTED),
        (name("pump", "1.0"), name("pum?"), AFFECTED),
        (name("pump", "1.0"), name("*"), AFFECTED),
        (name("pump", "1.0"), name("pump", vendor="a*"), AFFECTED),
        (name("pump", "1.0"), name("pump", vendor="*"), AFFECTED),
        (name("pump", "1.0"), name("valve*"), None),
        (name("pump", "1.0"), name("*", vendor="beta"), None),
        (name("pump", "1.0"), name("*", vendor="*"), None),
        (name("pump", "1.0"), name("-"), None),
        (name(r"pump\*", "1.0"), name(r"pump\*"), AFFECTED),
        (name("pumpx", "1.0"), name(r"pump\*"), None),
        (name(r"c\+\+", "1.0"), name("c++"), AFFECTED),
    ],
)
def test_vendor_and_product_are_compared_with_escapes_and_wildcards(
    ours: str, theirs: str, expected: Verdict | None
) -> None:
    assert answer(ours, theirs) is expected


@pytest.mark.parametrize(
    ("version", "theirs", "expected"),
    [
        ("1.4.7", "1.4.*", AFFECTED),
        ("v1.4.7", "1.4.*", AFFECTED),
        ("1.5", "1.4.*", NOT_AFFECTED),
        ("", "1.4.*", UNDETERMINED),
        ("2.1", "2.?", AFFECTED),
        ("2.10", "2.?", NOT_AFFECTED),
        (r"10.5(1)", r"10.5\(1\)", AFFECTED),
        ("10.5(2)", r"10.5\(1\)", UNDETERMINED),
        ("1.0", "-", UNDETERMINED),
        ("1.0rc1", "1.0:rc1", AFFECTED),
        ("1.0", "1.0:rc1", NOT_AFFECTED),
        ("1.0-rc1", "1.0:-", NOT_AFFECTED),
        ("1.0rc2", "1.0:rc?", AFFECTED),
        ("1.0rc2", "1.0:beta*", NOT_AFFECTED),
        ("1.0p1", "1.0:*", UNDETERMINED),
        ("1.0", "1.0:*", AFFECTED),
        ("1.1", "1.0:*", NOT_AFFECTED),
    ],
)
def test_version_and_update_of_the_name_are_compared_as_versions_and_as_written(
    version: str, theirs: str, expected: Verdict
) -> None:
    version_and_update = theirs if ":" in theirs else f"{theirs}:*"
    criterion = f"cpe:2.3:a:acme:pump:{version_and_update}:*:*:*:*:*:*"
    assert answer(name("pump"), criterion, version) is expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (name("pump", "1.0", "a"), name("pump", part="o"), UNDETERMINED),
        (name("pump", "1.0", "h"), name("pump", part="h"), AFFECTED),
        (name("pump", "1.0", "h"), name("pump_firmware", part="o"), UNDETERMINED),
        (name("pump_firmware", "1.0", "o"), name("pump_firmware", part="o"), AFFECTED),
        (name("pump", "1.0", "*"), name("pump", part="a"), AFFECTED),
    ],
)
def test_another_part_is_a_doubt_and_hardware_is_not_its_firmware(ours: str, theirs: str, expected: Verdict) -> None:
    assert answer(ours, theirs) is expected


@pytest.mark.parametrize(
    ("value", "text", "alike"),
    [
        ("a*c", "abbc", True),
        ("a*c", "abcd", False),
        ("a?c", "ac", True),
        ("*x?*y", "xy", True),
        (r"a\*", "ab", False),
    ],
)
def test_wildcards_stand_for_any_signs_or_for_one_or_none(value: str, text: str, alike: bool) -> None:
    assert bool(pattern_of(value).fullmatch(text)) is alike


def test_a_wildcard_made_to_be_slow_is_answered_at_once() -> None:
    assert not pattern_of("a*" * 60 + "z").fullmatch("a" * 5000)
    assert not written_like("1.*" * 60 + "z", "1." * 100)
