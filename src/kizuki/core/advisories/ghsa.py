"""GitHub security advisories as its own interfaces give them (REST and GraphQL); exports in OSV are read as OSV."""

from __future__ import annotations

from typing import Any

import msgspec

from kizuki.core.advisories.duplicates import gives_way_to
from kizuki.core.advisories.ecosystems import package_of_github
from kizuki.core.advisories.ranges_as_text import statement_of_text
from kizuki.core.advisories.shapes import Advisory, Affected, Statement, Status, Vector, in_words


def looks_like_ghsa(value: dict[str, Any]) -> bool:
    """Whether a value is such an advisory."""
    return ("ghsa_id" in value or "ghsaId" in value) and "vulnerabilities" in value


def advisory_of(value: dict[str, Any]) -> Advisory:
    """The one shape of the advisory. Raises msgspec.ValidationError where it has no number or packages of no shape."""
    number = _text(value, "ghsa_id", "ghsaId")
    rows = value["vulnerabilities"]
    rows = rows.get("nodes") if isinstance(rows, dict) else rows
    if not number or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise msgspec.ValidationError("an advisory without its number, or without its list of packages")
    identifiers = [str(row.get("value", "")) for row in value.get("identifiers") or [] if isinstance(row, dict)]
    affected = tuple(_affected(rows))
    withdrawn = _text(value, "withdrawn_at", "withdrawnAt")
    return Advisory(
        id=number,
        kind="ghsa",
        aliases=tuple(
            name for name in dict.fromkeys((*identifiers, _text(value, "cve_id"))) if name not in ("", number)
        ),
        summary=_text(value, "summary"),
        published=_text(value, "published_at", "publishedAt"),
        modified=_text(value, "updated_at", "updatedAt"),
        withdrawn=withdrawn,
        vectors=tuple(_vectors(value)),
        affected=affected,
        references=tuple(
            str(row["url"]) if isinstance(row, dict) and "url" in row else str(row)
            for row in value.get("references") or []
        ),
        publisher="GitHub",
        severity=_text(value, "severity").upper(),
        related=gives_way_to(number, _text(value, "description")) if withdrawn else (),
        words=in_words(affected, bool(withdrawn), _text(value, "summary"), _text(value, "description")),
    )


def _affected(rows: list[dict[str, Any]]) -> list[Affected]:
    """One row a package: GitHub gives every range of a package as an entry of its own."""
    packages: dict[tuple[str, str], list[Statement]] = {}
    open_above: set[tuple[str, str]] = set()
    for row in rows:
        package = row.get("package")
        about = package if isinstance(package, dict) else {}
        key = (str(about.get("ecosystem", "")), str(about.get("name", "")))
        text = _text(row, "vulnerable_version_range", "vulnerableVersionRange")
        statement = statement_of_text(Status.AFFECTED, text, "")
        packages.setdefault(key, []).append(statement)
        if statement.high_included and not (row.get("first_patched_version") or row.get("firstPatchedVersion")):
            # The last version known to be affected, and none that is patched: what comes after it is open.
            open_above.add(key)
    return [
        Affected(
            role="osv",
            source="GitHub",
            product=name,
            packages=tuple(filter(None, (package_of_github(ecosystem, name),))),
            statements=tuple(statements),
            default=Status.UNKNOWN if (ecosystem, name) in open_above else Status.UNAFFECTED,
        )
        for (ecosystem, name), statements in packages.items()
    ]


def _vectors(value: dict[str, Any]) -> list[Vector]:
    held = value.get("cvss_severities") or value.get("cvssSeverities") or {"cvss": value.get("cvss")}
    found = []
    for row in held.values() if isinstance(held, dict) else []:
        vector = _text(row, "vector_string", "vectorString") if isinstance(row, dict) else ""
        if vector.startswith("CVSS:"):
            score = row.get("score")
            number = float(score) if isinstance(score, int | float) else None
            found.append(Vector("GitHub", vector.partition("/")[0].removeprefix("CVSS:"), vector, number))
    return found


def _text(value: dict[str, Any], *keys: str) -> str:
    return next((str(value[key]) for key in keys if value.get(key)), "")
