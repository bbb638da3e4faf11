"""Record that people were trained in an edition of a procedure, or practised it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.training.owing import item_of, ledger, owner_of
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.lifecycle.obligations.moving import ended
from kizuki.core.refusal import Refused
from kizuki.core.training import WAYS
from kizuki.store.models import Procedure, StoredDocument, TrainingResult, User
from kizuki.store.record.keeping_rows import added, locked

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class TrainingEntry:
    """`way` is one of WAYS, `told_on` the day of it; `passed` whether the people did; `trainer` who trained them;
    `words` what was taught or practised and what came of it."""

    way: str
    told_on: date
    passed: bool
    trainer: str
    words: str = ""


def record_training(
    procedure_id: int,
    people: Sequence[int],
    entry: TrainingEntry,
    document: bytes = b"",
    media_type: str = "application/pdf",
    *,
    on: date,
    actor: Actor,
) -> list[int]:
    """Keep one result for each person; returns their ids. Whoever passed owes this training no longer.

    `Refused` for a day ahead, a retired edition, an unknown way, a drill without what came of
    it, nobody or somebody who is not here, and for whoever records their own training without a document that shows it.
    """
    edition = find(Procedure, "procedure", actor=actor, pk=procedure_id)
    person = person_of(actor)
    named = _people(people, actor)
    told = _checked(entry, edition, on)
    if person in named and not document:
        raise Refused("people", "who records their own training keeps the document that shows it")
    with verb("record_training", actor=actor, of=[f"procedure:{procedure_id}"]) as act:
        stored, beside = keep_document(document, media_type) if document else (None, [])
        made = [_keep(act, edition, pk, told, stored, person) for pk in named]
        act.record(
            subjects=[f"procedure:{procedure_id}", *(f"training_result:{pk}" for pk in made), *beside],
            payload={
                "procedure": edition.key,
                "edition": edition.edition,
                "way": entry.way,
                "passed": entry.passed,
                "people": named,
                "told_on": entry.told_on.isoformat(),
            },
        )
    return made


def _people(people: Sequence[int], actor: Actor) -> list[int]:
    """Who was trained, each once."""
    named = sorted(set(people))
    if not 0 < len(named) <= MOST_PEOPLE:
        raise Refused("people", f"name between 1 and {MOST_PEOPLE}")
    for pk in named:
        find(User, "people", actor=actor, pk=pk)
    return named


def _checked(entry: TrainingEntry, edition: Procedure, on: date) -> TrainingEntry:
    """The result as it is kept."""
    if entry.way not in WAYS:
        raise Refused("way", f"{entry.way!r} is not one of: {', '.join(WAYS)}")
    if entry.told_on > on:
        raise Refused("told_on", f"{entry.told_on} lies after today, {on}")
    if edition.retired:
        raise Refused("procedure", f"{edition.key} is retired")
    trainer = text(entry.trainer, "trainer", longest=200, required=True)
    words = text(entry.words, "words", longest=10_000, required=entry.way == "drill")
    return TrainingEntry(entry.way, entry.told_on, entry.passed, trainer, words)


def _keep(
    act: Act, edition: Procedure, trained: int, told: TrainingEntry, stored: StoredDocument | None, person: int
) -> int:
    # Whoever watches what is owed of this person comes before or after.
    locked(User, trained)
    row = added(
        TrainingResult,
        trained_id=trained,
        procedure=edition,
        way=told.way,
        on=told.told_on,
        passed=told.passed,
        document=stored,
        person_id=person,
        recorded_at=act.at,
    )
    keep_text(act, f"training_result:{row.pk}", "trainer", told.trainer)
    keep_text(act, f"training_result:{row.pk}", "words", told.words)
    if told.passed:
        item = item_of(edition.pk)
        moves = [ended(one, act.name) for one in ledger([trained])[trained] if one.running and one.item == item]
        write_owned(act, owner_of(trained), moves, Grounds(f"training_result:{row.pk}"))
    return int(row.pk)
