"""The vulnerabilities of a document: statuses, scores, remediations, flags (CSAF 2.0, 3.2.3)."""

from __future__ import annotations

from typing import Any

from kizuki.core.csaf.products import groups_of
from kizuki.core.csaf.shapes import Flag, Product, Remedy, Score, StatusOf, Vulnerability
from kizuki.core.csaf.walking import Notes, inner, objects, text, texts

AFFECTED = frozenset(("known_affected", "first_affected", "last_affected"))
NOT_AFFECTED = frozenset(("known_not_affected", "fixed", "first_fixed"))
OPEN = frozenset(("under_investigation", "unknown"))
BESIDE = frozenset(("recommended",))
STATUSES = AFFECTED | NOT_AFFECTED | OPEN | BESIDE
_SUMMARIES = ("summary", "description", "details", "general")

Groups = dict[str, tuple[str, ...]]


def vulnerabilities_of(
    value: dict[str, Any], products: dict[str, Product], notes: Notes
) -> tuple[Vulnerability, ...]:
    """Every vulnerability, in the order of the document."""
    groups = groups_of(value, notes)
    rows = objects(value, "vulnerabilities", "", notes)
    return tuple(_one(row, where, number, products, groups, notes) for number, (where, row) in enumerate(rows, 1))


def _one(
    row: dict[str, Any], where: str, number: int, products: dict[str, Product], groups: Groups, notes: Notes
) -> Vulnerability:
    cve = text(row, "cve")
    others = tuple(filter(None, (text(other, "text") for _, other in objects(row, "ids", where, notes))))
    remedies = objects(row, "remediations", where, notes)
    return Vulnerability(
        name=cve or (others[0] if others else str(number)),
        cve=cve,
        other_ids=others,
        title=text(row, "title"),
        summary=_summary(row, where, notes),
        statuses=_statuses(row, where, products, notes),
        scores=tuple(_scores(row, where, notes)),
        remedies=tuple(_remedy(inner_row, products, groups) for _, inner_row in remedies),
        remedy_products=tuple(_named(inner_row, groups) for _, inner_row in remedies),
        flags=tuple(
            Flag(text(flag, "label"), text(flag, "date"), _named(flag, groups))
            for _, flag in objects(row, "flags", where, notes)
        ),
        impacts=tuple(
            (text(threat, "details"), _named(threat, groups))
            for _, threat in objects(row, "threats", where, notes)
            if text(threat, "category") == "impact"
        ),
        exploited=bool(row.get("first_known_exploitation_dates")),
        references=tuple(filter(None, (text(link, "url") for _, link in objects(row, "references", where, notes)))),
    )


def _statuses(row: dict[str, Any], where: str, products: dict[str, Product], notes: Notes) -> tuple[StatusOf, ...]:
    told = inner(row, "product_status")
    if not told:
        notes.add(f"{where}/product_status", "no product is given a status")
    found = []
    for status in told:
        place = f"{where}/product_status/{status}"
        if status not in STATUSES:
            notes.add(place, "no status of CSAF")
        ids = texts(told, status)
        for product_id in ids:
            if product_id not in products:
                notes.add(place, f"the product {product_id} is not in the tree")
        found.append(StatusOf(status, ids))
    _contradictions(found, where, notes)
    return tuple(found)


def _contradictions(statuses: list[StatusOf], where: str, notes: Notes) -> None:
    """A product that is told both affected and free of the fault (test 6.1.6)."""
    held = {group: {i for row in statuses if row.status in group for i in row.product_ids} for group in _GROUPS}
    for one, other in ((0, 1), (0, 2), (1, 2)):
        for product_id in sorted(held[_GROUPS[one]] & held[_GROUPS[other]]):
            notes.add(f"{where}/product_status", f"the product {product_id} has statuses that contradict")


_GROUPS = (AFFECTED, NOT_AFFECTED, OPEN)


def _scores(row: dict[str, Any], where: str, notes: Notes) -> list[Score]:
    """`scores[]` of 2.0 and `metrics[]` of 2.1."""
    found = []
    for key in ("scores", "metrics"):
        for _, score in objects(row, key, where, notes):
            content = inner(score, "content") or score
            for name in ("cvss_v2", "cvss_v3", "cvss_v4"):
                cvss = inner(content, name)
                if cvss:
                    base = cvss.get("baseScore")
                    number = float(base) if isinstance(base, int | float) else None
                    vector, version = text(cvss, "vectorString"), text(cvss, "version")
                    source = text(score, "source") or text(content, "source")
                    found.append(Score(version, vector, number, texts(score, "products"), source))
    return found


def _remedy(row: dict[str, Any], products: dict[str, Product], groups: Groups) -> Remedy:
    names = [products[i].name if i in products else i for i in _named(row, groups)]
    return Remedy(text(row, "category"), text(row, "details"), text(row, "date"), text(row, "url"), tuple(names))


def _named(row: dict[str, Any], groups: Groups) -> tuple[str, ...]:
    """The products that a part of the document is about, those of its groups with them; none: all."""
    of_groups = (product for group in texts(row, "group_ids") for product in groups.get(group, (group,)))
    return tuple(dict.fromkeys((*texts(row, "product_ids"), *of_groups)))


def _summary(row: dict[str, Any], where: str, notes: Notes) -> str:
    told = {text(note, "category"): text(note, "text") for _, note in objects(row, "notes", where, notes)}
    found = next((told[name] for name in _SUMMARIES if told.get(name)), "")
    return " ".join(found.split())[:300]
