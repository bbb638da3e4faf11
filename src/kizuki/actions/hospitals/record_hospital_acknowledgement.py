"""Record that a hospital acknowledged who is responsible for what, by another way than its page."""

from __future__ import annotations

from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.hospitals.acknowledging import WAYS, By, Said, keep
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Hospital


def record_hospital_acknowledgement(
    hospital_key: str,
    said: Said,
    way: str,
    said_on: date,
    document: bytes = b"",
    media_type: str = "application/pdf",
    *,
    on: date,
    actor: Actor,
) -> None:
    """Keep what came by paper, mail, telephone or a visit on a day, with the document that proves it; it ends what was
    owed of that edition. `Refused` for a day ahead, an unknown way, paper or mail without its document, and as
    `acknowledging.keep` says."""
    hospital = find(Hospital, "hospital", actor=actor, key=hospital_key)
    person = person_of(actor)
    if way not in WAYS:
        raise Refused("way", f"{way!r} is not one of: {', '.join(WAYS)}")
    if said_on > on:
        raise Refused("said_on", f"{said_on} lies after today, {on}")
    if way in ("paper", "mail") and not document:
        raise Refused("document", "what came by paper or mail is kept with it")
    with verb("record_hospital_acknowledgement", actor=actor, of=[f"hospital:{hospital.pk}"]) as act:
        stored, beside = keep_document(document, media_type) if document else (None, [])
        row, kept = keep(act, hospital.pk, said, By(way, said_on, person=person, document=stored))
        act.record(
            subjects=[
                f"hospital:{hospital.pk}",
                f"responsibilities:{row.pk}",
                f"hospital_acknowledgement:{kept.pk}",
                *beside,
            ],
            payload={"number": row.number, "way": way, "told_on": said_on.isoformat(), "sha256": row.sha256},
        )
