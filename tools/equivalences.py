"""`python -m tools.equivalences FOLDER`: builds `core/matching/equivalences.json` from data that says what is the same.

FOLDER holds records of the CVE list (`*.ndjson.xz`) and products of endoflife.date (`*.md`), at any depth. Rows come from
records whose CNA names one product while the record's CPEs name one, and from products that list a CPE and a package URL.
Pairs that names lead to already are left out. Every row is `proposed`: a person confirms it by moving it to
`equivalences.toml`.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kizuki.core.advisories import Advisory, Affected, read_advisories
from kizuki.core.advisories.support import SupportCycle
from kizuki.core.matching.links import cpe_key, names_of
from kizuki.core.matching.naming import pair_key, product_names
from kizuki.core.refusal import Refused
from kizuki.core.sbom.cpe import plain, read_cpe

TARGET = Path(__file__).resolve().parents[1] / "src" / "kizuki" / "core" / "matching" / "equivalences.json"
LEAST_RECORDS = 3
"""Records that must say the same before a row is proposed."""
LEAST_SHARE = 0.8
"""How much of what is said of a CNA's name must be this one CPE."""
_NOT_PRODUCTS = ("deb/", "rpm/", "apk/", "docker/", "oci/", "github/", "swid/")
"""Packages of distributions and images have versions of their own; a repository may hold several products."""


def main(arguments: list[str]) -> int:
    """Write the table; prints how many rows it has."""
    if len(arguments) != 1:
        sys.stderr.write("equivalences: one folder of data is needed\n")
        return 2
    pairs: Counter[tuple[str, str, str]] = Counter()
    seen: dict[tuple[str, str, str], str] = {}
    products: dict[str, SupportCycle] = {}
    newest = ""
    for content, name in _documents(Path(arguments[0])):
        try:
            file = read_advisories(content, name)
        except Refused:
            continue
        for advisory in file.advisories:
            newest = max(newest, advisory.modified[:10])
            pair = _pair(advisory)
            if pair:
                pairs[pair] += 1
                seen.setdefault(pair, advisory.id)
        products |= {row.product: row for row in file.support if row.packages and row.cpes}
    rows = [*_of_records(pairs, seen), *_of_products(products)]
    TARGET.write_text(_as_text(newest, rows), encoding="utf-8")
    sys.stdout.write(f"{len(rows)} rows from records up to {newest}\n")
    return 0


def _documents(folder: Path) -> Iterator[tuple[bytes, str]]:
    for path in sorted(folder.rglob("*.ndjson.xz")):
        with lzma.open(path) as file:
            for line in file:
                if b'"CVE_RECORD"' in line:
                    yield line, path.name
    for path in sorted(folder.rglob("*.md")):
        yield path.read_bytes(), path.name


def _pair(advisory: Advisory) -> tuple[str, str, str] | None:
    """(maker, product, `vendor:product`) where a record's CNA names one product and its CPEs name one, unlike it."""
    if advisory.kind != "cve5" or advisory.withdrawn:
        return None
    named = {(row.vendor, row.product): row for row in advisory.affected if row.role == "cna" and row.product}
    cpes = {read_cpe(text) for row in advisory.affected for text in row.cpes}
    keys = {cpe_key(cpe) for cpe in cpes if cpe and cpe.names_a_product}
    if len(named) != 1 or len(keys) != 1:
        return None
    ((maker, product), row), key = next(iter(named.items())), keys.pop()
    return (maker, product, key) if maker and not _meet(row, key) else None


def _meet(row: Affected, key: str) -> bool:
    """Whether the names lead from one to the other already."""
    vendor, _, product = key.partition(":")
    ours = product_names(plain(product), frozenset((vendor,)))
    return bool(ours & names_of(row))


def _of_records(
    pairs: Counter[tuple[str, str, str]], seen: dict[tuple[str, str, str], str]
) -> Iterator[dict[str, Any]]:
    told: Counter[str] = Counter()
    for (maker, product, _), count in pairs.items():
        told[pair_key(maker, product)] += count
    for (maker, product, key), count in sorted(pairs.items()):
        if count >= LEAST_RECORDS and count >= LEAST_SHARE * told[pair_key(maker, product)]:
            source = f"{count} CVE records name both, {seen[maker, product, key]} first"
            yield {"state": "proposed", "source": source, "cpes": [key], "names": [[maker, product]]}


def _of_products(products: dict[str, SupportCycle]) -> Iterator[dict[str, Any]]:
    for name, row in sorted(products.items()):
        packages = [key for key in row.packages if not key.startswith(_NOT_PRODUCTS)]
        if packages:
            source = f"endoflife.date lists both for {name}"
            yield {"state": "proposed", "source": source, "cpes": sorted(row.cpes), "purls": sorted(packages)}


def _as_text(newest: str, rows: list[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"version": "{newest}", "same": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
