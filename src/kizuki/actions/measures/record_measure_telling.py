"""Record to whom a measure was reported, or why somebody is not told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, numbered, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.incidents.parties import channels
from kizuki.core.lifecycle.measures.table import TOLD
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure, MeasureTelling
from kizuki.store.record.keeping_rows import added


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom (`party`), by which way (patients: direct, through_hospital, publicly), on which day; `told` False: not told,
    because (`words`). A number or document proves it."""

    party: str
    told: bool
    on: date
    words: str
    way: str = ""
    channel: str = ""
    reference: str = ""
    document: bytes = b""
    media_type: str = "application/pdf"


def record_measure_telling(measure_id: int, telling: Telling, *, on: date, actor: Actor) -> int:
    """Keep it; returns its id. `Refused`: a party or way that the table has not, no words, a day ahead."""
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    person = person_of(actor)
    words = text(telling.words, "words", longest=5_000, required=True)
    reference = numbered(telling.reference, "reference", longest=80)
    _require(telling, on)
    with verb("record_measure_telling", actor=actor, of=[f"measure:{measure_id}"]) as act:
        lock_case(act, found.case_id)
        document, beside = keep_document(telling.document, telling.media_type) if telling.document else (None, [])
        row = added(
            MeasureTelling,
            measure=found,
            party=telling.party,
            way=telling.way,
            told=telling.told,
            on=telling.on,
            channel=telling.channel,
            reference=reference,
            document=document,
            person_id=person,
            recorded_at=act.at,
        )
        keep_text(act, f"measure_telling:{row.pk}", "words", words)
        act.record(
            subjects=[f"case:{found.case_id}", f"measure:{measure_id}", f"measure_telling:{row.pk}", *beside],
            payload={"party": telling.party, "told": telling.told, "told_on": telling.on.isoformat()},
        )
    return int(row.pk)


def _require(telling: Telling, on: date) -> None:
    if telling.party not in TOLD:
        raise Refused("party", f"{telling.party!r} is not one of: {', '.join(TOLD)}")
    if telling.told and telling.way not in TOLD[telling.party]:
        raise Refused("way", f"{telling.way!r} is not one of: {', '.join(TOLD[telling.party])}")
    if telling.channel and telling.channel not in channels():
        raise Refused("channel", f"{telling.channel!r} is not one of: {', '.join(channels())}")
    if telling.on > on:
        raise Refused("on", f"{telling.on} lies after today, {on}")
