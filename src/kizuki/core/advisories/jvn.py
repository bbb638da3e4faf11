"""JVN iPedia in XML: VULDEF (getVulnDetailInfo) and JVNRSS (overviews, data feeds)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kizuki.core.advisories.jvn_json import PUBLISHER
from kizuki.core.advisories.ranges_in_japanese import statement_in_japanese
from kizuki.core.advisories.shapes import (
    Advisory,
    AdvisoryFile,
    Affected,
    RefusedRecord,
    Statement,
    Status,
    Vector,
)
from kizuki.core.documents.xml import Element, local, read_xml
from kizuki.core.refusal import Refused

_CVE = re.compile(r"CVE-\d{4}-\d{4,}")
_NOT_NAMED = Statement(Status.AFFECTED, "-", unreadable="versions_not_named")


def read_jvn(content: bytes) -> AdvisoryFile | None:
    """The records of a document of JVN, None for any other XML.

    Raises `Refused` for what is not XML, for a DOCTYPE and for an answer of MyJVN that reports an error.
    """
    root = read_xml(content).root
    name = local(root)
    if name not in ("VULDEF-Document", "RDF"):
        return None
    rows = _all(root, "Vulinfo") if name == "VULDEF-Document" else _all(root, "item")
    reader = _of_vuldef if name == "VULDEF-Document" else _of_rss
    found, refused = [], []
    for number, row in enumerate(rows, 1):
        advisory = reader(row)
        if advisory.id:
            found.append(advisory)
        else:
            refused.append(RefusedRecord(1, f"JVN: record {number} has no number"))
    return AdvisoryFile(advisories=tuple(found), refused=tuple(refused), announced=_announced(root))


def _announced(root: Element) -> int | None:
    """How many records there are in all, from the status that MyJVN puts below its answer."""
    status = next(_all(root, "Status"), None)
    if status is None:
        return None
    if status.get("retCd", "0") != "0":
        raise Refused("Status", f"MyJVN answers with an error: {status.get('errCd', '')} {status.get('errMsg', '')}")
    total = status.get("totalRes", "")
    return int(total) if total.isdecimal() else None


def _of_vuldef(row: Element) -> Advisory:
    links = list(_all(row, "RelatedItem"))
    numbers = [_text(link, "VulinfoID") for link in links if link.get("type") == "advisory"]
    cves = tuple(dict.fromkeys(number for number in numbers if _CVE.fullmatch(number)))
    jvn = tuple(dict.fromkeys(number for number in numbers if number.startswith("JVN")))
    return Advisory(
        id=_text(row, "VulinfoID"),
        kind="jvn",
        aliases=cves,
        related=jvn,
        summary=_text(row, "Title"),
        published=_text(row, "DateFirstPublished"),
        modified=_text(row, "DateLastUpdated"),
        vectors=tuple(_cvss(row)),
        affected=tuple(_item(item) for item in _all(row, "AffectedItem")),
        references=tuple(filter(None, (_text(link, "URL") for link in links))),
        publisher=PUBLISHER,
    )


def _item(item: Element) -> Affected:
    """`AffectedItem`: maker, product, CPE names without a version, and versions in words."""
    versions = [_said(version) for version in _all(item, "VersionNumber")]
    return Affected(
        role="jvn",
        source=PUBLISHER,
        vendor=_text(item, "Name"),
        product=_text(item, "ProductName"),
        cpes=tuple(_said(cpe) for cpe in _all(item, "Cpe") if _said(cpe)),
        statements=tuple(statement_in_japanese(Status.AFFECTED, version) for version in versions) or (_NOT_NAMED,),
    )


def _cvss(row: Element) -> Iterator[Vector]:
    for score in _all(row, "Cvss"):
        base = _text(score, "Base")
        yield Vector(PUBLISHER, score.get("version", ""), _text(score, "Vector"), _number(base))


def _of_rss(item: Element) -> Advisory:
    """An overview: products without their versions, so that these are open until the record itself is read."""
    links = list(_all(item, "references"))
    cves = dict.fromkeys(link.get("id", "") for link in links if _CVE.fullmatch(link.get("id", "")))
    return Advisory(
        id=_text(item, "identifier"),
        kind="jvn",
        aliases=tuple(cves),
        summary=_text(item, "title"),
        published=_text(item, "issued"),
        modified=_text(item, "modified") or _text(item, "date"),
        vectors=tuple(
            Vector(PUBLISHER, score.get("version", ""), score.get("vector", ""), _number(score.get("score", "")))
            for score in _all(item, "cvss")
        ),
        affected=tuple(
            Affected(
                role="jvn",
                source=PUBLISHER,
                vendor=cpe.get("vendor", ""),
                product=cpe.get("product", ""),
                cpes=(_said(cpe),) if _said(cpe) else (),
                statements=(_NOT_NAMED,),
            )
            for cpe in _all(item, "cpe")
        ),
        references=tuple(filter(None, (_said(link) for link in links))),
        publisher=PUBLISHER,
        overview=True,
    )


def _all(element: Element, name: str) -> Iterator[Element]:
    return (row for row in element.iter() if local(row) == name)


def _text(element: Element, name: str) -> str:
    """The text of the first part with this name; empty where there is none."""
    found = next(_all(element, name), None)
    return _said(found) if found is not None else ""


def _said(element: Element) -> str:
    return " ".join((element.text or "").split())


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
