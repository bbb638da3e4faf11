"""Judge a fix: is it a change of the approval, is what is done in the field a recall, and of which class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.people.signing import sign
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.measures.classification import (
    CLASSES,
    EDITION,
    FIELD_MEASURES,
    PROCEDURES,
    proposed_change,
    proposed_class,
    require,
)
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure, MeasureJudgement
from kizuki.store.queries.letters import potentials_of
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.record.keeping_rows import added, standing


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person decides: the procedure (`change`), what is done in the field (`in_field`), the class of the recall
    ('' where it is none), from which `answers` to the table's questions, why (`words`), whether PMDA was asked."""

    change: str
    in_field: str
    recall_class: str
    answers: Mapping[str, str]
    words: str
    asked_pmda: bool = False


def judge_change(measure_id: int, judged: Judged, *, password: str, on: date, actor: Actor) -> int:
    """Keep it, signed, beside what the table proposed; returns its id. The newest counts, and fills the letters.

    It proposes nothing by itself and may differ from the proposal: the reasons are always written. `Refused` names a
    word that the table has not, a recall without a class, and a class of what is no recall.
    """
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    words = text(judged.words, "words", longest=10_000, required=True)
    _require(judged)
    signature = sign(actor, password, "judge_change", on)
    said = _said(judged, potentials_of(found.case_id))
    with verb("judge_change", actor=actor, of=[f"measure:{measure_id}"]) as act:
        lock_case(act, found.case_id)
        row = added(
            MeasureJudgement,
            measure=found,
            position=standing(MeasureJudgement, measure=found).count() + 1,
            person_id=signature.person,
            on_behalf_of_id=signature.on_behalf_of,
            on=on,
            sha256=digest_of(canonical_json({**said, "plan": found.sha256, "words": words})),
            recorded_at=act.at,
            **said,
        )
        keep_text(act, f"measure_judgement:{row.pk}", "words", words)
        act.record(
            subjects=[f"case:{found.case_id}", f"measure:{measure_id}", f"measure_judgement:{row.pk}"],
            payload={
                "change": judged.change,
                "in_field": judged.in_field,
                "class": judged.recall_class,
                "for": signature.on_behalf_of,
            },
        )
    return int(row.pk)


def _said(judged: Judged, potentials: Iterable[str | None]) -> dict[str, Any]:
    """What was decided beside what the table proposes."""
    return {
        "change": judged.change,
        "in_field": judged.in_field,
        "recall_class": judged.recall_class,
        "proposed_change": proposed_change(judged.answers).safe,
        "proposed_class": proposed_class(potentials),
        "answers": dict(judged.answers),
        "edition": EDITION,
        "asked_pmda": judged.asked_pmda,
    }


def _require(judged: Judged) -> None:
    require(PROCEDURES, judged.change, "change")
    in_field = require(FIELD_MEASURES, judged.in_field, "in_field")
    if judged.recall_class:
        require(CLASSES, judged.recall_class, "recall_class")
    if in_field.recall != bool(judged.recall_class):
        raise Refused("recall_class", "a recall has a class, and what is no recall has none")
