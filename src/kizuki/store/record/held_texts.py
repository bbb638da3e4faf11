"""Texts that stand apart from the row they belong to: found from the row as its declaration says."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kizuki.store.duties import declared
from kizuki.store.models import KeptText

_SUBJECTS_AT_A_TIME = 500


def texts_of(rows: Mapping[type[Any], Iterable[Any]]) -> list[int]:
    """The ids of the texts of these rows (keys by table), erased or not, in order."""
    subjects = sorted(subject for model, keys in rows.items() for subject in subjects_of(model, keys))
    found: list[int] = []
    for first in range(0, len(subjects), _SUBJECTS_AT_A_TIME):
        some = subjects[first : first + _SUBJECTS_AT_A_TIME]
        found += KeptText.objects.filter(subject__in=some).values_list("pk", flat=True)
    return sorted(found)


def subjects_of(model: type[Any], keys: Iterable[Any]) -> Iterator[str]:
    """What the texts of these rows are kept as; nothing where the table declares no texts."""
    called = model.duties.texts
    if called:
        columns = [name for _, name, _, _ in string.Formatter().parse(called) if name]
        for row in model._default_manager.filter(pk__in=list(keys)).values(*columns):
            yield called.format(**row)


def require_holder(subject: str) -> None:
    """Raise LookupError for a text of a table that declares none: nobody would export or erase it."""
    kind, _, parts = subject.partition(":")
    for _model, duties in declared():
        named, _, columns = duties.texts.partition(":")
        if named == kind and columns.count(":") == parts.count(":"):
            return
    raise LookupError(f"no table declares texts that are kept as {kind} (Duties.texts)")
