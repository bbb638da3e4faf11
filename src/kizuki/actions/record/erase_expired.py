"""Erase the words and documents whose period of retention has passed, once a second person has signed the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.record.propose_erasure import RULE
from kizuki.actions.rows import MOST_ROWS
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import StoredDocument
from kizuki.store.queries.retention import Expired, expired, token_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.retention.lists import is_done, signed_list
from kizuki.store.retention.reach import documents_of, says_when, sealed_texts, words_of
from kizuki.store.sealing.scrubbing import scrub

_DOCUMENTS_AT_A_TIME = 100


def erase_expired(token: str, *, on: date, actor: Actor) -> int:
    """Erase every sealed word of the cases and devices that the signed list names, and the documents that nothing else
    holds. Returns how many rows and documents.

    `Refused` where nobody has signed the list, or where the set moved since: a hold, a duty or a use taken up again
    keeps everything. Facts, determinations, days, signatures, the audit and a stub of each row stay (when: `erased_at`;
    what and by which rule: the entries, and the list). A run of at most 1,000 rows is one transaction with its entry.
    """
    signed = signed_list(token)
    if signed is None:
        raise Refused("token", "nobody has signed this list: kizuki retention shows, proposes and signs it")
    rows = expired(PROGRAM, signed.on)
    if on < signed.on or token_of(rows) != token:
        raise Refused("token", "what has expired is not what was signed any more: look again")
    erased = sum(_erase(row, actor) for row in rows)
    with verb("erase_expired", actor=actor, of=[f"erasure:{signed.pk}"]) as act:
        is_done(signed.pk, act.at)
        act.record(subjects=[f"erasure:{signed.pk}:{token}"], payload={"rule": RULE, "texts": erased})
    scrub()
    return erased


def _erase(row: Expired, actor: Actor) -> int:
    # Asked before the words go: a document is reached by the rows that hold it.
    documents = documents_of(row.owner, row.id)
    erased = 0
    for first in range(0, len(documents), _DOCUMENTS_AT_A_TIME):
        erased += _erase_rows(StoredDocument, documents[first : first + _DOCUMENTS_AT_A_TIME], row, actor)
    for model, keys in words_of(row.owner, row.id).items():
        for first in range(0, len(keys), MOST_ROWS):
            erased += _erase_rows(model, keys[first : first + MOST_ROWS], row, actor)
    return erased


def _erase_rows(model: type, keys: Sequence[object], row: Expired, actor: Actor) -> int:
    table = model._meta.db_table  # type: ignore[attr-defined]
    values: dict[str, object] = (
        {"content": b""} if model is StoredDocument else dict.fromkeys(sealed_texts(model), "")
    )
    with verb("erase_expired", actor=actor, of=[row.subject]) as act:
        if says_when(model):
            values["erased_at"] = act.at
        model._default_manager.filter(pk__in=keys).update(**values)  # type: ignore[attr-defined]
        documents = [f"document:{key}" for key in keys] if model is StoredDocument else []
        act.record(
            subjects=[row.subject, *documents],
            payload={
                "texts": len(keys),
                "table": table,
                "rule": RULE,
                "years": row.period.years,
                "ended_on": row.ended_on.isoformat(),
            },
        )
    return len(keys)
