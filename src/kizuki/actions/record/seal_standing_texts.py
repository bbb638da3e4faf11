"""Seal what a version of before kept in the clear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from kizuki.actions.verb import Actor, verb
from kizuki.store.duties import Chain, Kept, declared
from kizuki.store.models import Advisory, StoredDocument
from kizuki.store.sealing.columns import SealedColumn, SealedRow, rows_in_the_clear, sealed_columns
from kizuki.store.sealing.own_words import found_by_no_word, own_words_other_than
from kizuki.store.sealing.scrubbing import scrub
from kizuki.store.sealing.texts import MARK

_KNOWN_DOCUMENTS = 1_000
_OWN_WORDS = 1_000


def seal_standing_texts(*, actor: Actor, between: Callable[[], None] = lambda: None) -> int:
    """Seal every text and document that stands in the clear, in runs of at most 1,000 rows with an entry each.

    Returns how many. It may be interrupted at any time and goes on where it was; nothing is left in the free pages of
    the database once it is through. `Refused` where the keys are missing or cannot be used: nothing goes on then.
    """
    _say_what_is_published(actor, between)
    done = 0
    for column in sealed_columns():
        while rows := list(rows_in_the_clear(column, limit=column.at_a_time)):
            _seal(column, rows, actor)
            done += len(rows)
            between()
    own = _seal_own_words(actor, between)
    if done or own:
        scrub(also=own)
    return done + sum(own.values())


def _seal_own_words(actor: Actor, between: Callable[[], None]) -> Counter[str]:
    """What people entered where others publish was kept as if it were published; how many rows of which table."""
    done: Counter[str] = Counter()
    while waiting := list(own_words_other_than(MARK, _OWN_WORDS)):
        for model, rows, columns in waiting:
            with verb("seal_standing_texts", actor=actor, of=()) as act:
                for row in rows:
                    row.save(update_fields=columns)
                # By its words nothing is found any more either.
                ids = [row.pk for row in rows]
                found_by_no_word(ids)
                act.defer("match_advisories", {"advisories": ids})
                told = {"table": model._meta.db_table, "texts": len(rows), "first": rows[0].pk, "last": rows[-1].pk}
                act.record(subjects=["record:sealing"], payload=told)
            done[model._meta.db_table] += len(rows)
            between()
    return done


def _say_what_is_published(actor: Actor, between: Callable[[], None]) -> None:
    """A document of before is published where only feeds and lists of components hold it; else it is sealed."""
    undecided = StoredDocument.objects.filter(published=None).order_by("pk")
    while standing := list(undecided.values_list("pk", flat=True)[:_KNOWN_DOCUMENTS]):
        published = set(_published().filter(pk__in=standing).values_list("pk", flat=True))
        with verb("seal_standing_texts", actor=actor, of=()) as act:
            StoredDocument.objects.filter(pk__in=published).update(published=True)
            StoredDocument.objects.filter(pk__in=set(standing) - published).update(published=False)
            act.record(
                subjects=["record:sealing"],
                payload={
                    "table": StoredDocument._meta.db_table,
                    "texts": 0,
                    "published": len(published),
                    "first": standing[0],
                    "last": standing[-1],
                },
            )
        between()


def _published() -> QuerySet[StoredDocument]:
    """Documents to which rows of feeds and lists of components point, and no row that people wrote."""
    by_people, by_feeds = Q(), Q()
    for model, duties in declared():
        for field in model._meta.local_concrete_fields:
            if field.remote_field is None or field.related_model is not StoredDocument:
                continue
            rows = model._default_manager.filter(**{field.attname: OuterRef("pk")})
            if duties.kept is Kept.PUBLISHED or duties.chain is Chain.THIRD_PARTY:
                by_feeds |= Q(Exists(rows))
            else:
                by_people |= Q(Exists(rows))
    # What a person entered as a vulnerability stands among the advisories and was published by nobody.
    by_people |= Q(Exists(Advisory.objects.filter(source_id=OuterRef("pk"), kind="entered")))
    return StoredDocument.objects.filter(by_feeds).exclude(by_people)


def _seal(column: SealedColumn, rows: list[SealedRow], actor: Actor) -> None:
    with verb("seal_standing_texts", actor=actor, of=()) as act:
        sealed = [(*column.seal(row), row.id, row.kept) for row in rows]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {column.table} SET {column.column} = %s, {column.commitment} = %s"  # noqa: S608 ours
                f" WHERE {column.key} = %s AND {column.column} = %s",
                sealed,
            )
        spoken = [] if column.binary else [f"text:{commitment}" for _, commitment, *_ in sealed]
        act.record(
            subjects=["record:sealing", *spoken],
            payload={"table": column.table, "texts": len(rows), "first": rows[0].id, "last": rows[-1].id},
        )
