"""Every component list of the reference data: read, or refused with a reason; official schemas as the other opinion."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema_rs
import pytest

from kizuki.core.sbom import Sbom, read_sbom
from tests.shared import shared_data

_SCHEMAS = {"2.2": "2.2.2", "2.3": "2.3.1"}
_SAY_OTHER_THINGS = {
    f"valid-{name}-{version}"
    for name in (
        "bom",
        "component-ref",
        "compositions",
        "dependency",
        "license-expression",
        "license-id",
        "license-name",
    )
    for version in ("1.4", "1.5")
}
"""Official documents that say one thing in JSON and another in XML, seen by eye (other purls, one component more)."""


def files(folder: str) -> list[Path]:
    return sorted(path for path in shared_data(folder).rglob("*") if path.is_file() and path.suffix != ".xz")


@cache
def schema(spec_version: str) -> jsonschema_rs.Validator:
    path = shared_data("spdx") / "schema" / _SCHEMAS[spec_version] / "spdx-schema.json"
    return jsonschema_rs.validator_for(json.loads(path.read_text(encoding="utf-8")))


def official_faults(content: bytes, spec_version: str) -> list[str]:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    errors = schema(spec_version).iter_errors(json.loads(content.decode(encoding)))
    return ["".join(f"/{step}" for step in error.instance_path) for error in errors]


@pytest.mark.parametrize("version", ["1.4", "1.5", "1.6"])
@pytest.mark.parametrize("suffix", [".json", ".xml"])
def test_the_official_cyclonedx_documents_are_valid_where_they_say_so(version: str, suffix: str) -> None:
    documents = [path for path in files(f"cyclonedx/{version}") if path.suffix == suffix]
    assert len(documents) > 30
    for path in documents:
        sbom = read_sbom(path.read_bytes())
        assert sbom.valid == path.name.startswith("valid"), (path.name, sbom.errors[:2])
        assert all(fault.where.startswith(("/", "line ")) for fault in sbom.errors), path.name


def test_one_document_says_the_same_in_json_and_in_xml() -> None:
    pairs = [
        (path, path.with_suffix(".xml"))
        for path in [*files("cyclonedx"), *files("sboms/bom-examples/SBOM")]
        if path.suffix == ".json" and not path.name.startswith("invalid") and path.with_suffix(".xml").exists()
    ]
    compared = [(one, other) for one, other in pairs if one.stem not in _SAY_OTHER_THINGS]
    assert len(compared) == len(pairs) - len(_SAY_OTHER_THINGS) > 90
    for one, other in compared:
        left, right = (
            [(row.name, row.version, row.purl, row.cpe) for row in _read(path).components] for path in (one, other)
        )
        assert left == right, one.name


def _read(path: Path) -> Sbom:
    return read_sbom(path.read_bytes())


def test_the_official_spdx_examples_have_no_fault_in_any_format() -> None:
    counted = 0
    for path in files("spdx/tools-python"):
        sbom = _read(path)
        assert sbom.valid, (path.name, sbom.errors[:3])
        counted += len(sbom.components)
    # Fifteen examples of four packages, and four smaller files of two, one, four and two.
    assert counted == 15 * 4 + 2 + 1 + 4 + 2


def test_one_spdx_document_says_the_same_in_five_formats() -> None:
    for version in ("v2.2", "v2.3", "UTF-16"):
        said = {
            path.name: sorted(
                (row.name, row.version, row.purl, row.cpe, row.supplier) for row in _read(path).components
            )
            for path in files("spdx/tools-python")
            if version in path.name
        }
        assert len(said) == 5
        assert len({str(rows) for rows in said.values()}) == 1, said


def test_the_lists_in_the_wild_are_all_read() -> None:
    counts = {
        path.name: len(_read(path).components) for path in (*files("sboms/in-the-wild"), *files("sboms/hospital"))
    }
    # Counted with grep: PackageName lines, <component elements, and "SPDXID": "SPDXRef-Package…" entries.
    assert counts["istio-source.spdx"] == 138
    assert counts["powershell.spdx"] == 331
    assert counts["fatbom-sbom.spdx"] == 460
    assert counts["cbor-sbom.spdx"] == 1
    assert counts["perl-cdx.xml"] == 419
    assert counts["vulnerable.spdx"] == 10
    assert min(counts.values()) > 0


def test_our_rules_find_every_fault_that_the_official_schema_of_spdx_finds() -> None:
    for path in (*files("spdx/tools-python"), *files("sboms/in-the-wild")):
        if path.suffix == ".json" and "spdx" in _read(path).format:
            _holds_for(path.name, path.read_bytes())


def _holds_for(name: str, content: bytes) -> None:
    sbom = read_sbom(content)
    ours = {fault.where for fault in sbom.errors}
    for place in official_faults(content, sbom.spec_version):
        assert any(place == our or our.startswith(place + "/") or place.startswith(our + "/") for our in ours), (
            name,
            place,
        )


def _containers(step: int) -> Iterator[tuple[str, bytes]]:
    path = shared_data("sboms") / "containers-multi-tool.tar.xz"
    with tarfile.open(path) as archive:
        for index, member in enumerate(row for row in archive if row.isfile()):
            kept = archive.extractfile(member)
            if kept and index % step == 0:
                yield member.name, kept.read()


def test_lists_of_containers_by_several_tools_are_read() -> None:
    tools: dict[str, int] = {}
    for name, content in _containers(13):
        _holds_for(name, content)
        tool = name.rpartition("/")[2].split("-")[1]
        tools[tool] = tools.get(tool, 0) + len(read_sbom(content).components)
    assert set(tools) == {"bom", "syft", "tern", "trivy"}
    assert min(tools.values()) > 0


@pytest.mark.prove
def test_every_list_of_containers_is_read() -> None:
    read = 0
    for name, content in _containers(1):
        _holds_for(name, content)
        read += 1
    assert read == 240
