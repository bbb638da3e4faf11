"""Keeping components, each distinct one once, for the verb that reads a component list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from kizuki.core.matching import NO_ALIASES, AliasTable
from kizuki.core.sbom import Component, identified
from kizuki.core.sbom.searching import maker_of, name_key
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.components.merging import ids_of_digests
from kizuki.store.findings.device_matches import keep_components as keep_components_of
from kizuki.store.findings.lookups import COMPONENT_COLUMNS, component_rows
from kizuki.store.models import Component as KeptComponent
from kizuki.store.models import ComponentLookup, ComponentName, Release, ReleaseComponent
from kizuki.store.record.bulk import chosen, insert
from kizuki.store.record.canonical import canonical_json, digest_of, storable


def component_key(component: Component) -> str:
    """What makes two components one: the digest of name, version, purl, cpe, supplier and further identifiers."""
    return digest_of(component_body(component))


class _Body(Struct):
    """What is kept and hashed of a component; its empty keys stay, since earlier digests were made with them."""

    name: str
    version: str
    purl: str
    cpe: str
    supplier: str
    ref: str = ""
    licenses: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()


class _BodyWithMore(_Body):
    """Only where there are any: the digest of a component without them stays what it was."""

    identifiers: tuple[tuple[str, str], ...] = ()


def component_body(component: Component) -> str:
    """The text of a component that is kept and hashed."""
    said = (component.name, component.version, component.purl, component.cpe, component.supplier)
    more = component.identifiers
    return canonical_json(_BodyWithMore(*said, identifiers=more) if more else _Body(*said))


Cut = Mapping[str, Sequence[tuple[Any, ...]]]
"""The lookups of components (`COMPONENT_COLUMNS`) by digest, as they are without what a person confirmed."""


def cut_before(by_digest: Mapping[str, Component]) -> Cut:
    """The lookups of those not kept yet: half of the work on a list, done before a transaction holds the lock."""
    kept = ids_of_digests(by_digest)
    return {digest: component_rows(identified(one)) for digest, one in by_digest.items() if digest not in kept}


def keep_components(release: Release, by_digest: Mapping[str, Component], cut: Cut) -> None:
    """Keep what is not kept yet, with its lookups, and say that the release has all of them (by `component_key`).

    `cut` are lookups that are at hand (`cut_before`).
    """
    kept = ids_of_digests(by_digest)
    missing = [digest for digest in by_digest if digest not in kept]
    # Another release that is read at the same time may bring the same component: the first one to commit keeps it.
    rows = [_row(digest, by_digest[digest]) for digest in missing]
    insert(KeptComponent, _COMPONENT, rows, stands=True)
    names = sorted(({row[-2] for row in rows} | {row[-1] for row in rows}) - {""})
    insert(ComponentName, ("key",), [(name,) for name in names], stands=True)
    kept |= ids_of_digests(missing)
    found = _with_lookups([kept[digest] for digest in missing])
    bare = [digest for digest in missing if kept[digest] not in found]
    aliases = confirmed_aliases() if bare else NO_ALIASES
    lookups = ((kept[digest], *row) for digest in bare for row in _lookups(digest, by_digest[digest], aliases, cut))
    insert(ComponentLookup, ("component_id", *COMPONENT_COLUMNS), lookups)
    held = ((release.pk, kept[digest], storable(component.ref)) for digest, component in by_digest.items())
    insert(ReleaseComponent, ("release_id", "component_id", "ref"), held, stands=True)
    keep_components_of(release.device_id, [kept[digest] for digest in by_digest if digest not in missing])


def _lookups(digest: str, component: Component, aliases: AliasTable, cut: Cut) -> Sequence[tuple[Any, ...]]:
    # What a person confirmed meanwhile is asked for now: it was not known when the lookups were cut.
    if digest in cut and not (aliases.rows and aliases.of(component)):
        return cut[digest]
    return component_rows(identified(component), aliases)


_COMPONENT = ("digest", "name", "version", "purl", "cpe", "body", "name_key", "maker_key")


def _row(digest: str, component: Component) -> tuple[str, ...]:
    return (
        digest,
        storable(component.name),
        storable(component.version),
        storable(component.purl),
        storable(component.cpe),
        component_body(component),
        name_key(component.name),
        name_key(maker_of(component)),
    )


def _with_lookups(components: Sequence[int]) -> set[int]:
    found = chosen("SELECT component_id FROM store_componentlookup WHERE component_id {asked}", components)
    return {pk for (pk,) in found}
