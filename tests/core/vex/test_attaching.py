"""Statements of others beside a finding."""

from __future__ import annotations

import pytest

from kizuki.core.matching import Verdict
from kizuki.core.sbom import Component
from kizuki.core.vex import VexEvidence, VexProduct, VexStatement, VexStatus, evidence_for

LIB = Component(ref="c", name="lib", version="1.2.0", purl="pkg:npm/lib@1.2.0")
PUMP = Component(ref="p", name="Pump", version="3", cpe="cpe:2.3:a:acme:pump:3:*:*:*:*:*:*:*")


def stated(status: str = "not_affected", at: str = "2024-01-01T00:00:00Z", **product: object) -> VexStatement:
    held = {"ref": "x", "purls": ("pkg:npm/lib@1.2.0",), "version": "1.2.0"} | product
    return VexStatement(
        "openvex",
        "d",
        "/statements/0",
        "Acme",
        at,
        ("CVE-1",),
        VexStatus(status),
        (VexProduct(**held),),  # type: ignore[arg-type]
    )


def beside(
    *statements: VexStatement, verdict: Verdict = Verdict.AFFECTED, product: Component | None = None
) -> list[VexEvidence]:
    return list(evidence_for(LIB, verdict, ("GHSA-1", "CVE-1"), statements, product))


@pytest.mark.parametrize(
    ("status", "verdict", "relation"),
    [
        ("not_affected", Verdict.AFFECTED, "differs"),
        ("fixed", Verdict.AFFECTED, "differs"),
        ("affected", Verdict.AFFECTED, "agrees"),
        ("affected", Verdict.NOT_AFFECTED, "differs"),
        ("fixed", Verdict.NOT_AFFECTED, "agrees"),
        ("not_affected", Verdict.UNDETERMINED, "adds"),
        ("under_investigation", Verdict.AFFECTED, "open"),
    ],
)
def test_a_statement_agrees_or_differs_and_the_verdict_stays(status: str, verdict: Verdict, relation: str) -> None:
    (found,) = beside(stated(status), verdict=verdict)
    assert (found.relation, found.about) == (relation, "component")


def test_a_statement_about_another_vulnerability_or_package_is_none() -> None:
    assert beside(stated(purls=("pkg:npm/other@1.2.0",))) == []
    assert list(evidence_for(LIB, Verdict.AFFECTED, ("CVE-2",), [stated()])) == []


def test_a_statement_about_another_version_is_listed_as_such_and_says_nothing_of_ours() -> None:
    (found,) = beside(stated(version="1.3.0", purls=("pkg:npm/lib@1.3.0",)))
    assert (found.about, found.relation) == ("other_version", "open")


def test_a_range_of_versions_is_held_against_ours() -> None:
    inside, outside = beside(
        stated(version="vers:npm/>=1.0.0|<2.0.0", is_range=True, purls=("pkg:npm/lib",)),
        stated(version="vers:npm/>=2.0.0", is_range=True, purls=("pkg:npm/lib",)),
    )
    assert (inside.about, outside.about) == ("component", "other_version")


def test_a_name_alone_is_unclear() -> None:
    (found,) = beside(stated(purls=(), version="", name="Lib"))
    assert (found.about, found.relation) == ("unclear", "open")


def test_a_component_inside_another_makers_product_says_nothing_sure_of_ours() -> None:
    part = VexProduct("c", purls=("pkg:npm/lib@1.2.0",), version="1.2.0")
    inside = stated(purls=(), cpes=("cpe:2.3:a:acme:pump:3:*:*:*:*:*:*:*",), version="", parts=(part,))
    assert [row.about for row in beside(inside)] == ["unclear"]
    assert [row.about for row in beside(inside, product=PUMP)] == ["component"]


def test_a_statement_about_the_whole_product_is_about_the_product() -> None:
    whole = stated(purls=(), cpes=("cpe:2.3:a:acme:pump:3:*:*:*:*:*:*:*",), version="")
    assert [row.about for row in beside(whole, product=PUMP)] == ["product"]
    assert beside(whole) == []


def test_what_the_same_author_said_before_is_superseded_and_still_shown() -> None:
    old, new = beside(stated("under_investigation"), stated("fixed", at="2024-03-01T00:00:00Z"))
    assert (old.superseded, new.superseded) == (True, False)
