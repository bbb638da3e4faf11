"""A name that a person has settled is an identifier, and says who settled it."""

from __future__ import annotations

import pytest

from kizuki.core.advisories import Advisory, Affected, Statement, Status
from kizuki.core.matching import (
    Alias,
    Verdict,
    advisory_rows,
    alias_table,
    component_lookups,
    finding_json,
    judge,
)
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component

CPE = "cpe:2.3:o:ubnt:unifi_ap:*:*:*:*:*:*:*:*"
BELOW = Statement(Status.AFFECTED, "< 2.0", high="2.0")
RECORD = Advisory("CVE-1", "nvd", affected=(Affected("nvd", "NVD", cpes=(CPE,), statements=(BELOW,),
                                                     default=Status.UNAFFECTED),))  # fmt: skip
ALIAS = Alias("UniFi Access Point", "Ubiquiti Inc.", "", CPE, "t.sato", "2026-06-01")


def component(version: str = "1.0", name: str = "UniFi Access Point", maker: str = "Ubiquiti Inc.") -> Component:
    return Component(ref="c", name=name, version=version, supplier=maker)


def test_an_alias_makes_a_name_decidable_and_the_evidence_says_who_confirmed_it() -> None:
    table = alias_table([ALIAS])
    assert judge(component(), RECORD) == ()
    (found,) = judge(component(), RECORD, aliases=table)
    (cleared,) = judge(component("2.0"), RECORD, aliases=table)
    assert (found.verdict, cleared.verdict) == (Verdict.AFFECTED, Verdict.NOT_AFFECTED)
    assert found.component == component()
    shown = finding_json(found, "en")["evidence"]
    assert (shown["identifier"], shown["searched"]) == ("cpe", CPE)
    assert "was confirmed to be this product by t.sato on 2026-06-01" in shown["why"]


def test_an_alias_settles_an_undetermined_name() -> None:
    row = Affected("cna", "acme", vendor="Acme", product="Pump", cpes=(CPE.replace("ubnt:unifi_ap", "acme:pump"),),
                   statements=(BELOW,), default=Status.UNAFFECTED)  # fmt: skip
    record = Advisory("CVE-2", "cve5", affected=(row,))
    named = Component(ref="c", name="Pump", version="1.0")
    assert [found.evidence.why[0].code for found in judge(named, record)] == ["name_only"]
    table = alias_table([Alias("pump", "", "", row.cpes[0], "a", "2026-01-01")])
    assert [found.verdict for found in judge(named, record, aliases=table)] == [Verdict.AFFECTED]


@pytest.mark.parametrize(
    ("name", "maker", "meets"),
    [
        ("ＵｎｉＦｉ access  point", "UBIQUITI INC.", True),
        ("UniFi Access Point", "", False),
        ("UniFi Access Point 2", "Ubiquiti Inc.", False),
    ],
)
def test_an_alias_holds_for_the_name_and_maker_that_the_person_saw_and_no_other(
    name: str, maker: str, meets: bool
) -> None:
    assert bool(judge(component(name=name, maker=maker), RECORD, aliases=alias_table([ALIAS]))) is meets


def test_an_identifier_of_its_own_stays_beside_the_confirmed_one() -> None:
    wrong = Component(ref="c", name="UniFi Access Point", version="1.0", supplier="Ubiquiti Inc.",
                      cpe="cpe:2.3:a:someone:else:1.0:*:*:*:*:*:*:*")  # fmt: skip
    lookups = {row.lookup for row in component_lookups(wrong, alias_table([ALIAS]))}
    assert {"cpe someone:else", "cpe ubnt:unifi_ap"} <= lookups
    assert [row.verdict for row in judge(wrong, RECORD, aliases=alias_table([ALIAS]))] == [Verdict.AFFECTED]


def test_a_component_is_found_by_the_identifiers_of_its_alias() -> None:
    rows = {row.lookup for row in advisory_rows(RECORD)}
    assert not rows & {row.lookup for row in component_lookups(component())}
    assert rows & {row.lookup for row in component_lookups(component(), alias_table([ALIAS]))}


@pytest.mark.parametrize(
    ("alias", "place"),
    [
        (Alias("", "", "pkg:npm/a", "", "x", "2026-01-01"), "name"),
        (Alias("a", "", "pkg:npm/a", "", "", "2026-01-01"), "confirmed_by"),
        (Alias("a", "", "pkg:npm/a", "", "x", ""), "confirmed_on"),
        (Alias("a", "", "", "", "x", "2026-01-01"), "purl"),
        (Alias("a", "", "npm/a", "", "x", "2026-01-01"), "purl"),
        (Alias("a", "", "pkg:npm/a@1", "", "x", "2026-01-01"), "purl"),
        (Alias("a", "", "", "cpe:2.3:a:*:b:*", "x", "2026-01-01"), "cpe"),
        (Alias("a", "", "", CPE.replace("ap:*", "ap:1"), "x", "2026-01-01"), "cpe"),
    ],
)
def test_an_alias_that_cannot_serve_is_refused_by_its_field(alias: Alias, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        alias_table([alias])
    assert refusal.value.place == place
