"""Record that a signed letter went out: to hospitals one by one, or to the party that it is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.cases.reopening import reopen_where_closed
from kizuki.actions.documents import keep_document
from kizuki.actions.measures.chain import owed
from kizuki.actions.measures.record_measure_reach import Reached, reach, require_targets, settle_reach
from kizuki.actions.measures.write_letter import subjects_of
from kizuki.actions.obligations.keeping import Grounds, end, refresh_case, told, write_moves
from kizuki.actions.people.signing import person_of
from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find, numbered, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.forms.letters.paper import addressed
from kizuki.core.forms.letters.table import Letter, letter
from kizuki.core.incidents.parties import channels
from kizuki.core.lifecycle.measures.chain import owed_item
from kizuki.core.lifecycle.measures.table import TOLD
from kizuki.core.lifecycle.moves import require_move
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of
from kizuki.gateways.typst import print_letter
from kizuki.store.models import MeasureLetter, MeasureTelling, ReachEntry
from kizuki.store.obligations.ledger import ledger_of
from kizuki.store.queries.letter_sources import hospitals_of
from kizuki.store.queries.letters import letter_page
from kizuki.store.record.keeping_rows import added, locked

REPORT, END = "recall_report", "recall_end"
"""The kind of what is owed from the start of a recall on, and its step."""

MOST_AT_ONCE = 100
"""So many hospitals get their copies drawn in one go."""

INFORMS = ("planned", "not_reached")
"""States of a hospital that the letter moves to `sent`; one that was informed before gets it as a further entry."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How it went out: on which day, by which way, the number that proves it, who took it (`words`); hospitals by key,
    or the `way` to a party of the table."""

    on: date
    channel: str
    reference: str = ""
    words: str = ""
    hospitals: Sequence[str] = ()
    way: str = ""


def send_letter(letter_id: int, sent: Sent, *, on: date, actor: Actor) -> int:
    """Keep it: with each hospital the copy that is addressed to it, in the reach of the measure, or with the party that
    was told; returns to how many it went. A start report opens the end report, which the end report ends.

    `Refused`: a letter that is not signed, a day ahead, a way that the table has not, nothing that proves it, a hospital
    that the measure is not for, more than 100 at once.
    """
    found = find(MeasureLetter, "measure_letter", actor=actor, pk=letter_id)
    person = person_of(actor)
    made = letter(found.kind)
    _require(found, made, sent, on)
    paper = _paper(found, actor)
    copies = _copies(found, paper, sent, actor) if made.goes == "hospital" else {}
    with verb("send_letter", actor=actor, of=[f"measure_letter:{letter_id}"]) as act:
        kept = lock_ledger(act, found.measure.case_id)
        held = locked(MeasureLetter, letter_id)
        # What is owed with it needs a case that is open.
        reopened = reopen_where_closed(act, kept, "measure")
        if made.goes == "hospital":
            beside, moves = _to_hospitals(act, held, sent, copies, person)
        else:
            beside, moves = _to_party(act, held, made, sent, person)
        moves += _recall(act, kept, held, paper["written"], sent.on)
        _is_sent(held, sent.on)
        act.record(
            subjects=[f"case:{held.measure.case_id}", *subjects_of(held), *beside],
            payload={
                "letter": held.kind,
                "on": sent.on.isoformat(),
                "hospitals": len(copies),
                "channel": sent.channel,
                "ledger": told(moves),
                **reopened,
            },
        )
    return len(copies) or 1


def _paper(found: MeasureLetter, actor: Actor) -> Mapping[str, Any]:
    row = letter_page(viewer_of(actor.code), found.measure.case_id, found.pk)
    if row is None or row.paper is None:
        raise Refused("letter", "was erased")
    return row.paper


def _is_sent(held: MeasureLetter, on: date) -> None:
    if held.state != "sent":
        require_move("measure_letter", held.state, "sent", f"measure_letter.{held.pk}")
        held.state, held.sent_on = "sent", on
        held.save(update_fields=["state", "sent_on"])


def _require(found: MeasureLetter, made: Letter, sent: Sent, on: date) -> None:
    if found.state not in ("signed", "sent"):
        raise Refused("letter", f"is {found.state}: only what is signed goes out")
    if sent.on > on:
        raise Refused("on", f"{sent.on} lies after today, {on}")
    if sent.channel not in channels():
        raise Refused("channel", f"{sent.channel!r} is not one of: {', '.join(channels())}")
    numbered(sent.reference, "reference", longest=80)
    words = text(sent.words, "words", longest=2_000)
    if not (words or sent.reference.strip()):
        raise Refused("evidence", "a number, or who took it, proves it")
    if made.goes == "hospital" and len(sent.hospitals) > MOST_AT_ONCE:
        raise Refused("hospitals", f"{len(sent.hospitals)} at once; at most {MOST_AT_ONCE}")
    if made.goes != "hospital" and sent.way not in TOLD[made.goes]:
        raise Refused("way", f"{sent.way!r} is not one of: {', '.join(TOLD[made.goes])}")


def _copies(found: MeasureLetter, paper: Mapping[str, Any], sent: Sent, actor: Actor) -> dict[str, bytes]:
    """The copy of each hospital, by its key; drawn before anything is locked."""
    require_targets(found.measure, sent.hospitals)
    hospitals = hospitals_of(viewer_of(actor.code), found.measure_id, sent.hospitals)
    return {key: print_letter(addressed(paper, hospitals[key]), "ja").pdf for key in dict.fromkeys(sent.hospitals)}


def _to_hospitals(
    act: Act, held: MeasureLetter, sent: Sent, copies: Mapping[str, bytes], person: int | None
) -> tuple[list[str], list[Move]]:
    reached = Reached(tuple(copies), "sent", sent.on, sent.channel, sent.reference, sent.words)
    beside: list[str] = []
    for target in require_targets(held.measure, sent.hospitals):
        document, new = keep_document(copies[target.hospital.key], "application/pdf")
        beside += new
        if target.state in INFORMS:
            reach(act, target, reached, sent.words.strip(), document=document, person=person)
            continue
        entry = added(
            ReachEntry,
            target=target,
            state="sent",
            on=sent.on,
            channel=sent.channel,
            reference=sent.reference.strip(),
            document=document,
            person_id=person,
            recorded_at=act.at,
        )
        keep_text(act, f"reach_entry:{entry.pk}", "words", sent.words.strip())
    return beside, settle_reach(act, held.measure, reached)


def _to_party(
    act: Act, held: MeasureLetter, made: Letter, sent: Sent, person: int | None
) -> tuple[list[str], list[Move]]:
    row = added(
        MeasureTelling,
        measure=held.measure,
        party=made.goes,
        way=sent.way,
        told=True,
        on=sent.on,
        channel=sent.channel,
        reference=sent.reference.strip(),
        document=held.pdf,
        person_id=person,
        recorded_at=act.at,
    )
    keep_text(
        act, f"measure_telling:{row.pk}", "words", "　".join(part for part in (made.ja, sent.words.strip()) if part)
    )
    return [f"measure_telling:{row.pk}"], []


def _recall(act: Act, case_id: int, held: MeasureLetter, written: Mapping[str, Any], on: date) -> list[Move]:
    """The end report is owed from the day of the start report, by the planned end; a report of the state that names a new
    one moves it, and the end report ends it. Without a day it is open."""
    if held.kind not in ("recall_start", "recall_progress", END):
        return []
    grounds = Grounds(f"measure_letter:{held.pk}")
    item = owed_item(held.measure_id, END)
    running = [row for row in ledger_of(case_id) if row.kind == REPORT and row.item == item and row.running]
    due_on = _planned(written)
    if held.kind == "recall_progress" and (due_on is None or not running):
        return []
    if held.kind == "recall_start" and running:
        return []
    moves = end(act, case_id, running, act.name, grounds) if running else []
    if held.kind != END:
        opened = [owed(ledger_of(case_id), REPORT, item, on, due_on)]
        write_moves(act, case_id, opened, grounds)
        moves += opened
    refresh_case(case_id)
    return moves


def _planned(written: Mapping[str, Any]) -> date | None:
    said = written.get("planned_end", "")
    try:
        return day_of(said if isinstance(said, str) else said.get("ja", ""), "planned_end")
    except Refused:
        return None
