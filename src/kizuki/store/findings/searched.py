"""What is searched in words and what is not, counted when matching comes to rest and kept to be shown."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from kizuki.store.findings.rekeying import make_missing_lookups
from kizuki.store.models import AdvisoryRow, Component, Match, ReleaseComponent, SearchTally, Unmatchable
from kizuki.store.record import clock
from kizuki.store.work.asking import unfinished

_WORDS = {"lookup__gte": "word ", "lookup__lt": "word!"}
"""The lookups of records in words: a range, so that the index is walked and nothing else."""


def tally_search(*, between: Callable[[], None] = lambda: None) -> None:
    """Count anew, unless more matching waits: the last of it counts. Called after matching, outside a transaction."""
    if unfinished("match_", held=False):
        return
    make_missing_lookups(between)
    in_words = AdvisoryRow.objects.filter(**_WORDS).values("advisory").distinct()
    held = ReleaseComponent.objects.filter(component=OuterRef("component"))
    open_ones = Match.objects.filter(Exists(held), advisory__in=in_words, active=True, verdict="undetermined")
    named = open_ones.annotate(told=Cast("evidence", TextField())).filter(told__contains='"named_in_words_only"')
    ours = Component.objects.filter(Exists(ReleaseComponent.objects.filter(component=OuterRef("pk"))), left_out=True)
    SearchTally.objects.update_or_create(
        pk=1,
        defaults={
            "in_words": in_words.count(),
            "named": named.values("advisory").distinct().count(),
            "too_common": ours.count(),
            "not_matchable": Unmatchable.objects.count(),
            "counted_at": clock.now(),
        },
    )
