"""Keeping components, each distinct one once, for the verb that reads a component list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kizuki.core.matching import NO_ALIASES
from kizuki.core.sbom import Component, identified
from kizuki.core.sbom.searching import maker_of, name_key
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.components.merging import merged_digests
from kizuki.store.findings.device_matches import keep_components as keep_components_of
from kizuki.store.findings.lookups import COMPONENT_COLUMNS, component_rows
from kizuki.store.models import Component as KeptComponent
from kizuki.store.models import ComponentLookup, ComponentName, Release, ReleaseComponent
from kizuki.store.record.bulk import chosen, insert
from kizuki.store.record.canonical import canonical_json, digest_of, storable


def component_key(component: Component) -> str:
    """What makes two components one: the digest of name, version, purl, cpe, supplier and further identifiers."""
    return digest_of(component_body(component))


def component_body(component: Component) -> str:
    """The text of a component that is kept and hashed; its empty keys stay, since earlier digests were made with them."""
    said = {name: getattr(component, name) for name in ("name", "version", "purl", "cpe", "supplier")}
    # Only where there are any: the digest of a component without them stays what it was.
    said |= {"identifiers": component.identifiers} if component.identifiers else {}
    return canonical_json({"ref": "", "licenses": (), "hashes": ()} | said)


def keep_components(release: Release, by_digest: Mapping[str, Component]) -> None:
    """Keep what is not kept yet, with its lookups, and say that the release has all of them (by `component_key`)."""
    kept = _ids(by_digest)
    missing = [digest for digest in by_digest if digest not in kept]
    # Another release that is read at the same time may bring the same component: the first one to commit keeps it.
    rows = [_row(digest, by_digest[digest]) for digest in missing]
    insert(KeptComponent, _COMPONENT, rows, stands=True)
    names = sorted({key for row in rows for key in row[-2:]} - {""})
    insert(ComponentName, ("key",), [(name,) for name in names], stands=True)
    kept |= _ids(missing)
    found = _with_lookups([kept[digest] for digest in missing])
    bare = [digest for digest in missing if kept[digest] not in found]
    aliases = confirmed_aliases() if bare else NO_ALIASES
    lookups = [
        (kept[digest], *row) for digest in bare for row in component_rows(identified(by_digest[digest]), aliases)
    ]
    insert(ComponentLookup, ("component_id", *COMPONENT_COLUMNS), lookups)
    held = [(release.pk, kept[digest], storable(component.ref)) for digest, component in by_digest.items()]
    insert(ReleaseComponent, ("release_id", "component_id", "ref"), held, stands=True)
    keep_components_of(release.device_id, [kept[digest] for digest in by_digest if digest not in missing])


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


def _ids(digests: Iterable[str]) -> dict[str, int]:
    """What is kept, by digest; what was merged into another one is that one."""
    some = list(digests)
    kept = dict(chosen("SELECT digest, id FROM store_component WHERE digest {asked}", some))
    return kept | merged_digests(some)


def _with_lookups(components: Sequence[int]) -> set[int]:
    found = chosen("SELECT component_id FROM store_componentlookup WHERE component_id {asked}", components)
    return {pk for (pk,) in found}
