"""Record an edition of a procedure (手順書), or that a procedure is no longer worked by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.core.training.areas import acts_of
from kizuki.store.models import Company, Procedure
from kizuki.store.record.keeping_rows import added, locked, standing

CODE = re.compile(r"[A-Za-z0-9._-]{1,40}")
"""How a company numbers its procedures and their editions."""


@dataclass(frozen=True, slots=True)
class ProcedureEntry:
    """`key` is the company's number of the procedure, `edition` that of the edition; `areas` what it governs
    (`core.training.areas`). `retired`: from that day nobody works by it any more, and it governs nothing."""

    key: str
    edition: str
    title: str
    in_force_on: date
    areas: Sequence[str] = ()
    retired: bool = False


def set_procedure(
    entry: ProcedureEntry,
    document: bytes = b"",
    media_type: str = "application/pdf",
    *,
    on: date,
    actor: Actor,
) -> int:
    """Keep the edition with its document; returns its id. What people owe of training in it is owed at once.

    It governs acts from its day on, and never from before the day on which it was recorded. `Refused` where the edition
    was recorded already, where its day lies before that of the edition before it, for a number that is none, and where
    an edition that is not retired governs nothing.
    """
    find(Company, "company", actor=actor, pk=1)
    columns = _checked(entry)
    person = person_of(actor)
    with verb("set_procedure", actor=actor, of=["company:1"]) as act:
        # Two people who record editions at once come one after the other.
        locked(Company, 1)
        _require_next(entry)
        stored, beside = keep_document(document, media_type) if document else (None, [])
        row = added(Procedure, document=stored, person_id=person, recorded_at=act.at, **columns)
        act.defer("watch_training", {})
        act.record(
            subjects=["company:1", f"procedure:{row.pk}", *beside],
            payload={
                "procedure": entry.key,
                "edition": entry.edition,
                "begins_on": entry.in_force_on.isoformat(),
                "retired": entry.retired,
            },
        )
    return int(row.pk)


def _checked(entry: ProcedureEntry) -> dict[str, Any]:
    """What is told of an edition, as its columns."""
    for place, told in (("key", entry.key), ("edition", entry.edition)):
        if not CODE.fullmatch(told):
            raise Refused(place, "is letters, digits, dots, hyphens and underscores, 40 at most")
    title = text(entry.title, "title", longest=200, required=True)
    return {
        "key": entry.key,
        "edition": entry.edition,
        "title": title,
        "in_force_on": entry.in_force_on,
        "acts": [] if entry.retired else list(acts_of(entry.areas)),
        "retired": entry.retired,
    }


def _require_next(entry: ProcedureEntry) -> None:
    """`Refused` unless it follows the editions that there are."""
    before = standing(Procedure, key=entry.key).order_by("-pk").first()
    if standing(Procedure, key=entry.key, edition=entry.edition).exists():
        raise Refused("edition", f"{entry.key} {entry.edition} was recorded already")
    if before is None and entry.retired:
        raise Refused("key", f"there is no procedure {entry.key}")
    if before is not None and entry.in_force_on < before.in_force_on:
        raise Refused("in_force_on", f"{entry.in_force_on} lies before edition {before.edition}")
