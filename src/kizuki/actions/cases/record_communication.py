"""Record that somebody was told something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.incidents.parties import channels, parties
from kizuki.core.refusal import Refused
from kizuki.store.models import Addressee, Case, Communication, Hospital, Incident, StoredDocument


@dataclass(frozen=True, slots=True)
class CommunicationEntry:
    """Who (`party`, and `person` by name) was told what, by which channel, at which instant (with its offset).

    `hospital` is the key of the institution, `addressee` the id of the row in force, `document` the digest of what was
    sent. `case` or `incident` (or both) is what it was about.
    """

    party: str
    channel: str
    at: datetime
    what: str
    person: str = ""
    case: int | None = None
    incident: int | None = None
    hospital: str | None = None
    addressee: int | None = None
    document: str | None = None


def record_communication(entry: CommunicationEntry, *, actor: Actor) -> int:
    """Keep it in the matrix of who was told what. Returns its id; it is never changed. `Refused` names what is not."""
    _require(entry, actor)
    what = text(entry.what, "communication.what", longest=10_000, required=True)
    person = text(entry.person, "communication.person", longest=200)
    case = find(Case, "communication.case", actor=actor, pk=entry.case) if entry.case else None
    incident = find(Incident, "communication.incident", actor=actor, pk=entry.incident) if entry.incident else None
    hospital = find(Hospital, "communication.hospital", actor=actor, key=entry.hospital) if entry.hospital else None
    if entry.document is not None:
        find(StoredDocument, "communication.document", actor=actor, sha256=entry.document)
    kind, _, identity = actor.code.partition(":")
    about = [f"case:{case.pk}", f"device:{case.device_id}"] if case else []
    about += [f"incident:{incident.pk}"] if incident else []
    with verb("record_communication", actor=actor, of=about) as act:
        if entry.at > act.at:
            raise Refused("communication.at", f"{entry.at.isoformat()} lies ahead")
        row = Communication.objects.create(
            case=case,
            incident=incident,
            party=entry.party,
            hospital=hospital,
            addressee_id=entry.addressee,
            channel=entry.channel,
            at=entry.at,
            document_id=entry.document,
            told_by_id=int(identity) if kind == "user" else None,
            recorded_at=act.at,
        )
        keep_text(act, f"communication:{row.pk}", "what", what)
        keep_text(act, f"communication:{row.pk}", "person", person)
        act.record(
            subjects=[*about, f"communication:{row.pk}"], payload={"party": entry.party, "channel": entry.channel}
        )
    return int(row.pk)


def _require(entry: CommunicationEntry, actor: Actor) -> None:
    if entry.party not in parties():
        raise Refused("communication.party", f"{entry.party!r} is not one of: {', '.join(parties())}")
    if entry.channel not in channels():
        raise Refused("communication.channel", f"{entry.channel!r} is not one of: {', '.join(channels())}")
    if entry.case is None and entry.incident is None:
        raise Refused("communication.case", "is about a case, an incident or both")
    if entry.at.tzinfo is None:
        raise Refused("communication.at", "is an instant with its offset from UTC")
    if entry.party.startswith("hospital_") and entry.hospital is None:
        raise Refused("communication.hospital", "must be named")
    if entry.addressee is not None:
        find(Addressee, "communication.addressee", actor=actor, pk=entry.addressee)
