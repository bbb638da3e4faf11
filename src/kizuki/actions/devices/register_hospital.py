"""Register a hospital or another institution where units stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kizuki.actions.rows import stand, standing, text
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import Hospital


def register_hospital(
    *,
    key: str,
    name: str,
    prefecture: str = "",
    address: str = "",
    contacts: Sequence[Mapping[str, str]] = (),
    profile: Mapping[str, Any] | None = None,
    actor: Actor,
) -> int:
    """Keep an institution with its contacts, or change the one with this key. Returns its id.

    Each contact says who it is (role, name, department, phone, email): the persons in charge of device safety
    (医療機器安全管理責任者) and of information systems are two different ones.
    `profile` is what else is told of it (network, beds, name in English).
    """
    values = {
        "name": text(name, "hospital.name", longest=200, required=True),
        "prefecture": text(prefecture, "hospital.prefecture", longest=16),
        "address": text(address, "hospital.address", longest=300),
        "contacts": [dict(contact) for contact in contacts],
        "profile": dict(profile or {}),
    }
    named = text(key, "hospital.key", longest=64, required=True)
    with verb("register_hospital", actor=actor, of=standing(Hospital, key=named)) as act:
        hospital, changed = stand(Hospital, {"key": named}, values)
        if not changed:
            act.unchanged()
        else:
            act.record(subjects=[f"hospital:{hospital.pk}"], payload={"changed": changed})
    return int(hospital.pk)
