"""JVN iPedia in JSON: its dialect of CSAF 2.1 (with `jvn_extension`), and overviews (`feed.entry`)."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec.structs import replace

from kizuki.core.advisories.csaf import advisories_of
from kizuki.core.advisories.cve5_versions import Entry, statements_of
from kizuki.core.advisories.ecosystems import package_of_purl
from kizuki.core.advisories.ranges_in_japanese import statement_in_japanese
from kizuki.core.advisories.shapes import Advisory, Affected, Statement, Status, Vector
from kizuki.core.csaf.shapes import CsafDocument
from kizuki.core.csaf.walking import Notes, inner, objects, text

PUBLISHER = "JVN iPedia"

_CVE = re.compile(r"CVE-\d{4}-\d{4,}")


class Product(msgspec.Struct):
    """`jvn_extension.affected[]`: a maker, a product, its versions."""

    vendor: str = ""
    product: str = ""
    versions: list[dict[str, Any]] = []


def is_jvn(value: dict[str, Any]) -> bool:
    """Whether a CSAF document is one of MyJVN."""
    return "jvn_extension" in value or text(inner(value, "document"), "category").startswith("myjvn")


def looks_like_overviews(value: dict[str, Any]) -> bool:
    """Whether a value is a list of overviews of MyJVN."""
    feed = value.get("feed")
    return isinstance(feed, dict) and isinstance(feed.get("entry"), list)


def advisories_of_jvn(document: CsafDocument, value: dict[str, Any]) -> tuple[Advisory, ...]:
    """The records of a document of MyJVN: what it says of versions stands in its extension, not in the tree.

    A document about one vulnerability has the number that its XML form has (`JVNDB-…`), so that both are one record.
    """
    told = _versions(value)
    found = []
    for advisory in advisories_of(document):
        rows = tuple(_with_versions(row, told) for row in advisory.affected)
        seen = {(row.vendor, row.product) for row in rows}
        left = tuple(row for key, row in told.items() if key not in seen)
        alone = len(document.vulnerabilities) == 1
        found.append(
            replace(
                advisory,
                id=document.id if alone else advisory.id,
                kind="jvn",
                summary=document.title,
                affected=(*rows, *left),
                publisher=PUBLISHER,
            )
        )
    return tuple(found)


def _versions(value: dict[str, Any]) -> dict[tuple[str, str], Affected]:
    rows = msgspec.convert(inner(value, "jvn_extension").get("affected") or [], list[Product])
    return {
        (row.vendor, row.product): Affected(
            "jvn",
            PUBLISHER,
            vendor=row.vendor,
            product=row.product,
            statements=tuple(statement for version in row.versions for statement in _statements(version)),
        )
        for row in rows
    }


def _statements(version: dict[str, Any]) -> tuple[Statement, ...]:
    """What one entry says: its bounds, or its words where it has none."""
    entry = msgspec.convert(version, Entry)
    if entry.version or entry.less_than or entry.less_than_or_equal:
        return statements_of([entry])
    status = Status(entry.status) if entry.status in set(Status) else Status.UNKNOWN
    words = [part for part in re.split(r"[,、]\s*", text(version, "description")) if part.strip()]
    return tuple(statement_in_japanese(status, part) for part in words or [""])


def _with_versions(row: Affected, told: dict[tuple[str, str], Affected]) -> Affected:
    known = told.get((row.vendor, row.product))
    if known is None or not known.statements:
        return replace(row, role="jvn", source=PUBLISHER)
    named = [statement for statement in row.statements if statement.unreadable != "versions_not_named"]
    return replace(row, role="jvn", source=PUBLISHER, statements=tuple(dict.fromkeys((*named, *known.statements))))


def overviews_of(value: dict[str, Any]) -> tuple[Advisory, ...]:
    """The records of a list of overviews. Raises msgspec.ValidationError where one has no number."""
    notes = Notes()
    return tuple(_overview(entry, notes) for _, entry in objects(value["feed"], "entry", "/feed", notes))


def _overview(entry: dict[str, Any], notes: Notes) -> Advisory:
    if not text(entry, "id"):
        raise msgspec.ValidationError("an entry without its number")
    links = [row for _, row in objects(entry, "references", "", notes)]
    cves = dict.fromkeys(
        number for row in links for number in _CVE.findall(text(row, "url") + " " + text(row, "summary"))
    )
    return Advisory(
        id=text(entry, "id"),
        kind="jvn",
        aliases=tuple(cves),
        summary=text(entry, "title"),
        published=text(entry, "created"),
        modified=text(entry, "modified"),
        vectors=tuple(_vectors(entry, notes)),
        affected=tuple(_product(row) for _, row in objects(entry, "products", "", notes)),
        references=tuple(filter(None, (text(row, "url") for row in links))),
        publisher=PUBLISHER,
        overview=True,
    )


def _product(row: dict[str, Any]) -> Affected:
    ids = inner(row, "product_ids")
    others = [other for _, other in objects(ids, "id_refs", "", Notes())]
    purls = [text(other, "value") for other in others if text(other, "nameType") == "purl"]
    version, cpe = text(row, "version"), text(ids, "cpe")
    return Affected(
        role="jvn",
        source=PUBLISHER,
        vendor=text(row, "vname"),
        product=text(row, "pname"),
        packages=tuple(filter(None, map(package_of_purl, purls))),
        cpes=(cpe,) if cpe else (),
        statements=(statement_in_japanese(Status.AFFECTED, version),),
    )


def _vectors(entry: dict[str, Any], notes: Notes) -> list[Vector]:
    found = []
    for _, metric in objects(entry, "metrics", "", notes):
        for name in ("cvss_v2", "cvss_v3", "cvss_v4"):
            score = inner(metric, "content", name)
            if score:
                base = score.get("baseScore")
                number = float(base) if isinstance(base, int | float) else None
                found.append(Vector(PUBLISHER, text(score, "version"), text(score, "vectorString"), number))
    return found
