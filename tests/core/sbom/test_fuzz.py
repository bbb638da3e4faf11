"""No document, however broken, does anything but be read or be refused, in bounded time."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuki.core.refusal import Refused
from kizuki.core.sbom import read_sbom
from kizuki.core.sbom.output import sbom_json
from tests.core.sbom.workbooks import packed, rows, workbook

SECONDS = 2.0
SAMPLES = sorted((Path(__file__).parent / "by_hand").glob("*/*"))
WORKBOOK = workbook(("S", rows(["name", "version", "サポート終了日"], ["openssl", "1.1.1k", "2030-01-31"])))
CONTENTS = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in SAMPLES} | {"workbook.xlsx": WORKBOOK}
PIECES = (
    *(
        b"",
        b"\x00",
        b"\xff\xfe",
        b"<",
        b">",
        b"/>",
        b"]]>",
        b"&x;",
        b"<!DOCTYPE x>",
        b"<text>",
        b"</text>",
        b"{",
        b"}",
    ),
    *(b"[", b"]", b'"', b"'", b"\\", b",", b":", b"\n", b"\r", b"\t", b";", b"null", b"true", b"-1", b"1e999", b"#"),
    *(
        b"Relationship: ",
        b"SPDXID: ",
        b"PackageName: ",
        b"ExternalRef: ",
        b"components",
        b"spdxId",
        b"type",
        b"\xe3\x81",
    ),
)


def swallowed(content: bytes) -> None:
    """Read the content and show it; only a refusal may come out."""
    started = time.process_time()
    with suppress(Refused):
        msgspec.json.encode(sbom_json(read_sbom(content), "ja"))
    assert time.process_time() - started < SECONDS


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A sample with a few places cut out, said twice, or replaced."""
    content = draw(st.sampled_from(sorted(CONTENTS.items())))[1]
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=6))
        kind = draw(st.sampled_from(["replace", "insert", "repeat", "cut"]))
        if kind == "replace":
            content = content[:start] + piece + content[end:]
        elif kind == "insert":
            content = content[:start] + piece * draw(st.integers(1, 50)) + content[start:]
        elif kind == "repeat":
            content = content[:end] + content[start:end] * draw(st.integers(1, 20)) + content[end:]
        else:
            content = content[:start]
    return content


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def of_other_types(draw: st.DrawFn) -> bytes:
    """A JSON sample in which some values are of a type that nobody expects there."""
    name = draw(st.sampled_from([name for name in sorted(CONTENTS) if name.endswith(".json")] + ["spdx2"]))
    value = _SPDX2 if name == "spdx2" else json.loads(CONTENTS[name])

    def changed(inside: object, turns: int) -> object:
        if isinstance(inside, dict) and inside:
            key = draw(st.sampled_from(sorted(inside)))
            return inside | {key: changed(inside[key], turns - 1) if turns else draw(JSON)}
        if isinstance(inside, list) and inside:
            index = draw(st.integers(0, len(inside) - 1))
            return [*inside[:index], changed(inside[index], turns - 1) if turns else draw(JSON), *inside[index + 1 :]]
        return draw(JSON)

    for _ in range(draw(st.integers(1, 4))):
        value = changed(value, draw(st.integers(0, 4)))
    return json.dumps(value).encode("utf-8", "surrogatepass")


_SPDX2 = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "documentDescribes": ["SPDXRef-1"],
    "creationInfo": {"created": "2026-05-01T00:00:00Z", "creators": ["Tool: x"]},
    "packages": [
        {
            "name": "openssl",
            "SPDXID": "SPDXRef-1",
            "checksums": [{"algorithm": "SHA1", "checksumValue": "aa"}],
            "externalRefs": [
                {"referenceCategory": "SECURITY", "referenceType": "purl", "referenceLocator": "pkg:npm/x"}
            ],
        }
    ],
    "relationships": [
        {"spdxElementId": "SPDXRef-1", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-1"}
    ],
}
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=250, deadline=None, suppress_health_check=QUIET)
@given(mutated())
def test_a_broken_document_is_read_or_refused(content: bytes) -> None:
    swallowed(content)


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
@given(of_other_types())
def test_values_of_any_type_are_read_or_refused(content: bytes) -> None:
    swallowed(content)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["xl/workbook.xml", "xl/sharedStrings.xml", "a"]), st.text(max_size=60)))
def test_a_package_of_anything_is_refused(parts: dict[str, str]) -> None:
    swallowed(packed(parts))


@pytest.mark.prove
@settings(max_examples=20_000, deadline=None, suppress_health_check=QUIET)
@given(mutated())
def test_many_broken_documents_are_read_or_refused(content: bytes) -> None:
    swallowed(content)


@pytest.mark.prove
@settings(max_examples=5_000, deadline=None, suppress_health_check=QUIET)
@given(of_other_types())
def test_many_values_of_any_type_are_read_or_refused(content: bytes) -> None:
    swallowed(content)


@pytest.mark.prove
@settings(max_examples=5_000, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_anything_at_all_is_read_or_refused(content: bytes) -> None:
    swallowed(content)
