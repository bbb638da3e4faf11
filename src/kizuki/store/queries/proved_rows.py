"""The rows of evidence that belong to a case, each as the chain committed to it, and the texts that are sealed in them.

Which rows those are the tables declare (`case_rows.rows_of`). What these point at themselves goes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from kizuki.store.access.seen import seen
from kizuki.store.audit.before import BEFORE
from kizuki.store.audit.joining import newest_commitments
from kizuki.store.audit.rows import key_order, readers
from kizuki.store.duties import Chain, declared
from kizuki.store.models import Case, KeptText, StoredDocument
from kizuki.store.queries.case_rows import pointed_at, rows_of, shown
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import digest_of
from kizuki.store.record.held_texts import texts_of
from kizuki.store.sealing.field import SealedTextField
from kizuki.store.sealing.texts import unseal

_ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class ProvedRow:
    """`told` is the canonical JSON that the digest is taken of; `entry` committed to the row last (0: none did), and
    `stands` says whether the row is as it committed to, and was never found otherwise; `altered` is the newest entry that
    found it so (0: none did)."""

    table: str
    key: str
    told: str
    entry: int
    stands: bool
    altered: int = 0


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A sealed text in the clear: its commitment in the row is SHA-256 over `row`, a zero byte, the salt and itself."""

    table: str
    key: str
    column: str
    row: str
    salt: str
    text: str


@dataclass(frozen=True, slots=True)
class ProvedRows:
    """`subjects` are what the audit calls the rows of the case; `documents` the digests of those that stand."""

    rows: tuple[ProvedRow, ...]
    texts: tuple[OpenedText, ...]
    subjects: tuple[str, ...]
    documents: tuple[str, ...]


def proved_rows(viewer: Viewer, case_id: int) -> ProvedRows:
    """Every row of evidence of a case that belongs to nothing hidden; the case must exist for the viewer."""
    own = _own(viewer, seen(viewer, Case).values_list("pk", flat=True).get(pk=case_id))
    evidence = {model for model, _ in declared(Chain.EVIDENCE)} - {StoredDocument}
    around = shown(viewer, pointed_at(own))
    whole = {model: sorted(keys) for model, keys in (own | around).items() if model in evidence and keys}
    # Whatever row goes along, the documents that it points at go with it.
    whole[StoredDocument] = sorted(pointed_at(whole).get(StoredDocument, ()))
    documents = StoredDocument.objects.filter(pk__in=whole[StoredDocument], erased_at=None)
    return ProvedRows(
        rows=tuple(row for model, keys in whole.items() for row in _proved(model, keys)),
        texts=tuple(text for model, keys in whole.items() for text in _opened(model, keys)),
        subjects=tuple(
            f"{duties.subject}:{key}" for model, duties in declared() if duties.subject for key in own.get(model, ())
        ),
        documents=tuple(documents.order_by("pk").values_list("pk", flat=True)),
    )


def _own(viewer: Viewer, case_id: int) -> dict[type[Any], set[Any]]:
    found = rows_of(viewer, case_id)
    return found | {KeptText: set(texts_of(found))}


def _proved(model: type[Any], keys: Iterable[Any]) -> Iterator[ProvedRow]:
    table, using = model._meta.db_table, DEFAULT_DB_ALIAS
    named = sorted(map(str, keys), key=key_order)
    told = readers(connections[using].vendor)[table].told_of(named, using)
    newest = newest_commitments(table, named, using)
    altered = newest_commitments(BEFORE + table, named, using)
    for key in named:
        (entry, digest), (found, _) = newest.get(key, (0, "")), altered.get(key, (0, ""))
        yield ProvedRow(table, key, told[key], entry, digest_of(told[key]) == digest and not found, found)


def _opened(model: type[Any], keys: list[Any]) -> Iterator[OpenedText]:
    """Past the models, which give the text alone."""
    table, primary = model._meta.db_table, model._meta.pk.column
    for field in (one for one in model._meta.concrete_fields if isinstance(one, SealedTextField)):
        named = ", ".join(f'"{name}"' for name in (primary, field.column, *field.row))
        for first in range(0, len(keys), _ROWS_AT_A_TIME):
            some = keys[first : first + _ROWS_AT_A_TIME]
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute(
                    f"SELECT {named} FROM {table} WHERE \"{field.column}\" <> ''"  # noqa: S608 names of ours
                    f' AND "{primary}" IN ({", ".join(["%s"] * len(some))}) ORDER BY "{primary}"',
                    some,
                )
                for key, sealed, *values in cursor.fetchall():
                    place = field.place_of(tuple(values))
                    opened = unseal(sealed, place)
                    yield OpenedText(table, str(key), str(field.column), place, opened.salt.hex(), opened.text)
