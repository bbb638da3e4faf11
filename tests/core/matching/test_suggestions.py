"""What a component without identifier may be: the likeliest first, with why, and never more than a suggestion."""

from __future__ import annotations

from kizuki.core.advisories import Advisory, Affected
from kizuki.core.glossary import say
from kizuki.core.matching import KnownProduct, judge, known_products, product_index, suggest
from kizuki.core.sbom import Component


def product(name: str, maker: str) -> KnownProduct:
    return KnownProduct(name, maker, "", f"cpe:2.3:a:{maker}:{name}:*:*:*:*:*:*:*:*", "CVE-1")


INDEX = product_index([product("wolfssl", "wolfssl"), product("openssl", "openssl"), product("wolfmqtt", "wolfssl"),
                       product("pump", "acme"), product("pump", "beta"), product("unrelated", "acme")])  # fmt: skip


def called(name: str, maker: str = "") -> list[tuple[str, str, str]]:
    found = suggest(Component(ref="c", name=name, supplier=maker), INDEX)
    assert [row.score for row in found] == sorted((row.score for row in found), reverse=True)
    return [(row.product.name, row.product.maker, row.why.code) for row in found]


def test_the_name_and_the_maker_decide_the_order() -> None:
    assert called("Pump", "Acme Inc.") == [
        ("pump", "acme", "same_name_same_maker"),
        ("pump", "beta", "same_name_other_maker"),
    ]
    assert called("Acme Pump")[0] == ("pump", "acme", "same_name_same_maker")


def test_a_slip_of_the_pen_still_finds_the_product() -> None:
    assert called("WolfSLL", "wolfSSL Inc.")[0] == ("wolfssl", "wolfssl", "similar_name_same_maker")
    assert called("open-ssl")[0] == ("openssl", "openssl", "same_name_maker_unknown")


def test_a_component_called_as_a_maker_is_shown_that_maker_s_products_last() -> None:
    index = product_index([product("bc c .net", "bouncycastle"), product("bouncycastle", "bouncycastle")])
    found = suggest(Component(ref="c", name="BouncyCastle"), index)
    assert [(row.product.name, row.why.code) for row in found] == [
        ("bouncycastle", "same_name_same_maker"),
        ("bc c .net", "named_as_the_maker"),
    ]


def test_names_without_likeness_suggest_nothing() -> None:
    assert called("ventilator") == called("") == []


def test_the_number_of_suggestions_is_limited() -> None:
    many = product_index([product("pump", f"maker{number}") for number in range(40)])
    assert len(suggest(Component(ref="c", name="pump"), many, limit=3)) == 3


def test_known_products_are_those_that_records_name_by_an_identifier_once_each() -> None:
    rows = (
        Affected("nvd", "NVD", cpes=("cpe:2.3:a:acme:infusion_pump:1.0:*:*:*:*:*:*:*",)),
        Affected("cna", "acme", vendor="Acme", product="Only A Name"),
        Affected("osv", "OSV", packages=("npm/@acme/pump",)),
    )
    found = known_products([Advisory("CVE-1", "nvd", affected=rows), Advisory("CVE-2", "nvd", affected=rows)])
    assert [(row.name, row.maker, row.purl, row.cpe, row.source) for row in found] == [
        ("infusion pump", "acme", "", "cpe:2.3:a:acme:infusion_pump:*:*:*:*:*:*:*:*", "CVE-1"),
        ("pump", "@acme", "pkg:npm/@acme/pump", "", "CVE-1"),
    ]


def test_a_suggestion_changes_no_verdict() -> None:
    component = Component(ref="c", name="WolfSLL", version="1", supplier="wolfSSL")
    assert suggest(component, INDEX)
    row = Affected("nvd", "NVD", cpes=(INDEX.products[0].cpe,))
    assert judge(component, Advisory("CVE-1", "nvd", affected=(row,))) == ()


def test_every_suggestion_has_its_words() -> None:
    for name in ("same_name", "similar_name"):
        for maker in ("same_maker", "maker_unknown", "other_maker"):
            for lang in ("ja", "en"):
                assert "{" not in say(f"matching.suggestion.{name}_{maker}", lang, name="x", maker="y")
    assert "x" in say("matching.suggestion.named_as_the_maker", "ja", name="x", maker="y")
    (found,) = suggest(Component(ref="c", name="open-ssl"), INDEX, limit=1)
    assert "openssl" in found.sentence("ja")
    assert "openssl" in found.sentence("en")
