"""Package URLs against the official test suite; where we read otherwise it is named, with the reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.core.sbom.purl import package_key, read_purl
from tests.shared import shared_data

READ_ALL_THE_SAME = {
    "pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25": "qualifier keys in capitals mean the same",
    "pkg:npm/myartifact@1.0.0?in%20production=true": "a bad qualifier does not make the package unknown",
}
"""What the suite refuses and we read: a component with a slip in its identifier is compared, not set aside."""


def parsing() -> list[dict[str, Any]]:
    files = sorted((shared_data("purl") / "tests").glob("*.json"))
    tests = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))["tests"]]
    return [row for row in tests if row["test_type"] == "parse"]


def test_every_package_url_of_the_suite_is_read_as_it_says() -> None:
    readable = [row for row in parsing() if not row["expected_failure"]]
    assert len(readable) > 40
    for row in readable:
        purl, expected = read_purl(row["input"]), row["expected_output"]
        assert purl is not None, row["input"]
        assert purl.type == expected["type"]
        # Names are kept as written and compared without regard to case: the key is what two names of one share.
        named = "/".join(filter(None, (expected["namespace"], expected["name"])))
        assert purl.key == package_key(expected["type"], named), row["input"]
        assert purl.version == (expected["version"] or ""), row["input"]
        assert dict(purl.qualifiers) == (expected["qualifiers"] or {}), row["input"]


def test_what_the_suite_refuses_is_refused_but_for_slips_that_leave_the_package_clear() -> None:
    refused = [row["input"] for row in parsing() if row["expected_failure"]]
    assert len(refused) > 8
    assert {text for text in refused if read_purl(text)} == set(READ_ALL_THE_SAME)


@pytest.mark.parametrize("text", ["", "npm/a", "pkg:npm", "pkg:npm/", "pkg:/a", "pkg:maven/@1.3.4", "pkg:1x/a@1"])
def test_what_names_no_package_is_none(text: str) -> None:
    assert read_purl(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pkg:github/Package-URL/Purl-Spec@1", "pkg:github/package-url/purl-spec"),
        ("pkg:PYPI/Django_package@1.11", "pkg:pypi/django-package@2.0"),
        ("pkg:npm/%40angular/core@1", "pkg:npm/@angular/core"),
        ("pkg:deb/debian/curl@7.50?arch=i386", "pkg:deb/debian/curl#path"),
    ],
)
def test_two_spellings_of_one_package_have_one_key(one: str, other: str) -> None:
    left, right = read_purl(one), read_purl(other)
    assert left is not None
    assert right is not None
    assert left.key == right.key
