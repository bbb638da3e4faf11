"""Keep what suppliers state of vulnerabilities in their products (VEX)."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.actions.documents import keep_document
from kizuki.actions.verb import Actor, verb
from kizuki.core.vex import read_vex
from kizuki.store.findings.statements import (
    matches_spoken_of,
    outdate_judgements_on,
    place_of,
    places_held,
    write_statements,
)
from kizuki.store.record.canonical import digest_of
from kizuki.store.record.parts import chunks

_STATEMENTS_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class KeptStatements:
    """How many statements are new, how many places of the document could not be told, and how many findings that
    somebody had judged are to be looked at again."""

    new: int
    unclear: int
    again: int


def keep_supplier_statements(source: bytes, *, actor: Actor) -> KeptStatements:
    """Keep the document and every statement in it: beside the findings, never in the place of a verdict, and ending
    nothing.

    Where one says the contrary of a verdict, or something of what was left open, what people said of that finding
    before is looked at again. A document that is kept already changes nothing. `Refused` where it is no VEX.
    """
    read = read_vex(source)
    held = places_held(digest_of(source))
    wanted = {place_of(row): row for row in read.statements}
    new = [row for place, row in wanted.items() if place not in held]
    again = 0
    for part in chunks(new, _STATEMENTS_AT_A_TIME):
        matches = list(matches_spoken_of(part))
        with verb("keep_supplier_statements", actor=actor, of=()) as act:
            document, named = keep_document(source, "application/json", published=True)
            kept = write_statements(part, document, act.at)
            outdated = outdate_judgements_on(matches)
            act.record(
                subjects=[*named, *(f"vex:{pk}" for pk in kept)],
                payload={
                    "source": document.sha256,
                    "kept": len(kept),
                    "unclear": len(read.unclear),
                    "again": outdated,
                },
            )
        again += outdated
    return KeptStatements(len(new), len(read.unclear), again)
