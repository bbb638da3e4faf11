"""No table may hold sealed words that no erasure reaches: asked of every declaration, by every way of a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kizuki.store.duties import declared, duties_of
from kizuki.store.models import (
    Case,
    Communication,
    Device,
    KeptText,
    LegalHold,
    Obligation,
    Release,
    SearchKey,
    StoredDocument,
    Task,
    TriageJudgement,
)
from kizuki.store.record import clock
from kizuki.store.record.held_texts import subjects_of
from kizuki.store.retention.reach import owners_of_their_own, sealed_texts, standing_alone, words_of
from kizuki.store.sealing.field import SealedJsonField
from tests.planted import planted
from tests.store.audit.everything import make_row

pytestmark = pytest.mark.django_db
WAYS = ("case", "device", "information", "incident", "advisory")


def holders() -> list[type[Any]]:
    """Every table with words of its own, or whose rows have texts that stand apart."""
    # The secret of the search is drawn by the program, tells of nobody, and is of use as long as the record is.
    apart = (KeptText, StoredDocument, SearchKey)
    return [model for model, duties in declared() if model not in apart and (sealed_texts(model) or duties.texts)]


def chosen(model: type[Any]) -> Iterator[tuple[str, ...]]:
    """Which of its ways a row has: each of those that may be null alone, and none of them."""
    ways = duties_of(model).belongs.ways()
    free = [way for name, way in ways.items() if name in WAYS and way != "pk" and "__" not in way]
    free = [way for way in free if model._meta.get_field(way).null]
    yield from ((way,) for way in free)
    if model not in (LegalHold, Communication, Obligation):  # These are of something.
        yield ()


def planted_row(model: type[Any], ways: tuple[str, ...]) -> Any:
    values: dict[str, Any] = dict.fromkeys(sealed_texts(model), "言葉")
    for field in model._meta.concrete_fields:
        if isinstance(field, SealedJsonField):
            values[field.name] = {"words": "言葉"}
    if model is Task:
        values["kind"] = f"kind{Task.objects.count()}"
    if model is TriageJudgement:
        release = make_row(Release, 1)
        values["findings"] = [[1, release.pk]]
    if model is Obligation:
        values["round"] = Obligation.objects.count() + 1
    for way in ways:
        values[way] = make_row(model._meta.get_field(way).related_model, 1)
    optional = {way: None for other in chosen(model) for way in other if way not in values}
    return make_row(model, 2, **optional, **values)


def reached() -> set[tuple[type[Any], Any]]:
    """Every row with words that belongs to anything with a period of its own."""
    owners = [("case", pk) for pk in Case.objects.values_list("pk", flat=True)]
    owners += [("device", pk) for pk in Device.objects.values_list("pk", flat=True)]
    owners += [(owner, key) for owner in owners_of_their_own() for key in standing_alone(owner)]
    return {(model, key) for one in owners for model, keys in words_of(*one).items() for key in keys}


@pytest.mark.parametrize("model", holders(), ids=lambda model: model.__name__)
def test_the_words_of_a_row_go_with_something_whatever_it_belongs_to(model: type[Any]) -> None:
    for ways in chosen(model):
        with planted():
            row = planted_row(model, ways)
            for number, subject in enumerate(subjects_of(model, [row.pk])):
                KeptText.objects.create(
                    subject=subject, kind="words", revision=number, body="言葉", made_at=clock.now()
                )
        found = reached()
        if sealed_texts(model):
            assert (model, row.pk) in found, ways
        for subject in subjects_of(model, [row.pk]):
            text = KeptText.objects.get(subject=subject)
            assert (KeptText, text.pk) in found, (ways, subject)
