"""Keeping components, each distinct one once, for the verb that reads a component list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct

from kizuki.core.sbom import Component
from kizuki.core.sbom.searching import maker_of, name_key
from kizuki.store.components.merging import ids_of_digests
from kizuki.store.findings.device_matches import keep_components as keep_components_of
from kizuki.store.models import Component as KeptComponent
from kizuki.store.models import ComponentName, Release, ReleaseComponent
from kizuki.store.record.bulk import insert
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


class Told(NamedTuple):
    """A component as its list tells it, and the text of it that is kept and hashed."""

    component: Component
    body: str


def told_of(component: Component) -> tuple[str, Told]:
    """Its digest (`component_key`) and what is kept under it."""
    body = component_body(component)
    return digest_of(body), Told(component, body)


def keep_components(release: Release, by_digest: Mapping[str, Told]) -> None:
    """Keep what is not kept yet, and say that the release has all of them.

    By what matching finds them is not in it: a third of the work on a list, done by whoever matches
    (`make_missing_lookups`).
    """
    stood = ids_of_digests(by_digest)
    missing = [digest for digest in by_digest if digest not in stood]
    # Another release that is read at the same time may bring the same component: the first one to commit keeps it.
    rows = [_row(digest, *by_digest[digest]) for digest in missing]
    insert(KeptComponent, _COMPONENT, rows, stands=True)
    names = sorted(({row[-2] for row in rows} | {row[-1] for row in rows}) - {""})
    insert(ComponentName, ("key",), [(name,) for name in names], stands=True)
    kept = stood | ids_of_digests(missing)
    held = ((release.pk, kept[digest], storable(told.component.ref)) for digest, told in by_digest.items())
    insert(ReleaseComponent, ("release_id", "component_id", "ref"), held, stands=True)
    keep_components_of(release.device_id, list(stood.values()))


_COMPONENT = ("digest", "name", "version", "purl", "cpe", "body", "name_key", "maker_key")


def _row(digest: str, component: Component, body: str) -> tuple[str, ...]:
    return (
        digest,
        storable(component.name),
        storable(component.version),
        storable(component.purl),
        storable(component.cpe),
        body,
        name_key(component.name),
        name_key(maker_of(component)),
    )
