"""Facts of questionnaires that the record tells by itself: names, component lists, releases at a site, sheets handed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.utils import timezone

from kizuki.core.questionnaires import Known
from kizuki.store.models import Release
from kizuki.store.queries.sheet_around import Around, SheetKey

_STANDARD = ("cyclonedx", "spdx", "swid")


def derived(name: str, key: SheetKey, around: Around) -> Sequence[Known | None] | None:
    """What the record says of a fact for a sheet; None where it says nothing of it, so that a person's word is asked."""
    reader = _READERS.get(name)
    found = None if reader is None else reader(key, around)
    return None if found is None else [found]


def _company(_key: SheetKey, around: Around) -> Known | None:
    return Known("text", around.on, "company:1", around.company) if around.company else None


def _device(column: str) -> Callable[[SheetKey, Around], Known | None]:
    def read(key: SheetKey, around: Around) -> Known | None:
        device = around.devices.get(key.device or 0)
        words = "" if device is None else str(getattr(device, column))
        if device is None or not words:
            return None
        return Known("text", timezone.localdate(device.registered_at), f"device:{device.pk}", words)

    return read


def _number(key: SheetKey, around: Around) -> Known | None:
    device = around.devices.get(key.device or 0)
    release = around.releases.get(key.release or 0)
    if device is None:
        return None
    words = f"{device.key}-{release.version if release else 'x'}-{around.on:%Y%m%d}"
    return Known("text", around.on, f"device:{device.pk}", words)


def _issued(_key: SheetKey, around: Around) -> Known | None:
    return Known("text", around.on, "company:1", around.on.isoformat())


def _listed(key: SheetKey, around: Around) -> Release | None:
    return around.releases.get(key.release or 0)


def _available(key: SheetKey, around: Around) -> Known | None:
    row = _listed(key, around)
    return Known("yes", _day(row), f"release:{row.pk}") if row is not None and row.sbom_id else None


def _standard(key: SheetKey, around: Around) -> Known | None:
    row = _listed(key, around)
    if row is None or row.sbom is None:
        return None
    told = row.sbom.format
    return Known("yes" if told.startswith(_STANDARD) else "no", _day(row), f"release:{row.pk}", told)


def _counted(place: int) -> Callable[[SheetKey, Around], Known | None]:
    """Every component of the list names it, or how many do."""

    def read(key: SheetKey, around: Around) -> Known | None:
        row = _listed(key, around)
        counts = None if row is None else around.lists.get(row.pk)
        if row is None or counts is None or not counts[0]:
            return None
        every = counts[place] == counts[0]
        words = "" if every else f"{counts[place]} / {counts[0]}"
        return Known("yes" if every else "no", _day(row), f"release:{row.pk}", words)

    return read


def _current(key: SheetKey, around: Around) -> Known | None:
    """Whether every unit of the site runs the newest release of its device; nothing while one's release is not known, or
    no release of a device is out yet by its day."""
    units = around.units.get(key.hospital, [])
    if not units or any(unit.release_id is None or unit.device_id not in around.newest for unit in units):
        return None
    old = sorted({unit.serial for unit in units if unit.release_id != around.newest[unit.device_id].pk})
    newest = {around.newest[unit.device_id].pk for unit in units}
    day = max(_day(around.releases[pk]) for pk in newest)
    source = f"hospital:{key.hospital}"
    return Known("no", day, source, ", ".join(old[:20])) if old else Known("yes", day, source)


def _handed(key: SheetKey, around: Around) -> Known | None:
    """Whether a disclosure of every device at the site was sent from here; nothing where one was not."""
    devices = {unit.device_id for unit in around.units.get(key.hospital, [])}
    days = [around.handed.get((key.hospital, device)) for device in devices]
    known = [day for day in days if day is not None]
    return Known("yes", min(known), f"hospital:{key.hospital}") if devices and len(known) == len(devices) else None


def _day(row: Release) -> date:
    return row.released_on or timezone.localdate(row.registered_at)


_READERS: Mapping[str, Callable[[SheetKey, Around], Known | None]] = {
    "company.name": _company,
    "device.description": _device("generic"),
    "device.model": _device("model"),
    "sheet.number": _number,
    "sheet.issued_on": _issued,
    "sbom.available": _available,
    "sbom.standard_format": _standard,
    "sbom.has_names": _counted(0),
    "sbom.has_suppliers": _counted(1),
    "sbom.has_versions": _counted(2),
    "installation.release_current": _current,
    "installation.disclosure_handed": _handed,
}
"""By name: those of `core.questionnaires.catalogue.DERIVED`, which a test holds."""
