"""Record how far a patch is on units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.devices.unit_history import keep_history
from kizuki.actions.rows import MOST_ROWS, find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.lifecycle.moves import require_move
from kizuki.core.refusal import Refused
from kizuki.store.models import Patch, StoredDocument, Unit, UnitPatch, UnitPatchMove
from kizuki.store.record.parts import chunks

_AT_A_TIME = MOST_ROWS // 8
"""A unit is at most seven rows: its state, its move, its release, an entry of its history, a remark and its name."""


def record_patch_on_units(
    patch_id: int,
    serials: Sequence[str],
    state: str,
    *,
    on: date,
    remark: str = "",
    document: str | None = None,
    actor: Actor,
) -> int:
    """Keep the state of a patch on units by serial number: offered, applied, refused (needs a remark), unanswered,
    rolled back. An applied patch puts its release on the unit. Returns how many units were written.

    `Refused`, before anything is kept, where a serial number is unknown or comes twice, a unit may not go to that
    state, or the patch has not been shipped.
    """
    patch = find(Patch, "patch", actor=actor, pk=patch_id)
    if patch.state != "shipped":
        raise Refused("patch", f"is {patch.state}; it reaches units once it is shipped")
    words = text(remark, "patch.remark", longest=2_000, required=state == "refused")
    if document is not None:
        find(StoredDocument, "patch.document", actor=actor, sha256=document)
    units = _units(patch, serials)
    standing = dict(UnitPatch.objects.filter(patch=patch, unit__in=units).values_list("unit_id", "state"))
    for place, unit in enumerate(units):
        require_move("unit_patch", standing.get(unit.pk, "none"), state, f"units.{place} ({unit.serial})")
    for part in chunks(units, _AT_A_TIME):
        with verb("record_patch_on_units", actor=actor, of=[f"patch:{patch_id}"]) as act:
            _write(act, patch, part, state, on, document)
            if words:
                for unit in part:
                    keep_text(act, f"unit_patch:{patch_id}:{unit.pk}", "remark", words)
            act.watch_register()
            told = {"unit_state": state, "on": on.isoformat(), "units": len(part), "ids": [unit.pk for unit in part]}
            act.record(subjects=[f"device:{patch.device_id}", f"patch:{patch_id}"], payload=told)
    return len(units)


def _units(patch: Patch, serials: Sequence[str]) -> list[Unit]:
    found = {unit.serial: unit for unit in Unit.objects.filter(device_id=patch.device_id, serial__in=serials)}
    for place, serial in enumerate(serials):
        if serial not in found:
            raise Refused(f"units.{place}", f"{serial!r} is not registered")
    if len(found) != len(serials):
        raise Refused("units", "a serial number comes twice")
    if not serials:
        raise Refused("units", "names at least one unit")
    return [found[serial] for serial in serials]


def _write(act: Act, patch: Patch, units: Sequence[Unit], state: str, on: date, document: str | None) -> None:
    UnitPatch.objects.bulk_create(
        [UnitPatch(patch=patch, unit=unit, state=state, on=on) for unit in units],
        update_conflicts=True,
        unique_fields=["patch", "unit"],
        update_fields=["state", "on"],
    )
    UnitPatchMove.objects.bulk_create(
        UnitPatchMove(patch=patch, unit=unit, state=state, on=on, document_id=document, recorded_at=act.at)
        for unit in units
    )
    moving = {"applied": patch.release_id, "rolled_back": None}
    if state not in moving or patch.release_id is None:
        return
    # After a roll-back nobody has said yet which release runs.
    changed = [unit for unit in units if unit.release_id != moving[state]]
    for unit in changed:
        unit.release_id = moving[state]
    Unit.objects.bulk_update(changed, ["release"])
    keep_history(act, changed, on)
