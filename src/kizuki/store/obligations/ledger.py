"""The ledger of a case as values: what is owed on it, was owed, and by what each ended."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from django.db.models import Max

from kizuki.core.lifecycle.obligations import LIVE
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.reporting import Determination as Answer
from kizuki.store.models import CaseDuplicate, Determination, Obligation

_ANSWERS = msgspec.json.Decoder(Answer)


def answer_of(body: str) -> Answer:
    """A kept answer as the value that `assess` returned."""
    return _ANSWERS.decode(body)


def newest_answer(case_id: int) -> Answer | None:
    """The newest determination of a case; None before the first."""
    body = Determination.objects.filter(case_id=case_id).order_by("-id").values_list("answer", flat=True).first()
    return None if body is None else answer_of(body)


def newest_answers(case_ids: Collection[int]) -> dict[int, Answer]:
    """The newest determination of each of these cases, in one query."""
    newest = Determination.objects.filter(case__in=case_ids).values("case").annotate(newest=Max("id"))
    rows = Determination.objects.filter(pk__in=newest.values("newest")).values_list("case_id", "answer")
    return {case: answer_of(body) for case, body in rows}


def value_of(row: Obligation) -> Value:
    """One row as the core sees it."""
    return Value(
        kind=row.kind,
        state=row.state,
        matter=row.matter,
        person=row.person,
        item=row.item,
        form=row.form,
        law=row.law,
        round=row.round,
        learned_on=row.learned_on,
        due_on=row.due_on,
        internal_on=row.internal_on,
        target_at=row.target_at,
        later_on=row.later_on,
        questions=tuple(row.questions),
        because=tuple(row.because),
        reading=row.reading,
        grave=row.grave,
        ended_by=row.ended_by,
        id=row.pk,
    )


def ledger_of(case_id: int) -> tuple[Value, ...]:
    """Every obligation of a case, also those that ended, in the order in which they were opened."""
    return tuple(value_of(row) for row in Obligation.objects.filter(case_id=case_id).order_by("pk"))


def owned_by(owner: str) -> tuple[Value, ...]:
    """Every obligation of an owner that is no case (`information:3`)."""
    return tuple(value_of(row) for row in Obligation.objects.filter(owner=owner).order_by("pk"))


def live_of(case_id: int) -> tuple[Value, ...]:
    """What still asks for an act."""
    rows = Obligation.objects.filter(case_id=case_id, state__in=LIVE).order_by("pk")
    return tuple(value_of(row) for row in rows)


def goes_on_at(case_id: int) -> int:
    """The case on which what this one owed is owed now: itself, or the one that was kept in place of a duplicate."""
    for kept in CaseDuplicate.objects.filter(case_id=case_id).values_list("kept_id", flat=True):
        return goes_on_at(kept)
    return case_id
