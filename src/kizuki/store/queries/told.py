"""Who was told what and when: one matrix, in which whoever was told nothing stands as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kizuki.core.glossary import say
from kizuki.core.incidents.parties import parties
from kizuki.store.access.seen import seen
from kizuki.store.models import Communication, IncidentMember, KeptText
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Told:
    """One telling; `addressee` and `hospital` are names where they are known."""

    id: int
    at: datetime
    channel: str
    what: str
    person: str
    hospital: str | None
    addressee: str | None
    told_by: str | None
    document: str | None
    of_incident: int | None = None
    """The incident of which it was told, where it was told of one."""


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A party, and what it was told, the earliest first; nothing for one that was told nothing."""

    party: str
    said: str
    told: tuple[Told, ...]


def told_matrix(
    viewer: Viewer, *, case_id: int | None = None, incident_id: int | None = None, of_its_incidents: bool = False
) -> tuple[ToldRow, ...]:
    """The matrix of a case, or of an incident with all of its cases: every party, in the order of the table. With
    `of_its_incidents` also what was told of the incidents that the case belongs to, but not of their other cases."""
    rows = _tellings(viewer, case_id, incident_id, of_its_incidents=of_its_incidents)
    subjects = [f"communication:{row.pk}" for row in rows]
    texts = {
        (text.subject, text.kind): say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in KeptText.objects.filter(subject__in=subjects).order_by("revision")
    }
    by_party: dict[str, list[Told]] = {}
    for row in rows:
        told = Told(
            id=row.pk,
            at=row.at,
            channel=row.channel,
            what=texts.get((f"communication:{row.pk}", "what"), ""),
            person=texts.get((f"communication:{row.pk}", "person"), ""),
            hospital=row.hospital.name if row.hospital else None,
            addressee=row.addressee.name if row.addressee else None,
            told_by=row.told_by.display_name if row.told_by else None,
            document=row.document_id,
            of_incident=row.incident_id,
        )
        by_party.setdefault(row.party, []).append(told)
    return tuple(
        ToldRow(code, party.said(viewer.lang), tuple(by_party.get(code, ()))) for code, party in parties().items()
    )


def _tellings(
    viewer: Viewer, case_id: int | None, incident_id: int | None, *, of_its_incidents: bool
) -> list[Communication]:
    about = Q(case_id=case_id) if case_id is not None else Q(pk__in=())
    if of_its_incidents and case_id is not None:
        above = seen(viewer, IncidentMember).filter(kind="case", member=case_id).values("incident")
        about |= Q(incident_id__in=above)
    if incident_id is not None:
        cases = seen(viewer, IncidentMember).filter(incident_id=incident_id, kind="case").values("member")
        about |= Q(incident_id=incident_id) | Q(case_id__in=cases)
    return list(
        seen(viewer, Communication)
        .filter(about)
        .select_related("hospital", "addressee", "told_by")
        .order_by("at", "pk")
    )
