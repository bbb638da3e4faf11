"""Hospitals from a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.loading.planned import Planned, plan_rows
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor
from kizuki.core.tables.columns import Row
from kizuki.store.access.seen import seen
from kizuki.store.models import Hospital
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import canonical_json, digest_of

_LONGEST = {"name": 200, "prefecture": 16, "address": 300}
_CONTACTS = {"safety": "device_safety", "system": "information_system"}


def plan(rows: Sequence[Row], on: date, viewer: Viewer) -> list[Planned]:
    """What each row would do; a contact that a row does not name stays as the record has it."""
    standing = {hospital.key: hospital for hospital in seen(viewer, Hospital)}

    def planned(row: Row, key: str) -> Planned:
        hospital = standing.get(key)
        entry = _entry(row.values, hospital)
        if hospital is None:
            return Planned(row.line, key, "made", entry=entry)
        before = {name: getattr(hospital, name) for name in entry}
        same = before == entry
        digest = digest_of(canonical_json(before))
        return Planned(row.line, key, "stands" if same else "changed", before=digest, entry=entry)

    return plan_rows(rows, lambda values: text(values["key"], "key", longest=64, required=True), planned)


def keep(planned: Sequence[Planned], on: date, actor: Actor) -> None:
    """Keep what was planned."""
    for row in planned:
        register_hospital(key=row.key, actor=actor, **row.entry)


def _entry(values: dict[str, Any], hospital: Hospital | None) -> dict[str, Any]:
    entry: dict[str, Any] = {name: getattr(hospital, name) if hospital else "" for name in _LONGEST}
    entry |= {name: text(values[name], name, longest=most) for name, most in _LONGEST.items() if name in values}
    contacts = {contact.get("role"): dict(contact) for contact in (hospital.contacts if hospital else ())}
    for prefix, role in _CONTACTS.items():
        told = {
            part: values[f"{prefix}_{part}"] for part in ("name", "phone", "email") if f"{prefix}_{part}" in values
        }
        if told:
            contacts[role] = contacts.get(role, {"role": role}) | told
    return entry | {"contacts": list(contacts.values()), "profile": hospital.profile if hospital else {}}
