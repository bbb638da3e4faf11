"""The minimum elements of a list, its score, and what to ask the supplier for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.sbom import Sbom, read_sbom
from kizuki.core.sbom.output import sbom_json
from kizuki.core.sbom.quality import ask_text, quality_of
from tests.shared import shared_data

WHOLE: dict[str, Any] = {
    "type": "library",
    "bom-ref": "a",
    "name": "openssl",
    "version": "1.1.1k",
    "purl": "pkg:generic/openssl@1.1.1k",
    "supplier": {"name": "OpenSSL Foundation"},
}
MADE = {"timestamp": "2026-05-01T00:00:00Z", "authors": [{"name": "Acme Medical"}]}


def listed(*rows: dict[str, Any], metadata: Any = MADE, **more: Any) -> Sbom:
    value = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": metadata,
        "components": list(rows),
    }
    return read_sbom(json.dumps(value | more).encode())


def without(*keys: str, **more: Any) -> dict[str, Any]:
    return {key: value for key, value in WHOLE.items() if key not in keys} | more


def test_a_list_that_has_everything_has_a_hundred_and_asks_for_nothing() -> None:
    other = WHOLE | {"bom-ref": "b"}
    quality = quality_of(listed(WHOLE, other, dependencies=[{"ref": "a", "dependsOn": ["b"]}]))
    assert quality.score == 100.0
    assert quality.asks == ()
    assert {row.because for row in quality.elements} == {"met"}


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        (without("supplier"), "supplier"),
        (without("supplier", group="@scope"), "supplier"),
        (without("supplier", publisher="Maker"), None),
        (without("version", purl="pkg:generic/openssl"), "version"),
        (without("version"), None),
        (without("purl"), "identifier"),
        (without("purl", cpe="cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*"), None),
        (without("purl", swid={"tagId": "t", "name": "openssl"}), None),
        (without("purl", purl="openssl"), "identifier"),
    ],
)
def test_each_element_is_missing_or_met_by_itself(row: dict[str, Any], missing: str | None) -> None:
    parent = WHOLE | {"bom-ref": "p", "components": [row]}
    quality = quality_of(listed(parent, dependencies=[{"ref": "p", "dependsOn": ["a"]}]))
    asks = {ask.ref: ask.missing for ask in quality.asks}
    assert asks == ({"a": (missing,)} if missing else {})


def test_the_score_is_the_mean_of_seven_elements_rounded_down() -> None:
    # Of two components one lacks its supplier, none is related: (0.5 + 1 + 1 + 1 + 0 + 1 + 1) / 7 = 78.57 %
    quality = quality_of(listed(WHOLE, without("supplier", **{"bom-ref": "b"})))
    assert quality.score == 78.5
    counts = {row.code: (row.met, row.count, row.because) for row in quality.elements}
    assert counts["supplier"] == (1, 2, "some")
    assert counts["relationship"] == (0, 2, "none")
    assert counts["author"] == (1, 1, "met")


def test_a_list_without_components_meets_none_of_their_elements() -> None:
    quality = quality_of(listed())
    assert {row.because for row in quality.elements if not row.of_document} == {"no_components"}
    assert quality.score == 28.5


@pytest.mark.parametrize(
    ("metadata", "because"),
    [
        ({"tools": [{"name": "maker"}]}, {"author": "only_tool", "timestamp": "none"}),
        ({}, {"author": "none", "timestamp": "none"}),
        (MADE | {"timestamp": "yesterday"}, {"author": "met", "timestamp": "unreadable"}),
        ({"supplier": {"name": "Acme"}, "timestamp": "2026-05-01T00:00:00Z"}, {"author": "met", "timestamp": "met"}),
    ],
)
def test_a_tool_is_no_author_and_a_word_no_timestamp(metadata: dict[str, Any], because: dict[str, str]) -> None:
    quality = quality_of(listed(WHOLE, metadata=metadata))
    assert {row.code: row.because for row in quality.elements if row.of_document} == because
    lacking = tuple(code for code, word in because.items() if word != "met")
    assert [ask.missing for ask in quality.asks if not ask.ref] == ([lacking] if lacking else [])


def test_what_is_said_but_unclear_is_asked_for_in_both_languages() -> None:
    row = without("purl", purl="no purl", properties=[{"name": "End-of-Support", "value": "Until hardware ends"}])
    (ask,) = quality_of(listed(row, dependencies=[{"ref": "a", "dependsOn": ["x"]}])).asks
    assert ask.also == ("identifier_unreadable", "support_day_unreadable")
    assert "サポート終了日" in ask_text(ask, "ja")
    assert "end-of-support date" in ask_text(ask, "en")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_json_says_each_element_and_each_question(lang: Any) -> None:
    shown = sbom_json(listed(without("supplier", "version", purl="pkg:generic/openssl")), lang)["quality"]
    assert [row["element"] for row in shown["elements"]] == [
        *("supplier", "name", "version", "identifier", "relationship", "author", "timestamp")
    ]
    assert all(row["called"] and row["because"] for row in shown["elements"])
    assert [row["missing"] for row in shown["ask_supplier"]] == [["supplier", "version", "relationship"]]


def test_the_medical_device_lacks_its_relations_one_version_and_every_day_of_support() -> None:
    sbom = read_sbom((shared_data("sboms") / "medical/spacelab-narrow.cdx.json").read_bytes())
    quality = quality_of(sbom)
    met = {row.code: row.met for row in quality.elements}
    assert met == {
        "supplier": 55,
        "name": 55,
        "version": 54,
        "identifier": 55,
        "relationship": 0,
        "author": 1,
        "timestamp": 1,
    }
    assert sum("support_day_unreadable" in ask.also for ask in quality.asks) == 55
