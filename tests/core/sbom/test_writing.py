"""A component list that we write is valid CycloneDX, read back as it was kept, and carries no vulnerability."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from kizuki.core.sbom import Component, read_sbom
from kizuki.core.sbom.writing import Described, cyclonedx_sbom

AT = datetime(2026, 6, 16, 9, tzinfo=UTC)
PUMP = Described(
    "気づき医療", "輸液ポンプ", "3.2.1", "KZP-7", {"sale": date(2020, 9, 1), "eos": date(2031, 3, 31), "eol": None}
)
PARTS = [
    (1, Component("", "openssl", "3.0.1", "pkg:generic/openssl@3.0.1", supplier="OpenSSL")),
    (2, Component("", "busybox", "", "", "cpe:2.3:a:busybox:busybox:1.0:*:*:*:*:*:*:*")),
    (3, Component("", "自社部品")),
]


def test_what_is_written_is_valid_and_reads_back_as_the_same_components() -> None:
    document = cyclonedx_sbom(PUMP, PARTS, AT)
    read = read_sbom(json.dumps(document).encode())
    assert read.valid, read.errors
    assert [(row.name, row.version, row.purl, row.cpe, row.supplier) for row in read.components] == [
        (row.name, row.version, row.purl, row.cpe, row.supplier) for _, row in PARTS
    ]
    assert read.subject is not None
    assert (read.subject.name, read.subject.version) == ("輸液ポンプ", "3.2.1")


def test_days_of_support_stand_with_the_device_and_days_that_nobody_told_do_not() -> None:
    told = cyclonedx_sbom(PUMP, PARTS, AT)["metadata"]["component"]["properties"]
    assert told == [{"name": "kizuki:eos_on", "value": "2031-03-31"}]


def test_it_says_that_what_depends_on_what_is_not_known() -> None:
    document = cyclonedx_sbom(PUMP, PARTS, AT)
    assert document["compositions"] == [{"aggregate": "unknown", "dependencies": ["KZP-7"]}]
    assert "vulnerabilities" not in document
