"""Whatever a feed sends, a reader answers: with records, with refusals by place, never with a crash."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.advisories import read_advisories, vulnerabilities_of
from kizuki.core.matching import advisory_rows, judge
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component
from kizuki.core.vex import read_vex
from tests.core.advisories.test_csaf import FIXED, RANGE, document
from tests.core.advisories.test_feeds_of_others import RUST, VULDEF, configurations, npm, nvd

PART = Component(
    ref="c", name="pump", version="1.0", purl="pkg:npm/lib@1.0", cpe="cpe:2.3:a:acme:pump:1.0:*:*:*:*:*:*:*"
)
STATEMENT = {"vulnerability": {"name": "CVE-2024-1"}, "products": [{"@id": "pkg:npm/lib@1.0"}], "status": "fixed"}
SAMPLES: list[Any] = [
    nvd(configurations=configurations(versionEndExcluding="2.0")),
    {"resultsPerPage": 1, "totalResults": 1, "vulnerabilities": [nvd()]},
    json.loads(document([{"cve": "CVE-2024-1", "product_status": {"known_affected": ["P1"]}}], [RANGE, FIXED])),
    npm("8.x || 7.x", "^8.1.4"),
    {"cve": ["CVE-2024-1"], "vulnerable": "8.x", "patched": "^8.1"},
    {"advisory": {"id": "RUSTSEC-1", "package": "a"}, "versions": {"patched": [">= 1"]}, "body": ""},
    {"ghsa_id": "GHSA-1", "vulnerabilities": [{"package": {"ecosystem": "pip", "name": "a"}}]},
    {"feed": {"entry": [{"id": "JVNDB-1", "products": [{"pname": "a", "product_ids": {}}]}]}},
    {
        "name": "lib",
        "releases": [{"releaseCycle": "1", "eol": "2024-01-01"}],
        "identifiers": [{"purl": "pkg:npm/lib"}],
    },
    {"catalogVersion": "1", "vulnerabilities": [{"cveID": "CVE-2024-1", "dateAdded": "2024-01-01"}]},
    [{"cveId": "CVE-2024-1", "euvdId": "EUVD-2024-1", "dateAdded": "2024-01-01", "sources": ["cisa_kev"]}],
    {
        "items": [{"enisaUuid": "u", "aliases": "CVE-2024-1\n", "exploitedSince": "Jan 1, 2024, 1:00:00 AM"}],
        "total": 1,
    },
    {
        "data": [{"cve": ["CVE-2024-1"], "vendorProject": "a", "date_added": "2024-01-01T00:00:00Z"}],
        "_meta": {"total_documents": 1, "timestamp": "2024-01-02T00:00:00Z"},
    },
    {"@context": "https://openvex.dev/ns/v0.2.0", "author": "a", "statements": [STATEMENT]},
    {
        "bomFormat": "CycloneDX",
        "components": [{"bom-ref": "a", "purl": "pkg:npm/lib@1.0"}],
        "vulnerabilities": [
            {"id": "CVE-2024-1", "analysis": {"state": "resolved"}, "affects": [{"ref": "a", "versions": [{}]}]}
        ],
    },
]
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["*", "-", "< 2", "vers:npm/>=1|<2"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=3,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key, row in inner for place in places(row, (*path, key))]


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    value = copy.deepcopy(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(1, 3))):
        found = places(value)
        if found:
            *way, last = draw(st.sampled_from(found))
            holder = value
            for key in way:
                holder = holder[key]
            holder[last] = draw(ODD)
    return value


def answers(content: bytes) -> None:
    """Everything that is done with what was read: it answers, or refuses."""
    try:
        read = read_advisories(content, "file.json")
    except Refused:
        read = None
    for advisory in read.advisories if read else ():
        advisory_rows(advisory)
        judge(PART, advisory)
    vulnerabilities_of(read.advisories if read else ())
    try:
        read_vex(content)
    except Refused:
        return


@settings(max_examples=150, deadline=None)
@given(spoilt())
def test_a_spoilt_document_is_answered_or_refused(value: Any) -> None:
    answers(json.dumps(value).encode())


@pytest.mark.prove
@settings(max_examples=5_000, deadline=None)
@given(spoilt())
def test_many_spoilt_documents_are_answered_or_refused(value: Any) -> None:
    answers(json.dumps(value).encode())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([VULDEF, RUST]), st.integers(0, 900), st.integers(0, 40), st.binary(max_size=6))
def test_a_text_that_was_cut_and_patched_is_answered_or_refused(
    text: str, at: int, length: int, patch: bytes
) -> None:
    content = text.encode()
    answers(content[:at] + patch + content[at + length :])


def test_a_document_that_nests_too_deep_or_declares_entities_is_refused() -> None:
    with pytest.raises(Refused, match="deeper"):
        read_advisories(b'{"cve": ' * 300 + b"1" + b"}" * 300)
    with pytest.raises(Refused, match="DOCTYPE"):
        read_advisories(b'<!DOCTYPE x [<!ENTITY a "b">]><VULDEF-Document/>')
