"""Runs that hold everything kept against everything kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight

RUN_STATES = ("waiting", "running", "cancelled", "done", "failed")


class MatchRun(models.Model):
    """One run over every distinct component, in the order of their ids: `cursor` is the last that is done, `until` the
    last there was when it began; `done` of `of` components. It goes on where it ended."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.SCRATCH,
        kept=Kept.WORK,
        coded="kind state",
        subject="match_run",
        reader="kizuki.store.findings.match_runs:begin",
    )

    kind = models.CharField(max_length=16, default="everything")
    state = models.CharField(max_length=12, default="waiting", choices=[(state, state) for state in RUN_STATES])
    cursor = models.PositiveBigIntegerField(default=0)
    until = models.PositiveBigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(state__in=("waiting", "running")), name="one_match_run_at_a_time"
            ),
        ]


class SearchTally(models.Model):
    """What is searched in words, and what is not, counted when matching has come to rest: to be shown without counting.

    `in_words` are the records that name no product in fields, `named` those of them in which a component of a release
    is named (`named_in_words_only`), `too_common` the components of releases of which a name is not searched alone
    (`name_too_common`), `not_matchable` the parts of lists that no feed can be asked about.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.DERIVED,
        rests_on="Advisory AdvisoryRow Component Match ReleaseComponent Unmatchable",
        kept=Kept.PUBLISHED,
        reader="kizuki.store.queries.feeds:search_told",
    )

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    in_words = models.PositiveIntegerField()
    named = models.PositiveIntegerField()
    too_common = models.PositiveIntegerField()
    not_matchable = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_search_tally")]
