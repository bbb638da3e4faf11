"""What a person confirmed: components called so, by this maker, are this product."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import ANY, read_cpe
from kizuki.core.sbom.purl import read_purl


class Alias(Struct, frozen=True):
    """A name and maker as component lists write them, and the product meant: a package URL or CPE without version.

    `confirmed_by` and `confirmed_on` (ISO date) are shown in the evidence of every finding that rests on it.
    """

    name: str
    maker: str
    purl: str
    cpe: str
    confirmed_by: str
    confirmed_on: str

    @property
    def key(self) -> tuple[str, str]:
        """Name and maker as they are compared (`alias_key`)."""
        return alias_key(self.name, self.maker)


class AliasTable(Struct, frozen=True):
    """Aliases by name and maker; several for one name are all tried."""

    rows: dict[tuple[str, str], tuple[Alias, ...]] = field(default_factory=dict)

    def of(self, component: Component) -> tuple[Alias, ...]:
        """The aliases of a component: its name and its maker are those that the person saw, no others."""
        return self.rows.get(alias_key(component.name, component.supplier), ()) if self.rows else ()


NO_ALIASES = AliasTable()


def alias_key(name: str, maker: str) -> tuple[str, str]:
    """Name and maker without regard to case, width and spacing; a table of aliases is looked up by this."""
    return _plain(name), _plain(maker)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def confirmed_alias(alias: Alias) -> Alias:
    """The alias, if it can serve. Raises `Refused` naming the field and the reason.

    It needs a name, who confirmed it and when, and one identifier or both: a package URL without version, or a CPE
    that names vendor and product and leaves the version open. The version always comes from the component.
    """
    for place, text in (
        ("name", alias.name),
        ("confirmed_by", alias.confirmed_by),
        ("confirmed_on", alias.confirmed_on),
    ):
        if not text.strip():
            raise Refused(place, "is missing")
    if not alias.purl and not alias.cpe:
        raise Refused("purl", "an alias needs a package URL or a CPE")
    purl, cpe = read_purl(alias.purl), read_cpe(alias.cpe)
    if alias.purl and not purl:
        raise Refused("purl", "is not a package URL")
    if purl and purl.version:
        raise Refused("purl", "an alias is without version")
    if alias.cpe and not (cpe and cpe.names_a_product):
        raise Refused("cpe", "is not a CPE that names vendor and product")
    if cpe and cpe.version != ANY:
        raise Refused("cpe", "an alias is without version")
    return alias


def alias_table(aliases: Iterable[Alias]) -> AliasTable:
    """The table; every row is checked (`confirmed_alias`)."""
    rows: dict[tuple[str, str], tuple[Alias, ...]] = {}
    for alias in aliases:
        known = rows.get(alias.key, ())
        rows[alias.key] = known if alias in known else (*known, confirmed_alias(alias))
    return AliasTable(rows)


def renamed(component: Component, alias: Alias) -> Component:
    """The component under the identifiers that the alias gives it; what the alias leaves open stays its own."""
    return replace(component, purl=alias.purl or component.purl, cpe=alias.cpe or component.cpe)
