"""Every box of a questionnaire from the record as it stands: for a hospital with its devices, or for a release."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.core.questionnaires import Box, Edition, Known, answered
from kizuki.core.questionnaires.catalogue import owner_of
from kizuki.store.access.seen import seen
from kizuki.store.models import Unit
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.derived_facts import derived
from kizuki.store.queries.sheet_around import Around, SheetKey, read_around
from kizuki.store.queries.sheet_facts import COMPANY
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Answered:
    """A sheet with its boxes. `name` is the hospital's, `device` and `release` those of a sheet that goes by device."""

    key: SheetKey
    name: str
    device: str
    release: str
    boxes: tuple[Box, ...]


def answers_for(viewer: Viewer, edition: Edition, keys: Collection[SheetKey], on: date) -> tuple[Answered, ...]:
    """These sheets, each with every box, in a number of queries that does not grow with them."""
    around = read_around(viewer, keys, on)
    return tuple(_answered(edition, key, around) for key in keys)


def keys_for(viewer: Viewer, edition: Edition, hospitals: Collection[int]) -> tuple[SheetKey, ...]:
    """The sheets that hospitals are due: one for each, or one for each device and release that stands there."""
    wanted = list(dict.fromkeys(hospitals))
    if edition.per == "hospital":
        return tuple(SheetKey(pk) for pk in wanted)
    rows = seen(viewer, Unit).filter(hospital__in=wanted, state__in=STANDING)
    found = rows.order_by("hospital", "device", "release").values_list("hospital", "device", "release").distinct()
    return tuple(SheetKey(hospital, device, release) for hospital, device, release in found if hospital is not None)


def hospitals_with_units(viewer: Viewer) -> tuple[int, ...]:
    """Every hospital where a unit stands."""
    rows = seen(viewer, Unit).filter(state__in=STANDING, hospital__isnull=False)
    return tuple(rows.order_by("hospital").values_list("hospital", flat=True).distinct())


def _answered(edition: Edition, key: SheetKey, around: Around) -> Answered:
    device = around.devices.get(key.device or 0)
    release = around.releases.get(key.release or 0)
    same = (edition.id, key.device, key.release)
    if edition.per == "release" and same in around.same:
        boxes = around.same[same]
    else:
        boxes = answered(edition, lambda name: _known(name, key, around))
        around.same[same] = boxes
    return Answered(
        key,
        around.hospitals[key.hospital].name,
        device.brand if device else "",
        release.version if release else "",
        boxes,
    )


def _known(name: str, key: SheetKey, around: Around) -> Sequence[Known | None]:
    """A fact, once for each owner that a sheet asks: the company, the site, the release, or every device there."""
    told = derived(name, key, around)
    if told is not None:
        return told
    owner = owner_of(name)
    if owner == "company":
        return [_told(around, COMPANY, name)]
    if owner == "hospital":
        return [_told(around, f"hospital:{key.hospital}", name)]
    if key.device is not None:
        return [_of_device(around, key.device, key.release, name)]
    standing = dict.fromkeys((unit.device_id, unit.release_id) for unit in around.units[key.hospital])
    return [_of_device(around, device, release, name, named=True) for device, release in standing]


def _of_device(around: Around, device: int, release: int | None, name: str, *, named: bool = False) -> Known | None:
    """What is told of the release goes before what is told of its device."""
    of = around.devices[device].brand if named else ""
    found = _told(around, f"release:{release}", name, of) if release else None
    return found or _told(around, f"device:{device}", name, of)


def _told(around: Around, owner: str, name: str, of: str = "") -> Known | None:
    fact = around.told.get((owner, name))
    if fact is None:
        return None
    return Known(fact.answer, fact.on, f"sheet_fact:{fact.id}", fact.words, fact.target_on, of)
