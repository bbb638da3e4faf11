"""Record that hospitals were told of the day on which sale or support of a device ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.hospitals.acknowledging import WAYS
from kizuki.actions.obligations.by_milestones import follow_milestones
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.lifecycle.device import ANNOUNCED
from kizuki.core.refusal import Refused
from kizuki.store.devices.announced import ToTell, to_tell
from kizuki.store.models import Device, Hospital, MilestoneNotice
from kizuki.store.record.keeping_rows import added, locked


@dataclass(frozen=True, slots=True)
class Noticed:
    """Which hospitals (keys) were told, on which day and by which way, with the letter or mail that proves it."""

    hospitals: Sequence[str]
    told_on: date
    way: str
    document: bytes = b""
    media_type: str = "application/pdf"


def record_milestone_notice(device_key: str, name: str, noticed: Noticed, *, on: date, actor: Actor) -> int:
    """Keep it for each of these hospitals that was not told of this day yet; returns how many those are. What is owed of
    it ends once every hospital with a unit was told.

    `Refused`: a milestone that nobody is told of or that has no day, no hospital, one without a unit of the device, a day
    ahead, an unknown way, paper or mail without its document.
    """
    device = find(Device, "device", actor=actor, key=device_key)
    _require(name, noticed, on)
    named = {
        key: find(Hospital, f"hospitals.{key}", actor=actor, key=key).pk for key in dict.fromkeys(noticed.hospitals)
    }
    with verb("record_milestone_notice", actor=actor, of=[f"device:{device.pk}"]) as act:
        locked(Device, device.pk)
        found = to_tell(device.pk).get(name)
        if found is None:
            raise Refused("name", f"no day is set for {name}")
        new = _new(named, found)
        if not new:
            act.unchanged()
            return 0
        beside = _keep(act, found, new, noticed)
        follow_milestones(act, device.pk)
        act.record(
            subjects=[f"device:{device.pk}", f"milestone:{found.milestone}", *beside],
            payload={
                "milestone": name,
                "way": noticed.way,
                "told_on": noticed.told_on.isoformat(),
                "hospitals": len(new),
            },
        )
    return len(new)


def _keep(act: Act, found: ToTell, hospitals: Sequence[int], noticed: Noticed) -> list[str]:
    """The rows of these hospitals; returns what the entry speaks of."""
    stored, beside = keep_document(noticed.document, noticed.media_type) if noticed.document else (None, [])
    by = {"told_on": noticed.told_on, "way": noticed.way, "document": stored, "person_id": act.person}
    rows = [
        added(MilestoneNotice, milestone_id=found.milestone, hospital_id=pk, recorded_at=act.at, **by)
        for pk in hospitals
    ]
    return [*(f"milestone_notice:{row.pk}" for row in rows), *(f"hospital:{pk}" for pk in hospitals), *beside]


def _require(name: str, noticed: Noticed, on: date) -> None:
    if name not in ANNOUNCED:
        raise Refused("name", f"{name!r} is not one of: {', '.join(ANNOUNCED)}")
    if not noticed.hospitals:
        raise Refused("hospitals", "say who was told")
    if noticed.way not in WAYS:
        raise Refused("way", f"{noticed.way!r} is not one of: {', '.join(WAYS)}")
    if noticed.told_on > on:
        raise Refused("told_on", f"{noticed.told_on} lies after today, {on}")
    if noticed.way in ("paper", "mail") and not noticed.document:
        raise Refused("document", "what went by paper or mail is kept with it")


def _new(named: dict[str, int], found: ToTell) -> list[int]:
    for key, pk in named.items():
        if pk not in found.hospitals:
            raise Refused(f"hospitals.{key}", "no unit of the device stands there")
    return [pk for pk in named.values() if pk not in found.told]
