"""Confirm whether a reported term is known (既知) from the precautions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kizuki.actions.people.signing import person_of
from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.devices.listed import KNOWN, Entry, Proposed, Reported, proposed, require_confirmation
from kizuki.core.refusal import Refused
from kizuki.store.devices.listed import entries_of
from kizuki.store.models import Case, ListedTerm
from kizuki.store.queries.known_terms import event_day, known_places


@dataclass(frozen=True, slots=True)
class TermSaid:
    """A reported term and what a person says of it: `answer` is listed, other_words or not_listed; `precaution` the
    entry that they quote, `reason` why, in particular where it is against the proposal."""

    term: Reported
    answer: str
    precaution: int | None
    reason: str


def confirm_listed(case_id: int, matter: str, person: str, said: TermSaid, *, actor: Actor) -> int:
    """Keep who confirmed it, by which sentence and edition, beside what was proposed. Returns its id.

    It changes no fact: `predictable` is answered by `answer_facts`, which may quote it (`precaution:<id>`), and what
    that loosens waits for its second person. `Refused` where known quotes no sentence with its edition, or one that was
    not in force on the day of the event; where there is no such matter or person; or without a reason where the answer
    is another than the proposal.
    """
    case = find(Case, "case", actor=actor, pk=case_id)
    person_of(actor)
    term = _named(said.term)
    if (matter, person) not in known_places(viewer_of(actor.code), case_id):
        whom = f"{matter} {person}".strip()
        raise Refused("person", f"{whom} is none of this case")
    entries = entries_of(case.device_id)
    entry = next((one for one in entries if one.id == said.precaution), None)
    if said.precaution is not None and entry is None:
        raise Refused("precaution", f"{said.precaution} is no entry of the precautions of this device")
    event_on: date | None = event_day(viewer_of(actor.code), case_id, matter)
    require_confirmation(said.answer, entry, event_on)
    proposal = proposed(term, entries, event_on)
    against = (said.answer in KNOWN) != (proposal.answer in KNOWN)
    reason = text(said.reason, "reason", longest=2_000, required=against)
    with verb("confirm_listed", actor=actor, of=[f"case:{case_id}"]) as act:
        row = _kept(act, ListedTerm(case=case, matter=matter, person=person), said, proposal, entry, event_on)
        keep_text(act, f"listed_term:{row.pk}", "term", term.words)
        keep_text(act, f"listed_term:{row.pk}", "reason", reason)
        quoted = [f"precaution:{said.precaution}"] if said.precaution is not None else []
        act.record(
            subjects=[f"case:{case_id}", f"listed_term:{row.pk}", *quoted],
            payload={"answer": said.answer, "proposed": proposal.answer, "why": proposal.why, "matter": matter},
        )
    return int(row.pk)


def _kept(
    act: Act, row: ListedTerm, said: TermSaid, proposal: Proposed, entry: Entry | None, event_on: date | None
) -> ListedTerm:
    assert act.person is not None, "only a person confirms"
    row.code = next((code for _, code in said.term.codes), "")
    row.answer, row.proposed = said.answer, proposal.answer
    row.precaution_id, row.edition = said.precaution, entry.edition if entry else ""
    row.event_on, row.confirmed_by_id, row.confirmed_at = event_on, act.person, act.at
    row.save(force_insert=True)
    return row


def _named(term: Reported) -> Reported:
    words = text(term.words, "term", longest=200)
    if not words and not term.codes:
        raise Refused("term", "a term needs its code or its wording")
    return replace(term, words=words)
