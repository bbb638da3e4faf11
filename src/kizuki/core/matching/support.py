"""Which release cycle of endoflife.date a component belongs to: a signal beside the verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from kizuki.core.advisories.support import SupportCycle
from kizuki.core.matching.identity import identity_of
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import plain


class Support(Struct, frozen=True):
    """A product that a component is, and its cycle; no cycle where the version fits none or is not known."""

    product: str
    cycle: SupportCycle | None

    def as_json(self) -> dict[str, Any]:
        """The row of `support`; days as ISO texts, null where the source gives none."""
        cycle = self.cycle
        return {
            "product": self.product,
            "cycle": cycle.cycle if cycle else None,
            "eol_on": (cycle.eol_on or None) if cycle else None,
            "ended": cycle.ended if cycle else None,
            "support_on": (cycle.support_on or None) if cycle else None,
            "extended_on": (cycle.extended_on or None) if cycle else None,
            "latest": (cycle.latest or None) if cycle else None,
        }


def by_identifier(cycles: Iterable[SupportCycle]) -> dict[str, list[SupportCycle]]:
    """The cycles by every identifier of their product: `purl npm/react`, `cpe vendor:product`."""
    found: dict[str, list[SupportCycle]] = {}
    for cycle in cycles:
        for key in (*(f"purl {row}" for row in cycle.packages), *(f"cpe {row}" for row in cycle.cpes)):
            found.setdefault(key, []).append(cycle)
    return found


def support_of(component: Component, known: Mapping[str, list[SupportCycle]]) -> tuple[Support, ...]:
    """The products that this component is by its package URL or CPE name, each with the cycle of its version."""
    identity = identity_of(component)
    keys = [f"purl {key}" for key in identity.packages]
    if identity.cpe:
        keys.append(f"cpe {plain(identity.cpe.vendor)}:{plain(identity.cpe.product)}")
    products: dict[str, list[SupportCycle]] = {}
    for cycle in dict.fromkeys(cycle for key in keys for cycle in known.get(key, ())):
        products.setdefault(cycle.product, []).append(cycle)
    return tuple(Support(product, _cycle(identity.versions, cycles)) for product, cycles in products.items())


def _cycle(versions: tuple[str, ...], cycles: list[SupportCycle]) -> SupportCycle | None:
    """The cycle that the version begins with, the longest of them; None where versions disagree."""
    chosen = {max(_fitting(version, cycles), key=lambda row: len(row.cycle), default=None) for version in versions}
    return chosen.pop() if len(chosen) == 1 else None


def _fitting(version: str, cycles: list[SupportCycle]) -> list[SupportCycle]:
    plain_version = re.sub(r"^v(?=\d)", "", version.partition(":")[2] or version)
    return [row for row in cycles if re.match(rf"{re.escape(row.cycle)}(?![0-9A-Za-z])", plain_version)]
