"""Records that are one: what a withdrawn record gives way to, and the same document under two names."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from kizuki.core.advisories import Advisory, Affected, Status, Vector, read_advisories
from kizuki.core.advisories.duplicates import gives_way_to, is_same_document

# The wordings of real records: GitHub's duplicates, and rejected CVE records of several CNAs.
WORDED = (
    (
        "## Duplicate Advisory\nThis advisory has been withdrawn because it is a duplicate of GHSA-2j79-8pqc-r7x6. This"
        " link is maintained to preserve external references.",
        ("GHSA-2j79-8pqc-r7x6",),
    ),
    (
        "** REJECT ** DO NOT USE THIS CANDIDATE NUMBER. ConsultIDs: CVE-2014-0160. Reason: This candidate is a"
        " reservation duplicate of CVE-2014-0160. Notes: All CVE users should reference"
        " CVE-2014-0160 instead of this candidate.",
        ("CVE-2014-0160",),
    ),
    ("This CVE ID has been rejected in favor of CVE-2024-1234", ("CVE-2024-1234",)),
    (
        "** REJECT ** ConsultIDs: CVE-2021-0001, CVE-2021-0002. Reason: duplicate of CVE-2021-0001 and CVE-2021-0002.",
        (),
    ),
    ("Not a security issue.", ()),
    ("This candidate is a duplicate of itself, CVE-2000-0001", ()),
)


@pytest.mark.parametrize(("text", "names"), WORDED[:3] + WORDED[4:])
def test_a_withdrawn_record_gives_way_to_the_one_that_its_text_names(text: str, names: tuple[str, ...]) -> None:
    assert gives_way_to("CVE-2000-0001", text) == names


def test_a_record_that_names_several_gives_way_to_none() -> None:
    text = "duplicate of CVE-2021-0001, and in favor of CVE-2021-0002"
    assert gives_way_to("CVE-2000-0001", text) == ()


def test_a_rejected_record_says_by_what_it_was_replaced() -> None:
    said = {"providerMetadata": {"orgId": "x"}, "replacedBy": ["CVE-2024-0002"], "rejectedReasons": [{"value": "x"}]}
    meta = {"cveId": "CVE-2024-0001", "state": "REJECTED"}
    record = {"dataType": "CVE_RECORD", "dataVersion": "5.1", "cveMetadata": meta, "containers": {"cna": said}}
    told = json.dumps(record).encode()
    (read,) = read_advisories(told).advisories
    assert read.withdrawn
    assert read.related == ("CVE-2024-0002",)


def _record(name: str, **more: object) -> Advisory:
    product = Affected(role="osv", source="a", product="x", versions=("1.0",), default=Status.UNAFFECTED)
    told = {"vectors": (Vector("a", "3.1", "CVSS:3.1/AV:N"),), "affected": (product,), "summary": "s"}
    return Advisory(id=name, kind="osv", aliases=("CVE-2024-1",), **(told | more))  # type: ignore[arg-type]


def test_the_same_document_under_two_names_is_known_by_what_it_says() -> None:
    one = _record("A-1")
    elsewhere = replace(one.affected[0], source="b", role="csaf")
    assert is_same_document(one, _record("B-1", affected=(elsewhere,), publisher="mirror", references=("https://b",)))
    assert not is_same_document(one, one), "a record is not its own duplicate"
    assert not is_same_document(one, _record("B-1", summary="another"))
    assert not is_same_document(one, _record("B-1", affected=(replace(elsewhere, versions=("1.1",)),)))
    assert not is_same_document(one, replace(_record("B-1"), aliases=("CVE-2024-2",)))
    assert not is_same_document(one, _record("B-1", withdrawn="2024-01-01"))
    assert not is_same_document(_record("A-1", affected=()), _record("B-1", affected=())), "it names no product"
