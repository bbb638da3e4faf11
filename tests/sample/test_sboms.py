"""The component lists, against the official CycloneDX schema."""

import json
import re
from importlib import resources
from typing import Any

import jsonschema_rs
import pytest
from packageurl import PackageURL

from tests.sample.portfolio import DEVICES, SBOMS

CPE = re.compile(r"cpe:2\.3:[aho](:(?:[^:\\\s]|\\.)+){10}")
REAL_PARTS = {
    "FreeRTOS", "wolfSSL", "OpenSSL", "BusyBox", "Linux kernel", "log4net", "Newtonsoft.Json", "zlib", "lwIP",
    "Mbed TLS", "U-Boot", "curl", "SQLite", "Apache Tomcat", ".NET Runtime", "DCMTK",
    "Windows 10 IoT Enterprise LTSC 2019",
}  # fmt: skip


def resource(name: str) -> dict[str, Any]:
    file = resources.files("cyclonedx.schema") / "_res" / f"{name}.SNAPSHOT.schema.json"
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema() -> jsonschema_rs.Validator:
    base = "http://cyclonedx.org/schema"
    beside = ("spdx", "jsf-0.82", "cryptography-defs")
    registry = jsonschema_rs.Registry([(f"{base}/{name}.SNAPSHOT.schema.json", resource(name)) for name in beside])
    return jsonschema_rs.Draft7Validator(resource("bom-1.6"), registry=registry, offline=True)


@pytest.mark.parametrize("name", SBOMS)
def test_an_sbom_is_valid_cyclonedx_1_6(name: str, schema: jsonschema_rs.Validator) -> None:
    assert SBOMS[name]["specVersion"] == "1.6"
    assert [error.message for error in schema.iter_errors(SBOMS[name])] == []


def test_the_schema_would_refuse_a_component_without_a_name(schema: jsonschema_rs.Validator) -> None:
    wrong = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library"}]}
    assert not schema.is_valid(wrong)


@pytest.mark.parametrize("name", SBOMS)
def test_an_sbom_has_ten_to_twenty_five_parts_and_every_reference_points_to_one(name: str) -> None:
    parts = SBOMS[name]["components"]
    refs = [part["bom-ref"] for part in parts]
    root = SBOMS[name]["metadata"]["component"]["bom-ref"]
    assert 10 <= len(parts) <= 25
    assert len(set(refs)) == len(refs)
    for row in SBOMS[name]["dependencies"]:
        assert {row["ref"], *row["dependsOn"]} <= {root, *refs}


@pytest.mark.parametrize("name", SBOMS)
def test_identifiers_are_well_formed_and_carry_the_version_of_their_part(name: str) -> None:
    for part in SBOMS[name]["components"]:
        if "purl" in part:
            PackageURL.from_string(part["purl"])
            assert part["version"] in part["purl"] if "version" in part else "@" not in part["purl"]
        if "cpe" in part:
            assert CPE.fullmatch(part["cpe"]), part["cpe"]


@pytest.mark.parametrize("name", SBOMS)
def test_two_or_more_parts_cannot_be_matched_as_in_real_life(name: str) -> None:
    parts = SBOMS[name]["components"]
    without = [part for part in parts if "version" not in part or not ({"purl", "cpe"} & set(part))]
    assert len(without) >= 2
    assert [part for part in without if part.get("supplier", {}).get("name", "").startswith("見本メディカル")]


def test_the_well_known_parts_are_all_there() -> None:
    assert {part["name"] for sbom in SBOMS.values() for part in sbom["components"]} >= REAL_PARTS


@pytest.mark.parametrize("key", DEVICES)
def test_an_sbom_names_the_device_and_release_that_it_belongs_to(key: str) -> None:
    (release,) = DEVICES[key]["releases"]
    product = SBOMS[release["sbom"]]["metadata"]["component"]
    assert product["name"] == DEVICES[key]["brand"]["ja"]
    assert product["version"] == release["version"]
