"""Approve the table from the company's levels to the law's severities."""

from __future__ import annotations

from kizuki.actions.assessments.people import another_person
from kizuki.actions.rows import standing
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import SeverityMapping


def approve_severity_mapping(version: int, *, actor: Actor) -> None:
    """Put a proposed version in force; the newest approved one counts.

    `Refused` where it is not there or approved already, and where the approver proposed it.
    """
    with verb("approve_severity_mapping", actor=actor, of=standing(SeverityMapping, version=version)) as act:
        found = SeverityMapping.objects.select_for_update(of=("self",)).filter(version=version).first()
        if found is None or found.approved_at is not None:
            raise Refused("version", f"there is no version {version} that waits for approval")
        person = another_person(actor, found.proposed_by_id, act.at, "who proposed the table does not approve it")
        found.approved_by, found.approved_at = person, act.at
        found.save(update_fields=["approved_by", "approved_at"])
        act.record(subjects=[f"severity_mapping:{found.pk}"], payload={"version": version})
