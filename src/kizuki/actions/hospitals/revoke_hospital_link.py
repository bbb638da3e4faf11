"""Revoke a link of a hospital: from this moment it opens nothing."""

from __future__ import annotations

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import HospitalLink
from kizuki.store.record.keeping_rows import locked


def revoke_hospital_link(hospital_link_id: int, *, actor: Actor) -> None:
    """Take the link back; nobody can make it open again. `Refused` where it was revoked already."""
    found = find(HospitalLink, "hospital_link", actor=actor, pk=hospital_link_id)
    person = person_of(actor)
    subjects = [f"hospital:{found.hospital_id}", f"hospital_link:{hospital_link_id}"]
    with verb("revoke_hospital_link", actor=actor, of=subjects) as act:
        row = locked(HospitalLink, hospital_link_id)
        if row.revoked_at is not None:
            raise Refused("hospital_link", "was revoked already")
        row.revoked_at, row.revoked_by_id = act.at, person
        row.save(update_fields=["revoked_at", "revoked_by"])
        act.record(subjects=subjects)
