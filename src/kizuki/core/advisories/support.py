"""How long the makers of software support its releases, as endoflife.date collects it: a signal, never a verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from kizuki.core.advisories.ecosystems import package_of_purl
from kizuki.core.sbom.cpe import read_cpe


class SupportCycle(Struct, frozen=True):
    """One release cycle of a product.

    Days are ISO texts, empty where none is given. `ended` is what the source says without a day: True (over), False
    (not over), None where it says nothing. `support_on` ends active support, `eol_on` security support, `extended_on`
    what can be bought beyond. `packages` are keys such as `npm/react`, `cpes` keys `vendor:product`.
    """

    product: str
    cycle: str
    eol_on: str = ""
    ended: bool | None = None
    support_on: str = ""
    extended_on: str = ""
    released_on: str = ""
    latest: str = ""
    packages: tuple[str, ...] = ()
    cpes: tuple[str, ...] = ()


def looks_like_support(value: dict[str, Any]) -> bool:
    """Whether a value is a product of endoflife.date: its page's front matter, or the answer of its API (v1)."""
    result = value.get("result")
    inner = result if isinstance(result, dict) else value
    rows = inner.get("releases")
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], dict):
        return False
    return "releaseCycle" in rows[0] or ("isEol" in rows[0] and "name" in inner)


def looks_like_cycles(value: list[Any]) -> bool:
    """Whether a list is the answer of the older API for one product, which does not name the product."""
    return bool(value) and all(isinstance(row, dict) and "cycle" in row and "eol" in row for row in value)


def products_of(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The products of an answer that lists them all; None for any other value."""
    rows = value.get("result")
    listed = isinstance(rows, list) and all(isinstance(row, dict) and "releases" in row for row in rows)
    return rows if listed and rows else None


def cycles_of(value: dict[str, Any], name: str = "") -> tuple[SupportCycle, ...]:
    """Every cycle of a product. `name` is used where the document itself does not name the product.

    Raises msgspec.ValidationError where a cycle has no name, as readers of this package do.
    """
    result = value.get("result")
    inner = result if isinstance(result, dict) else value
    product = str(inner.get("permalink") or inner.get("name") or name).strip("/")
    packages, cpes = _identifiers(inner.get("identifiers"))
    rows = inner.get("releases")
    return tuple(_cycle(row, product, packages, cpes) for row in (rows if isinstance(rows, list) else []))


def bare_cycles_of(value: list[dict[str, Any]], name: str) -> tuple[SupportCycle, ...]:
    """The cycles of the older API's answer."""
    return tuple(_cycle(row, name, (), ()) for row in value)


def _cycle(row: Any, product: str, packages: tuple[str, ...], cpes: tuple[str, ...]) -> SupportCycle:
    cycle = row.get("releaseCycle") or row.get("cycle") or row.get("name") if isinstance(row, dict) else None
    if not isinstance(cycle, str | int | float) or not product:
        raise msgspec.ValidationError("a release without its cycle, or a product without its name")
    eol = row.get("eolFrom") or row.get("eol")
    latest = row.get("latest")
    return SupportCycle(
        product=product,
        cycle=str(cycle),
        eol_on=_day(eol),
        ended=_told(row.get("isEol", eol)),
        support_on=_day(row.get("eoasFrom") or row.get("eoas") or row.get("support")),
        extended_on=_day(row.get("eoesFrom") or row.get("eoes") or row.get("extendedSupport")),
        released_on=_day(row.get("releaseDate")),
        latest=str(latest.get("name", "")) if isinstance(latest, dict) else str(latest or ""),
        packages=packages,
        cpes=cpes,
    )


def _identifiers(rows: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of packages and CPE names that mean this product; what is neither (repology, docker) is left."""
    texts = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            texts += [str(row["id"])] if "id" in row else [str(text) for text in row.values()]
    packages = [key for text in texts if (key := package_of_purl(text))]
    named = [cpe for text in texts if (cpe := read_cpe(text)) and cpe.names_a_product]
    return tuple(dict.fromkeys(packages)), tuple(dict.fromkeys(f"{cpe.vendor}:{cpe.product}" for cpe in named))


def _day(value: Any) -> str:
    """The day, or nothing where the text is none: `true` and `false` stand in the same place."""
    text = str(value or "")
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def _told(value: Any) -> bool | None:
    """Whether it is over, where that is said without a day."""
    return {"true": True, "false": False}.get(str(value).casefold())
