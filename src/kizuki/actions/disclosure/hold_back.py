"""Until when a vulnerability is held back: proposed, accepted, revised, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.disclosure.table import require_embargo_move
from kizuki.core.refusal import Refused
from kizuki.store.models import Disclosure, DisclosureParty, EmbargoTurn
from kizuki.store.record.keeping_rows import added, standing


@dataclass(frozen=True, slots=True)
class HoldBack:
    """A turn of the embargo. `until` is a wall-clock time in `zone` (IANA), as it was said; `party` is the key of who
    said it ('' ourselves)."""

    state: str
    words: str
    until: datetime | None = None
    zone: str = ""
    party: str = ""


def hold_back(disclosure_id: int, said: HoldBack, *, actor: Actor) -> int:
    """Keep the turn; returns its id. `Refused`: a state that does not follow, no day (but for `ended`), a zone that there
    is not, no words."""
    found = find(Disclosure, "disclosure", actor=actor, pk=disclosure_id)
    party = find(DisclosureParty, "party", actor=actor, key=said.party) if said.party else None
    person = person_of(actor)
    words = text(said.words, "words", longest=5_000, required=True)
    until = _instant(said)
    with verb("hold_back", actor=actor, of=[f"disclosure:{disclosure_id}"]) as act:
        lock_case(act, found.case_id)
        row = turned(act, found, said.state, until, said.zone, person, words, party)
        act.record(
            subjects=[f"case:{found.case_id}", f"disclosure:{disclosure_id}", f"embargo_turn:{row.pk}"],
            payload={"state": said.state, "until": until.date().isoformat() if until else ""},
        )
    return int(row.pk)


def turned(
    act: Act,
    disclosure: Disclosure,
    state: str,
    until: datetime | None,
    zone: str,
    person: int,
    words: str,
    party: DisclosureParty | None = None,
) -> EmbargoTurn:
    """The next turn, inside a verb that has locked the case."""
    rows = standing(EmbargoTurn, disclosure=disclosure).order_by("position")
    last = rows.last()
    require_embargo_move(last.state if last else "none", state)
    row = added(
        EmbargoTurn,
        disclosure=disclosure,
        position=rows.count() + 1,
        state=state,
        until=until,
        zone=zone,
        party=party,
        person_id=person,
        recorded_at=act.at,
    )
    keep_text(act, f"embargo_turn:{row.pk}", "words", words)
    return row


def _instant(said: HoldBack) -> datetime | None:
    if said.state == "ended":
        return None
    if said.until is None:
        raise Refused("until", "names the day and the hour")
    if said.zone not in available_timezones():
        raise Refused("zone", f"{said.zone!r} is no time zone, like Asia/Tokyo")
    if said.until.tzinfo is not None:
        raise Refused("until", "is told in its zone, without an offset of its own")
    return said.until.replace(tzinfo=ZoneInfo(said.zone))
