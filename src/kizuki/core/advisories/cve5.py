"""CVE JSON 5: the record of the CNA with what ADP containers add (cve-schema 5.0 to 5.2)."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from kizuki.core.advisories.configurations import affected_of_configurations
from kizuki.core.advisories.cve5_versions import Entry, statements_of, unescaped
from kizuki.core.advisories.duplicates import gives_way_to
from kizuki.core.advisories.ecosystems import package_of_collection, package_of_purl, repository_of
from kizuki.core.advisories.remarks import Ssvc
from kizuki.core.advisories.shapes import (
    Advisory,
    Affected,
    Configuration,
    ConfigurationNode,
    CpeMatch,
    Status,
    Vector,
    in_words,
)
from kizuki.core.sbom.cpe import is_literal, plain, read_cpe


class Product(msgspec.Struct):
    """`affected[]` of a container."""

    vendor: str | None = None
    product: str | None = None
    collection_url: str | None = msgspec.field(default=None, name="collectionURL")
    package_name: str | None = msgspec.field(default=None, name="packageName")
    package_url: str | None = msgspec.field(default=None, name="packageURL")
    cpes: list[str] = []
    platforms: list[str] = []
    repo: str | None = None
    default_status: Status | None = msgspec.field(default=None, name="defaultStatus")
    versions: list[Entry] = []


class Provider(msgspec.Struct):
    """`providerMetadata`."""

    short_name: str = msgspec.field(default="", name="shortName")


class Criterion(msgspec.Struct):
    """`cpeMatch[]` of a node."""

    criteria: str
    vulnerable: bool = True
    start_including: str | None = msgspec.field(default=None, name="versionStartIncluding")
    start_excluding: str | None = msgspec.field(default=None, name="versionStartExcluding")
    end_including: str | None = msgspec.field(default=None, name="versionEndIncluding")
    end_excluding: str | None = msgspec.field(default=None, name="versionEndExcluding")


class Node(msgspec.Struct):
    """`nodes[]` of a configuration."""

    matches: list[Criterion] = msgspec.field(default_factory=list, name="cpeMatch")
    operator: Literal["AND", "OR"] = "OR"
    negate: bool = False


class Applicability(msgspec.Struct):
    """`cpeApplicability[]`; NVD 2.0 has the same in `configurations[]`."""

    nodes: list[Node] = []
    operator: Literal["AND", "OR"] = "OR"
    negate: bool = False


class Container(msgspec.Struct):
    """A CNA or ADP container, as far as it is read."""

    provider: Provider = msgspec.field(default_factory=Provider, name="providerMetadata")
    title: str = ""
    descriptions: list[dict[str, Any]] = []
    affected: list[Product] = []
    applicability: list[Applicability] = msgspec.field(default_factory=list, name="cpeApplicability")
    metrics: list[dict[str, Any]] = []
    references: list[dict[str, Any]] = []
    replaced_by: list[str] = msgspec.field(default_factory=list, name="replacedBy")
    rejected_reasons: list[dict[str, Any]] = msgspec.field(default_factory=list, name="rejectedReasons")


class Containers(msgspec.Struct):
    """`containers`."""

    cna: Container
    adp: list[Container] = []


class Metadata(msgspec.Struct):
    """`cveMetadata`."""

    cve_id: str = msgspec.field(name="cveId")
    state: str
    published: str = msgspec.field(default="", name="datePublished")
    updated: str = msgspec.field(default="", name="dateUpdated")
    rejected: str = msgspec.field(default="", name="dateRejected")


class Record(msgspec.Struct):
    """A CVE record."""

    metadata: Metadata = msgspec.field(name="cveMetadata")
    containers: Containers


def advisory_of(record: Record) -> Advisory:
    """The one shape of a CVE record. A rejected record stands as withdrawn, with nothing affected."""
    metadata, cna = record.metadata, record.containers.cna
    rejected = metadata.state != "PUBLISHED"
    spoken = [("cna", cna), *(("adp", adp) for adp in record.containers.adp)]
    affected: list[Affected] = []
    configurations: list[Configuration] = []
    for role, container in spoken if not rejected else ():
        affected += _affected(role, container, len(configurations))
        configurations += _configurations(container)
    vectors = [vector for _, container in spoken for vector in _vectors(container)]
    return Advisory(
        id=metadata.cve_id,
        kind="cve5",
        summary=cna.title or _english(cna.descriptions),
        published=metadata.published,
        modified=metadata.updated,
        withdrawn=(metadata.rejected or metadata.updated or metadata.state) if rejected else "",
        vectors=tuple(vectors),
        affected=tuple(affected),
        references=tuple(str(row["url"]) for row in cna.references if "url" in row),
        known_exploited=any(vector.version == "kev" for vector in vectors),
        related=_instead(record) if rejected else (),
        publisher=cna.provider.short_name,
        ssvc=tuple(row for _, container in spoken for row in _ssvc(container)),
        configurations=tuple(configurations),
        words=in_words(affected, rejected, cna.title, *(str(row.get("value", "")) for row in cna.descriptions)),
    )


def _instead(record: Record) -> tuple[str, ...]:
    """What a rejected record gives way to: `replacedBy`, else as its reasons word it."""
    cna = record.containers.cna
    if cna.replaced_by:
        return tuple(cna.replaced_by) if len(cna.replaced_by) == 1 else ()
    reasons = [str(row.get("value", "")) for row in (*cna.rejected_reasons, *cna.descriptions)]
    return gives_way_to(record.metadata.cve_id, *reasons)


def _affected(role: str, container: Container, before: int) -> list[Affected]:
    """The products of a container; `before` is how many configurations stand before its own."""
    source = container.provider.short_name or role.upper()
    rows = [_product(role, source, product) for product in container.affected]
    applicable = affected_of_configurations(_configurations(container), role, source)
    return rows + [
        replace(row, configuration=row.configuration + before) if row.configuration is not None else row
        for row in applicable
    ]


def _configurations(container: Container) -> tuple[Configuration, ...]:
    return tuple(configuration_of(row) for row in container.applicability)


def _product(role: str, source: str, product: Product) -> Affected:
    package = product.package_name or ""
    keys = (
        package_of_purl(product.package_url or ""),
        package_of_collection(product.collection_url or "", package or product.product or ""),
    )
    name = product.product or ""
    return Affected(
        role=role,
        source=source,
        vendor="" if _says_nothing(product.vendor) else unescaped(product.vendor or ""),
        product=package if _says_nothing(name) else unescaped(name),
        packages=tuple(dict.fromkeys(key for key in keys if key)),
        cpes=tuple(product.cpes),
        repository=repository_of(product.repo or product.collection_url or ""),
        release=_release(product.cpes) if keys[1].startswith("rpm/") else "",
        platforms=tuple(platform for platform in product.platforms if platform.casefold() not in _ANY_PLATFORM),
        statements=statements_of(product.versions),
        default=product.default_status or Status.UNKNOWN,
        inside=bool(package and product.cpes),
    )


_ANY_PLATFORM = ("all", "any", "all platforms", "*", "n/a", "unknown", "")


def _says_nothing(name: str | None) -> bool:
    return not name or name.strip().casefold() in ("n/a", "na", "-", "unknown", "unspecified", "none", "[unknown]")


def _release(cpes: list[str]) -> str:
    """The release of the distribution that a CPE names (`8` of `cpe:/o:redhat:enterprise_linux:8`)."""
    cpe = read_cpe(cpes[0]) if cpes else None
    return plain(cpe.version) if cpe and is_literal(cpe.version) else ""


def configuration_of(applicability: Applicability) -> Configuration:
    """A configuration in our shape."""
    nodes = (
        ConfigurationNode(tuple(_match(row) for row in node.matches), node.operator == "AND", node.negate)
        for node in applicability.nodes
    )
    return Configuration(tuple(nodes), applicability.operator == "AND", applicability.negate)


def _match(row: Criterion) -> CpeMatch:
    return CpeMatch(
        row.criteria,
        row.vulnerable,
        start_including=row.start_including or "",
        start_excluding=row.start_excluding or "",
        end_including=row.end_including or "",
        end_excluding=row.end_excluding or "",
    )


def _vectors(container: Container) -> list[Vector]:
    source = container.provider.short_name
    found = []
    for metric in container.metrics:
        for name, score in metric.items():
            if name.startswith("cvss") and isinstance(score, dict):
                base = score.get("baseScore")
                number = float(base) if isinstance(base, int | float) else None
                found.append(
                    Vector(source, str(score.get("version", "")), str(score.get("vectorString", "")), number)
                )
            elif name == "other" and isinstance(score, dict) and score.get("type") in ("ssvc", "kev"):
                found.append(Vector(source, str(score["type"]), _options(score.get("content"))))
    return found


def _ssvc(container: Container) -> list[Ssvc]:
    found = []
    for metric in container.metrics:
        other = metric.get("other")
        content = other.get("content") if isinstance(other, dict) and other.get("type") == "ssvc" else None
        if isinstance(content, dict):
            options = content.get("options")
            rows = [row for row in options if isinstance(row, dict)] if isinstance(options, list) else []
            points = tuple((str(name), str(value)) for row in rows for name, value in row.items())
            role, version, at = (str(content.get(name, "")) for name in ("role", "version", "timestamp"))
            found.append(Ssvc(container.provider.short_name, role, version, at, points))
    return found


def _options(content: Any) -> str:
    """SSVC options as `Exploitation:active/Automatable:no/…`; of a KEV note, the day of listing."""
    if not isinstance(content, dict):
        return ""
    options = content.get("options")
    rows = [option for option in options if isinstance(option, dict)] if isinstance(options, list) else []
    pairs = [pair for row in rows for pair in row.items()]
    return "/".join(f"{name}:{value}" for name, value in pairs) or str(content.get("dateAdded", ""))


def _english(descriptions: list[dict[str, Any]]) -> str:
    texts = [row for row in descriptions if str(row.get("lang", "")).startswith("en")] or descriptions
    return " ".join(str(texts[0].get("value", "")).split())[:300] if texts else ""
