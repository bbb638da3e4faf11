"""Take a list that a program handed in: by the verb that a person would run, in the name of whom it came from."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import msgspec

from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.documents import json_value
from kizuki.core.refusal import Refused
from kizuki.core.refusals import without_values
from kizuki.store.access.seen import seen
from kizuki.store.models import Upload
from kizuki.store.queries.viewer import PROGRAM


def take_upload(upload_id: int, *, actor: Actor) -> None:
    """Keep what the list says, and how it ended; one that was taken already stays as it is.

    A refusal of the verb is its end, with place and reason: who sent it asks for it. Whoever lost the right to run the
    verb meanwhile is refused as if they ran it now.
    """
    row = find(Upload, "upload", actor=actor, pk=upload_id)
    if row.state != "waiting":
        return
    try:
        kept = _taken(row)
    except Refused as refused:
        _end(upload_id, actor, refused=refused)
    else:
        _end(upload_id, actor, kept=kept)


def _taken(row: Upload) -> int:
    sender, content = Actor.user(row.person_id), bytes(row.document.content)
    if row.kind == "sbom":
        found = register_release(row.device.key, row.version, content, released_on=row.released_on, actor=sender)
        return found.release
    return register_units(row.device.key, _units(content), actor=sender)


def _units(content: bytes) -> list[UnitEntry]:
    value = json_value(content)
    try:
        rows = msgspec.convert(value, list[dict[str, Any]])
        for place, row in enumerate(rows):
            if unknown := sorted(set(row) - {one.name for one in fields(UnitEntry)}):
                raise Refused(f"units.{place}.{unknown[0]}", "is no key of a unit")
        return msgspec.convert(rows, list[UnitEntry])
    except msgspec.ValidationError as fault:
        raise Refused("units", str(fault)) from fault


def _end(upload_id: int, actor: Actor, *, kept: int | None = None, refused: Refused | None = None) -> None:
    with verb("end_upload", actor=actor, of=[f"upload:{upload_id}"]) as act:
        row = seen(PROGRAM, Upload).select_for_update(of=("self",)).get(pk=upload_id)
        if row.state != "waiting":
            act.unchanged()
            return
        row.state = "refused" if refused else "done"
        row.place, row.reason = (_kept(refused.place, 300), _kept(refused.reason, 500)) if refused else ("", "")
        row.kept, row.ended_at = kept, act.at
        row.save(update_fields=["state", "place", "reason", "kept", "ended_at"])
        act.record(subjects=[f"upload:{upload_id}"], payload={"state": row.state})


def _kept(words: str, longest: int) -> str:
    """Place and reason stand in the clear: what they quote of the list, which may name a patient, is left out. Who handed
    it in has the list."""
    told = without_values(words)
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in told)[:longest]
