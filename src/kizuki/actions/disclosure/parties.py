"""Whom a disclosure is coordinated with: the company's table, and where each party stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, numbered, stand, standing, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.disclosure.table import PARTIES, PARTY_STATUSES, TLP, TOLD, require_one_of
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Disclosure, DisclosureParty, PartyTurn
from kizuki.store.record.keeping_rows import added
from kizuki.store.record.keeping_rows import standing as rows_of


def register_disclosure_party(
    key: str, kind: str, name: str, contact: str = "", *, in_use: bool = True, actor: Actor
) -> int:
    """Keep a party of the company's table under its key, or bring it up to date; returns its id. `Refused` for a kind
    that the table has not, and for the name of a lay user: whoever uses a device at home is a patient, and the table
    stands in the clear."""
    require_one_of(kind, tuple(PARTIES), "kind")
    words = numbered if kind == "lay_user" else text
    values = {
        "kind": kind,
        "name": words(name, "name", longest=200, required=True),
        "contact": words(contact, "contact", longest=300),
        "in_use": in_use,
    }
    slug = numbered(key, "key", longest=64, required=True)
    of = standing(DisclosureParty, key=slug)
    with verb("register_disclosure_party", actor=actor, of=of) as act:
        row, written = stand(DisclosureParty, {"key": slug}, values)
        if not written:
            act.unchanged()
            return int(row.pk)
        act.record(subjects=[f"disclosure_party:{row.pk}"], payload={"kind": kind})
    return int(row.pk)


def open_disclosure(case_id: int, tlp: str, *, actor: Actor) -> int:
    """Begin the disclosure of what a case is about, or change with whom it may be shared; returns its id."""
    find(Case, "case", actor=actor, pk=case_id)
    person = person_of(actor)
    require_one_of(tlp, TLP, "tlp")
    with verb("open_disclosure", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        row = rows_of(Disclosure, case=case_id).first()
        if row is None:
            row = added(Disclosure, case_id=case_id, tlp=tlp, opened_by_id=person, opened_at=act.at)
        elif row.tlp == tlp:
            act.unchanged()
            return int(row.pk)
        else:
            row.tlp = tlp
            row.save(update_fields=["tlp"])
        act.record(subjects=[f"case:{case_id}", f"disclosure:{row.pk}"], payload={"tlp": tlp})
    return int(row.pk)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a party stands: its own status, whether it was told (`told`, `not_told` because `words`, `not_yet`), when."""

    party: str
    status: str
    told: str
    on: date
    words: str = ""


def record_party_turn(disclosure_id: int, turn: Turn, *, on: date, actor: Actor) -> int:
    """Keep it; the newest holds. `Refused`: nobody of this key, a status of no table, `not_told` without a reason, a
    day ahead."""
    found = find(Disclosure, "disclosure", actor=actor, pk=disclosure_id)
    party = find(DisclosureParty, "party", actor=actor, key=turn.party)
    person = person_of(actor)
    require_one_of(turn.status, PARTY_STATUSES, "status")
    require_one_of(turn.told, TOLD, "told")
    words = text(turn.words, "words", longest=5_000, required=turn.told == "not_told")
    if turn.on > on:
        raise Refused("on", f"{turn.on} lies after today, {on}")
    with verb("record_party_turn", actor=actor, of=[f"disclosure:{disclosure_id}"]) as act:
        lock_case(act, found.case_id)
        row = added(
            PartyTurn,
            disclosure=found,
            party=party,
            position=rows_of(PartyTurn, disclosure=found).count() + 1,
            status=turn.status,
            told=turn.told,
            on=turn.on,
            person_id=person,
            recorded_at=act.at,
        )
        keep_text(act, f"party_turn:{row.pk}", "words", words)
        act.record(
            subjects=[f"case:{found.case_id}", f"disclosure:{disclosure_id}", f"party_turn:{row.pk}"],
            payload={"kind": party.kind, "status": turn.status, "told": turn.told, "told_on": turn.on.isoformat()},
        )
    return int(row.pk)
