"""What cannot be matched to the full, with what it may be: for a person to settle, never accepted by itself."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from kizuki.core.advisories import Advisory as Read
from kizuki.core.glossary import say
from kizuki.core.matching import ProductIndex, component_lookups, known_products, product_index, suggest
from kizuki.core.sbom import Component
from kizuki.core.sbom import Unmatchable as Unmatched
from kizuki.store.access.seen import seen
from kizuki.store.models import Advisory, AdvisoryRow, ReleaseComponent, Unmatchable
from kizuki.store.queries.viewer import Viewer

_ADVISORIES = msgspec.json.Decoder(Read)
_COMPONENTS = msgspec.json.Decoder(Component)
_SEARCHED = 200
"""Records that are searched for products of a name; the first that name it are as good as the others."""

_PREFIX = 4
"""Letters of a name with which a similar one begins."""

_LAST = "zzzzzzzz"
"""Behind every name of letters and digits, in whatever order of signs the database has."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A product that the component may be; `score` from 0 to 1."""

    name: str
    maker: str
    purl: str
    cpe: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class UnmatchableLine:
    """A component of a release that no feed can be asked about to the full, why, and what it may be."""

    id: int
    device: int
    brand: str
    version: str
    name: str
    component_version: str
    maker: str
    why: str
    suggestions: tuple[Suggested, ...]


def unmatchables(
    viewer: Viewer, *, device: int | None = None, after: int = 0, limit: int = 20
) -> tuple[tuple[UnmatchableLine, ...], int | None]:
    """A part of the queue in the order it came in, and behind which id it goes on (None: that was all)."""
    rows = seen(viewer, Unmatchable).filter(pk__gt=after).select_related("release__device").order_by("pk")
    if device is not None:
        rows = rows.filter(release__device=device)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    components = _components(viewer, shown)
    index = _index(viewer, list(components.values()))
    lines = tuple(_line(row, components.get((row.release_id, row.ref)), index, viewer) for row in shown)
    return lines, (shown[-1].pk if len(found) > limit else None)


def _components(viewer: Viewer, rows: list[Unmatchable]) -> dict[tuple[int, str], Component]:
    held = seen(viewer, ReleaseComponent).filter(
        release__in={row.release_id for row in rows}, ref__in={row.ref for row in rows}
    )
    columns = held.values_list("release", "ref", "component__body")
    return {(release, ref): _COMPONENTS.decode(body) for release, ref, body in columns}


def _index(viewer: Viewer, components: list[Component]) -> ProductIndex:
    """The products of those records that go by these names, or by names that begin alike."""
    texts = {row.lookup for component in components for row in component_lookups(component)}
    names = sorted(text for text in texts if text.startswith("name ") and not text.startswith("name model "))
    ids = set(seen(viewer, AdvisoryRow).filter(lookup__in=names).values_list("advisory", flat=True)[:_SEARCHED])
    for name in names:
        begin = name[: len("name ") + _PREFIX]
        alike = seen(viewer, AdvisoryRow).filter(lookup__gte=begin, lookup__lt=begin + _LAST)
        ids |= set(alike.values_list("advisory", flat=True)[: _SEARCHED // 10])
    bodies = seen(viewer, Advisory).filter(pk__in=ids).order_by("pk").values_list("body", flat=True)
    return product_index(known_products(_ADVISORIES.decode(body) for body in bodies))


def _line(row: Unmatchable, component: Component | None, index: ProductIndex, viewer: Viewer) -> UnmatchableLine:
    values = {name: value for name, value in row.why.items() if name != "code"}
    why = Unmatched(row.ref, row.name, row.why["code"], tuple(values.items())).why(viewer.lang)
    found = suggest(component, index, limit=3) if component is not None else ()
    return UnmatchableLine(
        id=row.pk,
        device=row.release.device_id,
        brand=row.release.device.brand,
        version=row.release.version,
        name=row.name,
        component_version=component.version if component else "",
        maker=component.supplier if component else "",
        why=why,
        suggestions=tuple(
            Suggested(
                name=one.product.name,
                maker=one.product.maker,
                purl=one.product.purl,
                cpe=one.product.cpe,
                score=one.score,
                why=say(f"matching.suggestion.{one.why.code}", viewer.lang, **dict(one.why.values)),
            )
            for one in found
        ),
    )
