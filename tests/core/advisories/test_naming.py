"""Which names mean the same vulnerability."""

from __future__ import annotations

import pytest

from kizuki.core.advisories import Advisory
from kizuki.core.advisories.naming import names_of_record, names_shared, numbers_called, upstream_of, written_so

ALL = {
    1: frozenset({"GHSA-aaaa", "CVE-2026-0001"}),
    2: frozenset({"PYSEC-2026-1", "GHSA-aaaa"}),
    3: frozenset({"JVNDB-2026-000001", "CVE-2026-0001", "CVE-2026-0002"}),
    4: frozenset({"OSV:CVE-2026-0002", "CVE-2026-0002"}),
}


def test_a_name_that_two_records_share_makes_them_one() -> None:
    assert names_shared("CVE-2026-0001", ALL) == {"CVE-2026-0001", "GHSA-aaaa", "PYSEC-2026-1"}


def test_a_record_about_two_numbers_makes_them_no_one() -> None:
    assert "CVE-2026-0002" not in names_shared("CVE-2026-0001", ALL)
    assert "JVNDB-2026-000001" not in names_shared("CVE-2026-0002", ALL)
    assert numbers_called("JVNDB-2026-000001", [ALL[3]]) == ("CVE-2026-0001", "CVE-2026-0002")


@pytest.mark.parametrize(
    ("identifier", "related", "upstream"),
    [
        ("UBUNTU-CVE-2026-0001", (), "CVE-2026-0001"),
        ("AZL-12345", ("CVE-2026-0001",), "CVE-2026-0001"),
        ("USN-7000-1", ("CVE-2026-0001", "CVE-2026-0002"), None),
        ("GHSA-aaaa", ("CVE-2026-0001",), None),
    ],
)
def test_a_distribution_names_the_number_as_its_upstream(
    identifier: str, related: tuple[str, ...], upstream: str | None
) -> None:
    advisory = Advisory(id=identifier, kind="osv", related=related)
    assert upstream_of(advisory) == upstream
    assert names_of_record(advisory) == ((identifier, upstream) if upstream else (identifier,))


def test_what_another_feed_calls_related_is_another_vulnerability() -> None:
    assert upstream_of(Advisory(id="AZL-12345", kind="csaf", related=("CVE-2026-0001",))) is None


def test_a_number_in_small_letters_is_the_same_number() -> None:
    assert written_so("cve-2026-0001") == "CVE-2026-0001"
    assert written_so("ghsa-aaaa") == "ghsa-aaaa"
