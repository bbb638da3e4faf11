"""A row that a verb is held against: found by its id or key, and locked until the verb's transaction ends."""

from __future__ import annotations

from typing import Any

from django.db import models

from kizuki.store.access.seen import seen
from kizuki.store.nouns.noun import Noun, number_of
from kizuki.store.queries.viewer import Viewer


def id_of_key(viewer: Viewer, noun: Noun, key: str) -> str:
    """The id of the row that people call `key`; '' where the viewer sees none."""
    assert noun.model is not None, f"{noun.name} is no table"
    found = seen(viewer, noun.model).filter(key=key).values_list("pk", flat=True).first()
    return "" if found is None else str(found)


def lock(viewer: Viewer, noun: Noun, identity: str) -> Any:
    """The row, locked for this transaction; None where the viewer sees none, or it is no id that one can have."""
    assert noun.model is not None, f"{noun.name} is no table"
    if isinstance(noun.model._meta.pk, models.IntegerField) and number_of(identity) is None:
        return None
    return seen(viewer, noun.model).select_for_update(of=("self",)).filter(pk=identity).first()
