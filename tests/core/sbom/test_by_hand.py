"""Documents written by hand from the specifications, each read as a person reads it."""

from __future__ import annotations

import hashlib
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kizuki.core.sbom import Sbom, read_sbom

FOLDER = Path(__file__).parent / "by_hand"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))


def read(name: str) -> Sbom:
    return read_sbom((FOLDER / name).read_bytes())


def test_every_document_has_its_expectation() -> None:
    files = {f"{path.parent.name}/{path.name}" for path in FOLDER.glob("*/*")}
    assert files == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_document_written_by_hand_is_read_as_a_person_reads_it(name: str) -> None:
    sbom, expected = read(name), EXPECTED[name]
    assert sbom.format == expected["format"]
    assert sbom.spec_version == expected.get("version", "")
    assert sbom.making.encoding == expected.get("encoding", "utf-8")
    assert [f"{row.name} {row.version}" for row in sbom.components] == expected["components"]
    assert list(dict.fromkeys(fault.where for fault in sbom.errors)) == expected.get("faults", [])
    assert (sbom.subject.name if sbom.subject else None) == expected.get("subject")
    assert list(sbom.making.authors) == expected.get("authors", [])
    told = [f"{row.source} {row.kind} {row.target}" for row in sbom.relations if row.kind != "other"]
    assert told == expected.get("relations", [])
    assert sbom.dependencies == sum(" depends_on " in row for row in told)
    assert sbom.sha256 == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["spdx/07.spdx", "spdx/05.rdf", "spdx3/03-identifiers-and-hashes.json"])
def test_the_formatted_cpe_goes_before_the_older_uri(name: str) -> None:
    sbom = read(name)
    assert sbom.components[-1].cpe.startswith("cpe:2.3:a:")
    older = [value for kind, value in sbom.components[-1].details.identifiers if kind == "cpe22"]
    assert len(older) == (0 if name.endswith(".rdf") else 1)


@pytest.mark.parametrize(
    ("name", "until_on"),
    [
        ("spdx/01.yaml", date(2030, 1, 31)),
        ("csv/02-japanese-cp932.csv", date(2023, 9, 11)),
        ("cyclonedx/03-1.7.xml", date(2030, 1, 31)),
        ("swid/06-meta.xml", date(2030, 1, 31)),
    ],
)
def test_the_day_on_which_support_ends_is_kept(name: str, until_on: date) -> None:
    assert read(name).components[0].details.support.until_on == until_on


def test_support_levels_of_spdx_3_are_kept_and_no_assertion_is_none() -> None:
    levels = {row.name: row.details.support.level for row in read("spdx3/04-support.json").components}
    assert levels == {"Pump": "", "RTOS": "limitedSupport", "old RTOS": "endOfSupport", "unknown RTOS": ""}


def test_licences_are_kept_with_their_operators() -> None:
    assert read("spdx/05.rdf").components[0].licenses == ("(MIT OR GPL-2.0-only)",)
    assert read("spdx3/05-licences.json").components[0].licenses == ("GPL-2.0-only OR MIT", "MIT")
    assert read("csv/01-english.csv").components[0].licenses == ("Apache-2.0",)


def test_hashes_are_kept_with_their_algorithm() -> None:
    assert [row.algorithm for row in read("spdx/05.rdf").components[0].hashes] == ["SHA3-256"]
    assert [row.algorithm for row in read("swid/07-payload.xml").components[0].hashes] == ["SHA-256"]
    assert [row.hashes[0].algorithm for row in read("csv/09-several-lines.csv").components] == ["SHA-256", "SHA-1"]


def test_a_version_that_looks_like_a_number_keeps_its_zeros() -> None:
    assert read("spdx/01.yaml").components[0].version == "1.10"


def test_the_supplier_of_a_swid_tag_is_who_made_the_software() -> None:
    component = read("swid/02-roles.xml").components[0]
    assert (component.supplier, component.details.supplier_from) == ("Maker KK", "softwareCreator")


def test_who_made_a_component_stands_in_for_who_supplies_it() -> None:
    component = read("spdx3/11-embedded.json").components[0]
    assert (component.supplier, component.details.supplier_from) == ("Maker KK", "originatedBy")


def test_what_cannot_be_matched_is_told_for_every_format() -> None:
    for name, expected in EXPECTED.items():
        bare = [row for row in read(name).components if not row.purl and not row.cpe]
        told = {row.ref for row in read(name).unmatchable}
        assert {row.ref for row in bare} <= told, name
        assert expected["components"], name
