"""Register a release of a device's software, with its component list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kizuki.actions.devices.components import Told, keep_components, told_of
from kizuki.actions.documents import keep_document
from kizuki.actions.feeds.signal_rows import ask_for_device
from kizuki.actions.obligations.by_lists import follow_lists
from kizuki.actions.rows import MOST_ROWS, find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.documents.memory import without_cycle_search
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Sbom, read_sbom
from kizuki.core.sbom import Unmatchable as Unmatched
from kizuki.store.findings.tallies import outdate
from kizuki.store.models import Device, Release, Unmatchable
from kizuki.store.models import Sbom as KeptSbom
from kizuki.store.record.canonical import digest_of, storable
from kizuki.store.record.parts import chunks

_COMPONENTS_AT_A_TIME = 2_000
"""A component is one row, its names and its place in the release others, written without models: some 60 ms of processor
time a transaction and 10 ms for its verb (SQLite)."""

_FAULTS_KEPT = 1_000
"""Faults of a list that are kept beside it; the list itself still has all of them."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A release as kept. `new` is False where it stood already; `faults` counts the recoverable faults of its list."""

    release: int
    new: bool
    components: int
    unmatchable: int
    faults: int


@dataclass(frozen=True, slots=True)
class _List:
    """A component list that was read: its bytes, and what they say."""

    content: bytes
    read: Sbom


@dataclass(frozen=True, slots=True)
class _Part:
    """What one transaction keeps: components by digest, and rows of `unmatchable` with their position in the list."""

    components: Mapping[str, Told] = field(default_factory=dict)
    unmatchable: Sequence[tuple[int, Unmatched]] = ()


def register_release(
    device_key: str, version: str, sbom: bytes | None, *, released_on: date | None = None, actor: Actor
) -> Registered:
    """Keep a release, the bytes of its component list (SBOM) and every component of it, and ask for it to be matched.

    A long list is several transactions, each with its entry; until the last one the release is `reading`, and
    registering it again with the same list goes on where it ended. Without a list the release is kept as it is, and a
    list is owed (`component_list_missing`) until the release is registered again with one. `Refused` where the list
    cannot be read, or the version stands with another list.
    """
    device = find(Device, "device", actor=actor, key=device_key)
    name = text(version, "release.version", longest=100, required=True)
    # A list and the rows cut from it have no cycles, and are enough to be searched for some a hundred times.
    with without_cycle_search():
        given = None if sbom is None else _List(sbom, read_sbom(sbom))
        release = Release.objects.filter(device=device, version=name).first()
        if release is not None:
            if release.sbom_id not in (None, given and digest_of(given.content)):
                raise Refused("release.version", f"{name} stands already with another component list")
            if release.state == "kept" and release.sbom_id == (given and digest_of(given.content)):
                return _told(release, given, new=False)
        return _told(_kept_in_parts(device, name, released_on, release, given, actor), given, new=True)


def _kept_in_parts(
    device: Device, name: str, released_on: date | None, release: Release | None, given: _List | None, actor: Actor
) -> Release:
    parts = _parts(given)
    for number, part in enumerate(parts, start=1):
        with verb("register_release", actor=actor, of=[f"device:{device.pk}"]) as act:
            subjects: list[str] = []
            if release is None:
                kept, subjects = _keep_list(given)
                release = Release.objects.create(device=device, version=name, released_on=released_on, sbom=kept)
            elif release.sbom_id is None and given is not None:
                kept, subjects = _keep_list(given)
                release.sbom, release.state = kept, "reading"
                release.save(update_fields=["sbom", "state"])
            _keep_part(release, part)
            if number == len(parts):
                Release.objects.filter(pk=release.pk).update(state="kept")
                outdate([device.pk])
                follow_lists(act, device.pk)
                act.defer("match_release", {"release": release.pk})
                ask_for_device(act, "release", device.pk)
            act.record(
                subjects=[f"release:{release.pk}", f"device:{device.pk}", *subjects],
                payload={
                    "sbom": release.sbom_id,
                    "part": number,
                    "parts": len(parts),
                    "components": len(part.components),
                    "unmatchable": len(part.unmatchable),
                },
            )
    if release is None:
        raise RuntimeError("a release has at least one part")
    return release


def _told(release: Release, given: _List | None, *, new: bool) -> Registered:
    if given is None:
        return Registered(release.pk, new, 0, 0, 0)
    read = given.read
    return Registered(release.pk, new, len(read.components), len(read.unmatchable), len(read.errors))


def _parts(given: _List | None) -> list[_Part]:
    if given is None:
        return [_Part()]
    distinct: dict[str, Told] = {}
    for component in given.read.everything:
        digest, told = told_of(component)
        distinct.setdefault(digest, told)
    unmatchable = list(enumerate(given.read.unmatchable))
    if len(distinct) <= _COMPONENTS_AT_A_TIME and len(unmatchable) <= _COMPONENTS_AT_A_TIME:
        return [_Part(distinct, unmatchable)]
    return [
        *(_Part(components=dict(part)) for part in chunks(list(distinct.items()), _COMPONENTS_AT_A_TIME)),
        *(_Part(unmatchable=part) for part in chunks(unmatchable, MOST_ROWS)),
    ]


def _keep_part(release: Release, part: _Part) -> None:
    keep_components(release, part.components)
    Unmatchable.objects.bulk_create(
        [
            Unmatchable(
                release=release,
                position=position,
                ref=storable(row.ref),
                name=storable(row.name),
                why={"code": row.why_code, **dict(row.values)},
            )
            for position, row in part.unmatchable
        ],
        ignore_conflicts=True,
    )


def _keep_list(given: _List | None) -> tuple[KeptSbom | None, list[str]]:
    if given is None:
        return None, []
    document, named = keep_document(given.content, given.read.media_type, published=True)
    read = given.read
    kept, _ = KeptSbom.objects.get_or_create(
        document=document,
        defaults={
            "format": read.format,
            "spec_version": read.spec_version,
            "valid": read.valid,
            "faults": [{"where": fault.where, "what": fault.what} for fault in read.errors[:_FAULTS_KEPT]],
            "component_count": len(read.components),
            "unmatchable_count": len(read.unmatchable),
            "dependency_count": read.dependencies,
        },
    )
    return kept, named
