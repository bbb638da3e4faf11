"""Make a link by which one hospital reads what concerns it."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.hospitals.links import LONGEST_DAYS, new_secret, sealed
from kizuki.store.models import Hospital, HospitalLink
from kizuki.store.record.keeping_rows import added, standing

MOST_LINKS = 20


def make_hospital_link(hospital_key: str, ends_on: date, *, on: date, actor: Actor) -> str:
    """The token of a new link for one hospital, told once: nobody can read it later. Earlier ones go on until they are
    revoked or over.

    `Refused` for a last day that has gone by or lies more than `LONGEST_DAYS` ahead, and beyond `MOST_LINKS` links that
    still open.
    """
    hospital = find(Hospital, "hospital", actor=actor, key=hospital_key)
    person = person_of(actor)
    if not on <= ends_on <= on + timedelta(days=LONGEST_DAYS):
        raise Refused("ends_on", f"must lie between today and {LONGEST_DAYS} days from now")
    secret = new_secret()
    with verb("make_hospital_link", actor=actor, of=[f"hospital:{hospital.pk}"]) as act:
        if standing(HospitalLink, hospital=hospital, revoked_at=None, ends_on__gte=on).count() >= MOST_LINKS:
            raise Refused("hospital", f"{MOST_LINKS} links of it are open; revoke one first")
        row = added(
            HospitalLink,
            hospital=hospital,
            seal=sealed(hospital.pk, act.at, secret),
            made_by_id=person,
            made_at=act.at,
            ends_on=ends_on,
        )
        act.record(
            subjects=[f"hospital:{hospital.pk}", f"hospital_link:{row.pk}"], payload={"ends_on": ends_on.isoformat()}
        )
    return f"{row.pk}~{secret}"
