"""From what the audit calls a row (`report:7`) to the row, and from there to what it belongs to: by declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model

from kizuki.store.access.seen import NEVER, seen
from kizuki.store.duties import Sight, declared, duties_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.messages import Statement, in_one_message

NO_ROW = frozenset({"backup", "catalogue", "key", "playbook", "record", "run", "setting", "signing_key", "text"})
"""What entries speak of and is no row of a table: files of backups, names of catalogues, keys, playbooks, runs,
settings, the record itself and sealed texts."""


@cache
def tables() -> Mapping[str, type[Any]]:
    """The table of each kind of subject."""
    return {duties.subject: model for model, duties in declared() if duties.subject}


def first_unseen(viewer: Viewer, subjects: Iterable[str]) -> tuple[str, str] | None:
    """The first of these subjects that is not there for the viewer, as kind and id; None where they see all of them.

    What is hidden and what does not exist are the same here. What everybody sees is not asked for, nor a kind without
    rows; a table that nobody asks for by itself is asked for through what holds it. ValueError for a kind that no table
    declares.
    """
    wanted: dict[str, dict[Any, str]] = {}
    for subject in subjects:
        kind, identity = _parted(subject)
        if kind in NO_ROW:
            continue
        if kind not in tables():
            raise ValueError(f"{subject} is of no kind that a table declares (`Duties.subject`)")
        if duties_of(tables()[kind]).belongs.sight not in (*NEVER, Sight.COMPANY):
            wanted.setdefault(kind, {})[_key(tables()[kind], identity)] = identity
    asked = [_those_seen(viewer, tables()[kind], list(ids)) for kind, ids in wanted.items()]
    for (kind, ids), rows in zip(wanted.items(), in_one_message(asked), strict=True):
        standing = {key for (key,) in rows}
        missing = [identity for key, identity in ids.items() if key not in standing]
        if missing:
            return kind, missing[0]
    return None


def keys_seen(viewer: Viewer, model: type[Model], keys: Sequence[Any]) -> set[Any]:
    """Which of the rows with these keys the viewer sees."""
    if not keys:
        return set()
    (rows,) = in_one_message([_those_seen(viewer, model, keys)])
    return {key for (key,) in rows}


def _those_seen(viewer: Viewer, model: type[Model], keys: Sequence[Any]) -> Statement:
    """What asks which of these rows the viewer sees."""
    sql, values = _everything_seen(viewer, model, connection.vendor)
    places = ", ".join(["%s"] * len(keys))
    return f"SELECT pk FROM ({sql}) AS seen WHERE pk IN ({places})", (*values, *keys)  # noqa: S608 Django's and ours


@lru_cache(maxsize=4_096)
def _everything_seen(viewer: Viewer, model: type[Model], _vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The keys of all that the viewer sees of a table. Every verb asks for some of them, twice: the question is the
    same each time, and to word it takes longer than to answer it."""
    return seen(viewer, model).order_by().values("pk").query.sql_with_params()


def belonging(subjects: Iterable[str]) -> dict[str, dict[str, int]]:
    """To which case, device, information, incident and advisory each subject belongs; what leads nowhere is empty."""
    found: dict[str, dict[str, int]] = {}
    by_kind: dict[str, dict[Any, str]] = {}
    for subject in subjects:
        found[subject] = {}
        kind, identity = _parted(subject)
        if kind in tables():
            by_kind.setdefault(kind, {})[_key(tables()[kind], identity)] = subject
    for kind, ids in by_kind.items():
        model = tables()[kind]
        ways = duties_of(model).belongs.ways()
        if ways:
            rows = model._default_manager.filter(pk__in=list(ids)).values_list("pk", *ways.values())
            for pk, *led in rows:
                found[ids[pk]] = {name: at for name, at in zip(ways, led, strict=True) if at is not None}
    return found


def _parted(subject: str) -> tuple[str, str]:
    """Kind and id; a digest may follow the id (`fact_sheet:4:ab12…`)."""
    kind, _, rest = subject.partition(":")
    return kind, rest.partition(":")[0]


def _key(model: type[Model], identity: str) -> Any:
    """The id as the table has it; one that cannot be its id is no row's."""
    key = model._meta.pk
    if key is None:
        raise ValueError(f"{model.__name__} has no key")
    if key.get_internal_type() in ("CharField", "SlugField"):
        return identity
    return int(identity) if identity.isdecimal() and len(identity) < 19 else -1
