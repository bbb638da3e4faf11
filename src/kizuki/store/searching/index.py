"""The index: pairs of letters of each sealed text, under a secret of the record.

Every verb brings it up to date for the texts that it wrote or erased (`actions/verb.py`); nobody else writes it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from kizuki.core.searching import pairs_of, readable
from kizuki.store.audit.journal import Committed
from kizuki.store.models import KeptText, Narrative, SearchKey, TextGram

SOURCES: dict[int, type[Any]] = {1: KeptText, 2: Narrative}
"""The tables whose texts (`body`) are searched: each stays as it was written until it is erased (`erased_at`)."""

WHOLE = -1
"""The token that every text in the index has."""

_NUMBER_OF = {model._meta.db_table: number for number, model in SOURCES.items()}
_BYTES, _AT_A_TIME = 6, 500
_ENOUGH = 2_000
"""A pair that stands in so many texts or more is a common one: how common it is, is not counted further."""
_MOST_PAIRS = 24


def index_texts(committed: Iterable[Committed]) -> None:
    """Of the rows that a verb touched, take in the texts that are new and put out those that were erased."""
    touched: dict[int, list[int]] = {}
    for one in committed:
        if one.table in _NUMBER_OF:
            touched.setdefault(_NUMBER_OF[one.table], []).append(int(one.key))
    for source, keys in touched.items():
        for start in range(0, len(keys), _AT_A_TIME):
            _bring_up(source, keys[start : start + _AT_A_TIME])


def index_missing(limit: int) -> int:
    """Take in at most `limit` texts that a version of before did not; how many there were."""
    for source, model in SOURCES.items():
        known = TextGram.objects.filter(token=WHOLE, source=source, row=OuterRef("pk"))
        rows = model._default_manager.filter(~Exists(known), erased_at=None).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:limit])
        if keys:
            _bring_up(source, keys)
            return len(keys)
    return 0


def rows_with(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Texts (source and row) that may have every one of these words in them, the newest of a table first: whoever asks
    opens each and looks. None where no word has two letters."""
    wanted = sorted({pair for word in words for pair in pairs_of(word)})[:_MOST_PAIRS]
    key = SearchKey.objects.first() if wanted else None
    if key is None:
        return
    tokens = sorted((_token(key, pair) for pair in wanted), key=_texts_with)
    others = "".join(
        " AND EXISTS (SELECT 1 FROM store_textgram WHERE token = %s AND source = found.source AND row = found.row)"
        for _ in tokens[1:]
    )
    for source in SOURCES:
        least, last = 2**62, False
        while not last:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT row FROM store_textgram AS found WHERE token = %s AND source = %s AND row < %s"  # noqa: S608
                    f"{others} ORDER BY row DESC LIMIT %s",
                    [tokens[0], source, least, *tokens[1:], _AT_A_TIME],
                )
                rows = [row for (row,) in cursor.fetchall()]
            yield from ((source, row) for row in rows)
            last = len(rows) < _AT_A_TIME
            least = rows[-1] if rows else 0


def _bring_up(source: int, keys: Sequence[int]) -> None:
    rows = list(SOURCES[source]._default_manager.filter(pk__in=keys))
    erased = [row.pk for row in rows if row.erased_at is not None]
    TextGram.objects.filter(source=source, row__in=erased).delete()
    known = set(TextGram.objects.filter(token=WHOLE, source=source, row__in=keys).values_list("row", flat=True))
    fresh = [row for row in rows if row.erased_at is None and row.pk not in known]
    if not fresh:
        return
    key = SearchKey.objects.first()
    if key is None:
        key = SearchKey(pk=1, secret=secrets.token_hex(32))
        key.save(force_insert=True)
    tokens = {row.pk: {WHOLE, *(_token(key, pair) for pair in pairs_of(readable(row.body)))} for row in fresh}
    TextGram.objects.bulk_create(
        [TextGram(source=source, row=row, token=token) for row, found in tokens.items() for token in sorted(found)]
    )


def _token(key: SearchKey, pair: str) -> int:
    digest = hmac.digest(key.secret.encode(), pair.encode("utf-8", "surrogatepass"), "sha256")
    return int.from_bytes(digest[:_BYTES], "big")


def _texts_with(token: int) -> int:
    """In how many texts it stands, as far as that matters."""
    return TextGram.objects.filter(token=token)[:_ENOUGH].count()
