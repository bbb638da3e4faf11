"""Two databases in their own shapes: RustSec (Cargo) and the Node.js Security Working Group (npm, Node.js itself)."""

from __future__ import annotations

import hashlib
import re
import tomllib
from typing import Any

import msgspec
from msgspec.structs import replace

from kizuki.core.advisories.intervals import Interval, intervals_of, statement_of, without
from kizuki.core.advisories.shapes import Advisory, Affected, Statement, Status, Vector
from kizuki.core.refusal import Refused
from kizuki.core.sbom.purl import package_key

_FRONT = re.compile(r"\A\s*```toml\s*\n(?P<front>.*?)\n```\s*\n?(?P<body>.*)\Z", re.DOTALL)
_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_EVERY = (Interval(),)


class RustHead(msgspec.Struct):
    """`[advisory]` of a RustSec record."""

    id: str
    package: str
    date: str = ""
    aliases: list[str] = []
    related: list[str] = []
    cvss: str = ""
    url: str = ""
    references: list[str] = []
    informational: str = ""
    withdrawn: str = ""
    title: str = ""


class RustVersions(msgspec.Struct):
    """`[versions]` of a RustSec record: what is *not* affected, as requirements of Cargo."""

    patched: list[str] = []
    unaffected: list[str] = []


class RustRecord(msgspec.Struct):
    """A RustSec record: front matter, and the text below it."""

    advisory: RustHead
    versions: RustVersions
    body: str = ""


class NpmRecord(msgspec.Struct):
    """A record about a package of npm."""

    id: int | str
    module_name: str
    vulnerable_versions: str
    patched_versions: str | None = None
    title: str = ""
    cves: list[str] = []
    publish_date: str | None = None
    updated_at: str | None = None
    cvss_vector: str | None = None
    references: list[str] | str | None = None


class NodeRecord(msgspec.Struct):
    """A record about Node.js itself."""

    cve: list[str]
    vulnerable: str
    patched: str | None = None
    ref: str = ""
    description: str | None = None
    overview: str | None = None
    severity: str | None = None


def looks_like_rustsec(value: dict[str, Any]) -> bool:
    """Whether a value is a RustSec record."""
    head = value.get("advisory")
    return isinstance(head, dict) and "package" in head and "versions" in value


def looks_like_npm(value: dict[str, Any]) -> bool:
    """Whether a value is a record about a package of npm."""
    return "module_name" in value and "vulnerable_versions" in value


def looks_like_node(value: dict[str, Any]) -> bool:
    """Whether a value is a record about Node.js itself."""
    return isinstance(value.get("cve"), list) and "vulnerable" in value and "patched" in value


def rustsec_value(text: str) -> dict[str, Any] | None:
    """The value of a RustSec file: Markdown whose first block is TOML; None for any other text."""
    found = _FRONT.match(text)
    if not found:
        return None
    try:
        value = tomllib.loads(found["front"])
    except tomllib.TOMLDecodeError as fault:
        raise Refused("", f"not TOML: {fault}") from None
    head = value.get("advisory")
    dates = {name: str(day) for name, day in head.items() if name in ("date", "withdrawn")} if head else {}
    return {**value, "advisory": {**head, **dates} if isinstance(head, dict) else head, "body": found["body"]}


def rustsec_advisory(record: RustRecord) -> Advisory:
    """The one shape of a RustSec record: it names what is free of the fault, and all else is affected."""
    head = record.advisory
    title = _TITLE.search(record.body)
    free = [*record.versions.patched, *record.versions.unaffected]
    return Advisory(
        id=head.id,
        kind="rustsec",
        aliases=tuple(head.aliases),
        related=tuple(head.related),
        summary=head.title or (title[1].strip() if title else ""),
        published=head.date,
        modified=head.date,
        withdrawn=head.withdrawn,
        vectors=(Vector("RustSec", _cvss_version(head.cvss), head.cvss),) if head.cvss else (),
        affected=(_package("cargo", head.package, "RustSec", ("",), free, bare_is_caret=True),),
        references=tuple(filter(None, (head.url, *head.references))),
        publisher="RustSec",
        severity=head.informational,
    )


def npm_advisory(record: NpmRecord) -> Advisory:
    """The one shape of a record about a package of npm."""
    references = record.references if isinstance(record.references, list) else [record.references or ""]
    vector = record.cvss_vector or ""
    return Advisory(
        id=f"NSWG-ECO-{record.id}",
        kind="node",
        aliases=tuple(record.cves),
        summary=record.title,
        published=record.publish_date or "",
        modified=record.updated_at or "",
        vectors=(Vector("Node.js Security WG", _cvss_version(vector), vector),) if vector.startswith("CVSS:") else (),
        affected=(
            _package(
                "npm",
                record.module_name,
                "Node.js Security WG",
                (record.vulnerable_versions,),
                [record.patched_versions] if record.patched_versions else [],
            ),
        ),
        references=tuple(filter(None, references)),
        publisher="Node.js Security WG",
    )


def node_advisory(record: NodeRecord) -> Advisory:
    """The one shape of a record about Node.js: known by its first CVE number, else by a digest of its words."""
    words = f"{record.vulnerable}|{record.patched}|{record.ref}|{record.overview}"
    number = record.cve[0] if record.cve else hashlib.sha256(words.encode()).hexdigest()[:12]
    row = _package("generic", "node", "Node.js Security WG", (record.vulnerable,), [record.patched or ""])
    cpes = ("cpe:2.3:a:nodejs:node.js:*:*:*:*:*:*:*:*",)
    affected = replace(row, vendor="nodejs", product="node.js", cpes=cpes)
    return Advisory(
        id=f"NSWG-CORE-{number}",
        kind="node",
        aliases=tuple(record.cve),
        summary=record.description or " ".join((record.overview or "").split())[:300],
        affected=(affected,),
        references=(record.ref,) if record.ref else (),
        publisher="Node.js Security WG",
        severity=record.severity or "",
    )


def _package(
    purl_type: str,
    name: str,
    source: str,
    vulnerable: tuple[str, ...],
    free: list[str],
    *,
    bare_is_caret: bool = False,
) -> Affected:
    """The vulnerable versions less those free of the fault; where a text cannot be read, every version is open."""
    wanted = [_intervals(text, bare_is_caret) if text else _EVERY for text in vulnerable]
    gone = [_intervals(text, bare_is_caret) for text in free if _names_versions(text)]
    readable = all(row is not None for row in (*wanted, *gone))
    left = (
        without(tuple(i for row in wanted for i in row or ()), tuple(i for row in gone for i in row or ()))
        if readable
        else None
    )
    texts = "; ".join(filter(None, (*vulnerable, *(f"free: {text}" for text in free))))
    statements = (
        (Statement(Status.AFFECTED, texts, unreadable="range_unreadable"),)
        if not left  # nothing left: the record contradicts itself
        else tuple(statement_of(interval) for interval in left)
    )
    return Affected(
        role="osv",
        source=source,
        product=name,
        packages=(package_key(purl_type, name),),
        statements=statements,
        default=Status.UNAFFECTED,
    )


def _intervals(text: str, bare_is_caret: bool) -> tuple[Interval, ...] | None:
    return intervals_of(text, bare_is_caret=bare_is_caret)


def _names_versions(text: str) -> bool:
    """Whether a text names versions at all: `<0.0.0` and no text are how the records say `none`."""
    return bool(text.strip()) and "".join(text.split()) not in ("<0.0.0", "none")


def _cvss_version(vector: str) -> str:
    return vector.partition("/")[0].removeprefix("CVSS:") if vector.startswith("CVSS:") else "2.0"
