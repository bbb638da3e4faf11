"""OSV records (schema 1.x), as JSON or YAML values."""

from __future__ import annotations

from typing import Any

import msgspec

from kizuki.core.advisories.duplicates import gives_way_to
from kizuki.core.advisories.ecosystems import package_of_ecosystem, package_of_purl, publisher_of, repository_of
from kizuki.core.advisories.shapes import Advisory, Affected, Statement, Status, Vector, in_words


class Severity(msgspec.Struct):
    """`severity[]`."""

    type: str
    score: str


class Package(msgspec.Struct):
    """`affected[].package`."""

    name: str = ""
    ecosystem: str = ""
    purl: str = ""


class Range(msgspec.Struct):
    """`affected[].ranges[]`."""

    type: str
    events: list[dict[str, str]] = []
    repo: str = ""


class Affects(msgspec.Struct):
    """`affected[]`."""

    package: Package | None = None
    severity: list[Severity] | None = None
    ranges: list[Range] | None = None
    versions: list[str] | None = None


class Record(msgspec.Struct):
    """An OSV record, as far as it is read."""

    id: str
    modified: str
    published: str | None = None
    withdrawn: str | None = None
    aliases: list[str] | None = None
    upstream: list[str] | None = None
    summary: str | None = None
    details: str | None = None
    severity: list[Severity] | None = None
    affected: list[Affects] | None = None
    references: list[dict[str, Any]] | None = None
    related: list[str] | None = None
    database_specific: Any = None


def advisory_of(record: Record) -> Advisory:
    """The one shape of an OSV record. Versions that it does not name are not affected (OSV schema, evaluation)."""
    affected = record.affected or []
    scores = [*(record.severity or []), *(score for row in affected for score in row.severity or [])]
    of_cve = record.id.startswith("CVE-")
    rows = tuple(part for row in affected for part in _affected(row))
    return Advisory(
        # The CVE list has a record of its own under the bare number, and neither may take the other's place.
        id=f"OSV:{record.id}" if of_cve else record.id,
        kind="osv",
        aliases=tuple(dict.fromkeys((*((record.id,) if of_cve else ()), *(record.aliases or ())))),
        document=record.id if of_cve else "",
        summary=record.summary or " ".join((record.details or "").split())[:300],
        published=record.published or "",
        modified=record.modified,
        withdrawn=record.withdrawn or "",
        vectors=tuple(dict.fromkeys(Vector("osv", _system(score), score.score) for score in scores)),
        affected=rows,
        references=tuple(str(row["url"]) for row in record.references or () if "url" in row),
        related=tuple(dict.fromkeys((*(record.upstream or ()), *(record.related or ()), *_instead(record)))),
        publisher=publisher_of(record.id),
        severity=_word(record.database_specific),
        words=in_words(rows, bool(record.withdrawn), record.summary or "", record.details or ""),
    )


def _instead(record: Record) -> tuple[str, ...]:
    """What a withdrawn record gives way to."""
    return gives_way_to(record.id, record.summary or "", record.details or "") if record.withdrawn else ()


def _word(extra: Any) -> str:
    """The word for how grave it is, which GitHub and others put beside the record (`HIGH`)."""
    word = extra.get("severity") if isinstance(extra, dict) else None
    return word if isinstance(word, str) else ""


def _affected(row: Affects) -> list[Affected]:
    """The package of one entry; its commits stand apart, since they speak of the repository."""
    package = row.package or Package()
    ranges = row.ranges or []
    key, release = package_of_ecosystem(package.ecosystem, package.name)
    keys = tuple(dict.fromkeys(k for k in (key, package_of_purl(package.purl)) if k))
    statements = tuple(statement for r in ranges if r.type != "GIT" for statement in _statements(r))
    commits = [r for r in ranges if r.type == "GIT"]
    found = []
    if package.name or statements or row.versions:
        # A record that names a package and no version at all leaves them open.
        known = bool(statements or row.versions or commits)
        found.append(
            Affected(
                role="osv",
                source="OSV",
                product=package.name,
                packages=keys,
                release=release,
                statements=statements or (_commits(commits) if not row.versions else ()),
                versions=tuple(row.versions or ()),
                default=Status.UNAFFECTED if known else Status.UNKNOWN,
            )
        )
    for repo in dict.fromkeys(repository_of(r.repo) for r in commits) if not package.name else ():
        if repo:
            of_it = [r for r in commits if repository_of(r.repo) == repo]
            found.append(
                Affected(
                    "osv",
                    "OSV",
                    repository=repo,
                    statements=_commits(of_it),
                    versions=tuple(row.versions or ()),
                    default=Status.UNAFFECTED,
                )
            )
    return found


def _statements(row: Range) -> list[Statement]:
    """The events of a range as the ranges they bound: each `introduced` up to the next `fixed` or `last_affected`."""
    found: list[Statement] = []
    low: str | None = None
    for event in row.events:
        high = event.get("fixed") or event.get("last_affected") or ""
        if event.get("introduced"):
            low = event["introduced"] if low is None else low
        elif low is not None and high:
            found.append(_between(low, high, not event.get("fixed")))
            low = None
        elif "limit" not in event:
            found.append(Statement(Status.AFFECTED, _as_text(row), unreadable="range_unreadable"))
    if low is not None:
        found.append(_between(low, "", False))
    return found


def _as_text(row: Range) -> str:
    return ", ".join(f"{name} {version}" for event in row.events for name, version in event.items())


def _between(low: str, high: str, included: bool) -> Statement:
    upper = f"{'<=' if included else '<'} {high}" if high else ""
    text = ", ".join(filter(None, (f">= {low}", upper)))
    return Statement(Status.AFFECTED, text, low="" if low == "0" else low, high=high, high_included=included)


def _commits(ranges: list[Range]) -> tuple[Statement, ...]:
    return tuple(
        Statement(Status.AFFECTED, f"git {name}: {commit}", exact=commit, version_type="git")
        for row in ranges
        for event in row.events
        for name, commit in event.items()
        if name in ("introduced", "last_affected")
    )


def _system(score: Severity) -> str:
    """`3.1` from the vector itself, else the type that the record gives."""
    label, _, rest = score.score.partition("/")
    return label.removeprefix("CVSS:") if label.startswith("CVSS:") and rest else score.type.removeprefix("CVSS_V")
