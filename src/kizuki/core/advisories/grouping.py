"""The records of all sources side by side: which of them speak of one vulnerability, and what each says by itself."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kizuki.core.advisories.shapes import Advisory, Affected, Status, Vector


class Saying(Struct, frozen=True):
    """What one source states: its record, its words for how grave it is, its scores, its ranges by product.

    `speaks_of` are all CVE numbers of the record: more than one where it does not tell them apart.
    """

    record: str
    publisher: str
    kind: str
    summary: str
    modified: str
    withdrawn: str
    severity: str
    vectors: tuple[Vector, ...]
    ranges: tuple[tuple[str, str], ...]
    speaks_of: tuple[str, ...]


class Vulnerability(Struct, frozen=True):
    """One vulnerability and every record about it. `name` is its CVE number, else the first name of its records."""

    name: str
    names: tuple[str, ...]
    sayings: tuple[Saying, ...]

    @property
    def stands(self) -> bool:
        """Whether any source still holds its record up: one source's withdrawal does not speak for the others."""
        return any(not saying.withdrawn for saying in self.sayings)


def vulnerabilities_of(advisories: Iterable[Advisory]) -> tuple[Vulnerability, ...]:
    """The records by vulnerability, in the order of their first record; none is lost and none is changed.

    A record stands under each CVE number that it names, so that one record about two numbers does not make them one.
    A record without such a number joins the records that share a name with it, where those mean a single
    vulnerability. `related` names join nothing.
    """
    records = list(advisories)
    groups: dict[str, list[Advisory]] = {}
    owners: dict[str, set[str]] = {}
    for record in records:
        for cve in dict.fromkeys(record.cves):
            groups.setdefault(cve, []).append(record)
            for name in (record.id, *record.aliases):
                owners.setdefault(name, set()).add(cve)
    for record in records:
        if not record.cves:
            group = _group(record, owners)
            groups.setdefault(group, []).append(record)
            for name in (record.id, *record.aliases):
                owners.setdefault(name, set()).add(group)
    order = {id(record): place for place, record in enumerate(records)}
    found = [_vulnerability(name, sorted(rows, key=lambda row: order[id(row)])) for name, rows in groups.items()]
    first = {name: order[id(rows[0])] for name, rows in groups.items()}
    return tuple(sorted(found, key=lambda row: (first[row.name], row.name)))


def _group(record: Advisory, owners: dict[str, set[str]]) -> str:
    """The group of a record without a CVE number: that of the names it shares, where they all mean one."""
    known = set().union(*(owners.get(name, set()) for name in (record.id, *record.aliases)))
    return known.pop() if len(known) == 1 else record.id


def _vulnerability(name: str, records: list[Advisory]) -> Vulnerability:
    names = dict.fromkeys(
        [name, *(other for row in records if len(row.cves) <= 1 for other in (row.id, *row.aliases))]
    )
    return Vulnerability(name, tuple(names), tuple(_saying(row) for row in records))


def _saying(record: Advisory) -> Saying:
    return Saying(
        record=record.id,
        publisher=record.publisher or record.kind,
        kind=record.kind,
        summary=record.summary,
        modified=record.modified,
        withdrawn=record.withdrawn,
        severity=record.severity,
        vectors=record.vectors,
        ranges=tuple(
            (f"{row.vendor} {row.product}".strip() or next(iter((*row.packages, *row.cpes)), ""), _text(row))
            for row in record.affected
        ),
        speaks_of=record.cves,
    )


def _text(affected: Affected) -> str:
    """The versions as a person reads them; those that are not affected ones say so."""
    said = [
        row.text if row.status is Status.AFFECTED else f"{row.text} ({row.status})" for row in affected.statements
    ]
    return "; ".join(said) or ", ".join(affected.versions)
