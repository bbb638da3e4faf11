"""Names that mean the same product: a table as data, each row with its source, proposed or confirmed.

`equivalences.toml` holds what was looked at by hand, `equivalences.json` what `tools/equivalences.py` built from data
that says so. A confirmed row is as good as the identifier that led to it; a proposed one leaves the verdict open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kizuki.core.beside import text_beside
from kizuki.core.matching.naming import full_name
from kizuki.core.matching.shapes import Reason
from kizuki.core.sbom.cpe import ANY, Cpe, is_literal, plain

CONFIRMED = "confirmed"


class Same(Struct, frozen=True):
    """One row: designations of one product.

    `cpes` are `vendor:product`, `names` (maker, product) as CNAs write them, `purls` keys such as `npm/lodash`,
    `recipes` names of a build (Yocto), `called` names of lists that have no identifier, `words` longer names for the
    search in words.
    `state` is `confirmed` or `proposed`; `source` is what says so.
    """

    state: str
    source: str
    cpes: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    purls: tuple[str, ...] = ()
    recipes: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def doubt(self) -> Reason | None:
        """Why a verdict that rests on this row stays open; None for a confirmed one."""
        return None if self.state == CONFIRMED else Reason("equivalence_proposed", (("source", self.source),))

    @property
    def designations(self) -> Iterator[str]:
        """The texts by which a component finds the row."""
        yield from (f"cpe {row}" for row in self.cpes)
        yield from (f"purl {row}" for row in self.purls)
        yield from (f"recipe {row}" for row in self.recipes)
        yield from (f"called {full_name(row)}" for row in self.called)


class Equivalences(Struct, frozen=True):
    """The table: its version, rows by designation, and renamed CPEs (`vendor:product:version` to `vendor:product`)."""

    version: str
    rows: tuple[Same, ...]
    by_designation: dict[str, tuple[Same, ...]]
    renamed: dict[str, str]
    named_before: dict[str, str]


@cache
def equivalences() -> Equivalences:
    """The table of both files."""
    by_hand = tomllib.loads(_text("equivalences.toml"))
    built = msgspec.json.decode(_text("equivalences.json"))
    rows = tuple(_row(row) for row in (*by_hand["same"], *built["same"]))
    found: dict[str, list[Same]] = {}
    for row in rows:
        for designation in row.designations:
            found.setdefault(designation, []).append(row)
    renamed = dict(_renamed(by_hand["renamed"]))
    return Equivalences(
        version=f"{by_hand['version']}/{built['version']}",
        rows=rows,
        by_designation={designation: tuple(same) for designation, same in found.items()},
        renamed=renamed,
        named_before={new: old for old, new in renamed.items()},
    )


def same_as(designation: str) -> tuple[Same, ...]:
    """The rows that have this designation (`cpe isc:bind`, `purl npm/lodash`, `recipe bluez5`, `called windows10`)."""
    return equivalences().by_designation.get(designation, ())


def renames_of(cpe: Cpe, versions: tuple[str, ...]) -> Iterator[tuple[Cpe, tuple[str, ...]]]:
    """The other name of a CPE whose version became part of its name, or was it before, and the versions under that name.

    `windows_10:1809` is `windows_10_1809`; `1809` is then no version of it, while `10.0.17763.1` still is.
    """
    table, key = equivalences(), f"{plain(cpe.vendor)}:{plain(cpe.product)}"
    new = table.renamed.get(f"{key}:{plain(cpe.version)}") if is_literal(cpe.version) else None
    if new:
        yield _called(cpe, new, ANY), tuple(row for row in versions if row.casefold() != plain(cpe.version))
    old = table.named_before.get(key)
    if old:
        product, _, version = old.rpartition(":")
        yield _called(cpe, product, version), (version,)


def _called(cpe: Cpe, name: str, version: str) -> Cpe:
    vendor, _, product = name.partition(":")
    return replace(cpe, vendor=vendor, product=product, version=version, update=ANY)


def _row(row: dict[str, Any]) -> Same:
    texts = {name: tuple(row.get(name, ())) for name in ("cpes", "purls", "recipes", "called", "words")}
    names = tuple((maker, product) for maker, product in row.get("names", ()))
    return Same(row["state"], row["source"], names=names, **texts)


def _renamed(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each row: `vendor:product` with the versions that became `product_version`."""
    for row in rows:
        for version in row["versions"]:
            yield f"{row['product']}:{version}", row["becomes"].format(version=version)


def _text(name: str) -> str:
    return text_beside(__file__, name)
