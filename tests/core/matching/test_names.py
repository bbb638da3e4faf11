"""What a name, a repository or a model number is good for."""

from __future__ import annotations

import pytest

from kizuki.core.matching import judge
from kizuki.core.sbom import Component
from tests.core.matching.cases import AFFECTED, NOT_AFFECTED, UNDETERMINED, below, cve, osv, verdict


def named(name: str, version: str = "1.0", supplier: str = "", text: str = "") -> Component:
    return Component(ref="c", name=name, version=version, supplier=supplier, purl=text)


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (named("Pump", supplier="ACME Inc."), "name_and_maker"),
        (named("Acme Pump", supplier="ACME"), "name_and_maker"),
        (named("pump"), "name_only"),
        (named("Pump", supplier="Beta GmbH"), "maker_differs"),
    ],
)
def test_a_name_alone_only_suggests(component: Component, expected: str) -> None:
    entry = {"vendor": "Acme", "product": "Pump", "versions": [below("2.0")], "defaultStatus": "unaffected"}
    assert verdict(component, cve(entry)) == (UNDETERMINED, [expected, "in_range"])
    assert verdict(named(component.name, "9.9", component.supplier), cve(entry))[0] is NOT_AFFECTED


def test_a_name_does_not_lead_from_one_ecosystem_to_another() -> None:
    advisory = osv("PyPI", "requests", {"introduced": "0"})
    assert judge(named("requests", text="pkg:npm/requests@1.0.0"), advisory) == ()
    assert verdict(named("requests"), advisory)[0] is UNDETERMINED


@pytest.mark.parametrize(
    ("text", "product", "found"),
    [
        ("pkg:npm/%40nlpjs/core@1.0.0", "core", False),
        ("pkg:golang/github.com/elastic/harp/pkg/vault@v1.0.0", "vault", False),
        ("pkg:maven/mysql/mysql@1.0", "mysql", True),
        ("pkg:maven/commons-io/commons-io@1.0", "commons io", True),
        ("pkg:nuget/core@1.0.0", "core", True),
    ],
)
def test_the_last_step_of_a_package_s_path_is_not_its_whole_name(text: str, product: str, found: bool) -> None:
    entry = {"vendor": "Someone Else", "product": product, "versions": [below("2.0")]}
    component = named(
        text.partition("@1")[0].rpartition("/")[2].removesuffix("@v1.0.0"), supplier="Makers", text=text
    )
    assert bool(judge(component, cve(entry))) is found


def test_names_without_their_makers_are_nothing_where_the_makers_differ() -> None:
    entry = {"vendor": "Helix", "product": "Helix Core", "versions": [below("2.0")]}
    assert judge(named("Castle.Core", supplier="Castle Project"), cve(entry)) == ()


def test_a_chip_that_is_listed_in_the_place_of_versions_is_found() -> None:
    entry = {
        "vendor": "Qualcomm, Inc.",
        "product": "Snapdragon",
        "defaultStatus": "unaffected",
        "versions": [{"version": "QCA9563", "status": "affected"}],
    }
    component = Component(ref="c", name="Qualcomm Atheros QCA9563", supplier="Qualcomm")
    assert verdict(component, cve(entry)) == (UNDETERMINED, ["name_and_maker", "model_listed"])


def test_a_repository_of_the_product_s_own_name_is_an_identifier_and_another_product_s_is_a_doubt() -> None:
    entry = {
        "vendor": "wolfSSL",
        "product": "wolfSSL",
        "repo": "https://github.com/wolfSSL/wolfssl",
        "versions": [below("5.6.5")],
    }
    component = Component(ref="c", name="WolfSSL", version="4.8.1", purl="pkg:github/wolfssl/wolfssl")
    assert verdict(component, cve(entry)) == (AFFECTED, ["in_range"])
    assert verdict(component, cve(entry | {"product": "Tool"})) == (UNDETERMINED, ["repository_only", "in_range"])
