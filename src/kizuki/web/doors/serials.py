"""Units in a form: by serial number, one to a line, or all that stand at one hospital."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from kizuki.store.queries.hospitals import hospital_names_of_device
from kizuki.store.queries.units import units_of_device
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.fields import Choice, Words
from kizuki.web.doors.form import DoorForm

MOST_UNITS = 10_000


def device_of(doing: Doing) -> int:
    """The device whose units are chosen: the row itself, or that of a patch (kept by the door)."""
    return int(doing.kept.get("units_of", doing.id))


def _places(doing: Doing) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in hospital_names_of_device(doing.viewer, device_of(doing))]


class UnitsForm(DoorForm):
    """Which units: their numbers, or everything that is in use at one hospital."""

    serials = Words("units.field.serials", longest=200_000, rows=4, hint="units.hint.serials", required=False)
    at = Choice("units.field.at", _places, hint="units.hint.at", required=False)

    def together(self) -> None:
        """Some unit is named, by a number that is registered."""
        told = self.cleaned_data
        units = units_of_device(self.doing.viewer, device_of(self.doing), limit=MOST_UNITS)
        known = {unit.serial for unit in units}
        named = serials_in(told.get("serials") or "")
        missing = [serial for serial in named if serial not in known]
        if missing:
            self.wrong("serials", "units.error.unknown", serials=", ".join(missing[:5]))
        if told.get("at"):
            named += [unit.serial for unit in units if str(unit.hospital_id) == told["at"] and unit.state == "in_use"]
        if not named and not self.errors:
            self.wrong("serials", "units.error.none")
        told["units"] = list(dict.fromkeys(named))


def serials_in(text: str) -> list[str]:
    """The numbers of a text, one to a line or between commas, however wide they are typed.

    >>> serials_in("ＳＮ１２、SN-13\\n\\nSN 14")
    ['SN12', 'SN-13', 'SN 14']
    """
    plain = unicodedata.normalize("NFKC", text)
    return [part.strip() for part in re.split(r"[\n,、;]", plain) if part.strip()]


def units_told(told: dict[str, Any]) -> list[str]:
    """The serial numbers that a form named."""
    return list(told["units"])
