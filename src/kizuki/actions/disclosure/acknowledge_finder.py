"""Tell a finder that their report arrived, which ends what is owed to them for its arrival."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kizuki.actions.obligations.keeping import write_owned
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.disclosure.table import require_one_of
from kizuki.core.incidents.parties import channels
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.refusal import Refused
from kizuki.store.models import FinderAcknowledgement, SafetyInformation
from kizuki.store.obligations.ledger import owned_by
from kizuki.store.record.keeping_rows import added, locked

UNREACHED = "none"
"""The way by which a finder was told who left no way: the words say what was tried."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """On which day, by which way (`none`: they cannot be reached), and in which words."""

    on: date
    channel: str
    words: str


def acknowledge_finder(information_id: int, said: Acknowledged, *, on: date, actor: Actor) -> int:
    """Keep it; returns its id. A second word to the same finder is kept as well and ends nothing more.

    `Refused` where the information did not come from a finder, the way is none of the table, the words are missing, or
    the day lies ahead or before the report arrived.
    """
    found = find(SafetyInformation, "information", actor=actor, pk=information_id)
    person = person_of(actor)
    words = text(said.words, "words", longest=5_000, required=True)
    require_one_of(said.channel, (*channels(), UNREACHED), "channel")
    if found.source != "finder":
        raise Refused("information", "came from no finder")
    if said.on > on:
        raise Refused("on", f"{said.on} lies after today, {on}")
    if said.on < found.awareness_on:
        raise Refused("on", f"{said.on} is before the report arrived, {found.awareness_on}")
    owner = f"information:{information_id}"
    with verb("acknowledge_finder", actor=actor, of=[owner]) as act:
        locked(SafetyInformation, information_id)
        row = added(
            FinderAcknowledgement,
            information_id=information_id,
            on=said.on,
            channel=said.channel,
            person_id=person,
            recorded_at=act.at,
        )
        keep_text(act, f"finder_acknowledgement:{row.pk}", "words", words)
        owed = [one for one in owned_by(owner) if one.kind == "finder_acknowledgement" and one.running]
        for one in owed:
            require_end(one.kind, act.name)
        write_owned(act, owner, [Move("ended", replace(one, state="ended", ended_by=act.name), one) for one in owed])
        act.record(
            subjects=[owner, f"finder_acknowledgement:{row.pk}"],
            payload={"channel": said.channel, "told_on": said.on.isoformat()},
        )
    return int(row.pk)
