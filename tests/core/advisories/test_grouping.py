"""Records of several sources side by side."""

from __future__ import annotations

from kizuki.core.advisories import Advisory, Vector, vulnerabilities_of


def record(number: str, *aliases: str, **more: object) -> Advisory:
    return Advisory(id=number, kind="osv", aliases=aliases, **more)  # type: ignore[arg-type]


def test_records_of_one_vulnerability_stand_together_and_each_keeps_what_it_says() -> None:
    nvd = record("CVE-2024-1", vectors=(Vector("NVD", "3.1", "CVSS:3.1/AV:N", 9.8),), publisher="NVD")
    ghsa = record("GHSA-1", "CVE-2024-1", severity="LOW", withdrawn="2024-02-01", publisher="GitHub")
    (found,) = vulnerabilities_of([ghsa, nvd])
    assert found.name == "CVE-2024-1"
    assert [(row.publisher, row.severity, [v.score for v in row.vectors]) for row in found.sayings] == [
        ("GitHub", "LOW", []),
        ("NVD", "", [9.8]),
    ]
    assert found.stands


def test_a_record_about_two_vulnerabilities_does_not_make_them_one() -> None:
    both = record("JVNDB-1", "CVE-2024-1", "CVE-2024-2")
    found = vulnerabilities_of([both, record("CVE-2024-1"), record("CVE-2024-2")])
    assert [(row.name, [saying.record for saying in row.sayings]) for row in found] == [
        ("CVE-2024-1", ["JVNDB-1", "CVE-2024-1"]),
        ("CVE-2024-2", ["JVNDB-1", "CVE-2024-2"]),
    ]
    assert found[0].sayings[0].speaks_of == ("CVE-2024-1", "CVE-2024-2")


def test_a_record_without_a_number_of_cve_joins_by_a_shared_name_and_related_names_join_nothing() -> None:
    rows = [record("GHSA-1", "CVE-2024-1"), record("GO-1", "GHSA-1"), record("ALSA-1", related=("CVE-2024-1",))]
    found = vulnerabilities_of(rows)
    assert [(row.name, len(row.sayings)) for row in found] == [("CVE-2024-1", 2), ("ALSA-1", 1)]


def test_when_every_source_withdrew_nothing_stands() -> None:
    (found,) = vulnerabilities_of([record("CVE-2024-1", withdrawn="x")])
    assert not found.stands


def test_no_record_is_lost() -> None:
    rows = [record(f"X-{n}", *(f"X-{n - 1}",) * (n % 2)) for n in range(9)]
    held = {saying.record for row in vulnerabilities_of(rows) for saying in row.sayings}
    assert held == {row.id for row in rows}
