"""Keeping components, each distinct one once, for the verb that reads a component list."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.actions.watching.lookups import component_rows
from kizuki.core.sbom import Component, identified
from kizuki.store.canonical import canonical_json, digest_of, storable
from kizuki.store.models import Component as KeptComponent
from kizuki.store.models import ComponentLookup, Release, ReleaseComponent


def component_key(component: Component) -> str:
    """What makes two components one: the digest of name, version, purl, cpe and supplier."""
    return digest_of(_body(component))


def _body(component: Component) -> str:
    """The text that is kept and hashed. The empty keys stay: digests of earlier releases were made with them."""
    said = {name: getattr(component, name) for name in ("name", "version", "purl", "cpe", "supplier")}
    return canonical_json({"ref": "", "licenses": (), "hashes": ()} | said)


def keep_components(release: Release, components: Sequence[Component]) -> None:
    """Keep what is not kept yet, with its lookups, and say that the release has all of them."""
    by_digest = {component_key(component): component for component in components}
    kept = _ids(by_digest)
    missing = [digest for digest in by_digest if digest not in kept]
    # Another release that is read at the same time may bring the same component: the first one to commit keeps it.
    KeptComponent.objects.bulk_create([_row(digest, by_digest[digest]) for digest in missing], ignore_conflicts=True)
    kept |= _ids(missing)
    bare = set(missing) - _with_lookups(missing)
    ComponentLookup.objects.bulk_create(
        [
            ComponentLookup(component_id=kept[digest], **row)
            for digest in missing
            if digest in bare
            for row in component_rows(identified(by_digest[digest]))
        ],
        batch_size=500,
    )
    ReleaseComponent.objects.bulk_create(
        [
            ReleaseComponent(release=release, component_id=kept[digest], ref=storable(component.ref))
            for digest, component in by_digest.items()
        ],
        ignore_conflicts=True,
    )


def _row(digest: str, component: Component) -> KeptComponent:
    return KeptComponent(
        digest=digest,
        name=storable(component.name),
        version=storable(component.version),
        purl=storable(component.purl),
        cpe=storable(component.cpe),
        body=_body(component),
    )


def _ids(digests: object) -> dict[str, int]:
    return dict(KeptComponent.objects.filter(digest__in=list(digests)).values_list("digest", "pk"))  # type: ignore[call-overload]


def _with_lookups(digests: Sequence[str]) -> set[str]:
    rows = ComponentLookup.objects.filter(component__digest__in=digests)
    return set(rows.values_list("component__digest", flat=True).distinct())
