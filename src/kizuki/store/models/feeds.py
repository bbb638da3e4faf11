"""Where each feed stands, what its runs came to, and the signals that are no advisories."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import PUBLISHED, Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField


class FeedSource(models.Model):
    """One feed of this installation. `cursor` is read by its client alone; `document` the newest file of scores (EPSS).

    `held` is how many records were held after the last run, `announced` how many its provider says there are (null:
    not counted, not said). `complete`: everything that there was has been handed over once.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.SCRATCH,
        kept=Kept.PUBLISHED,
        coded="code edition error_code",
        plain={Why.PROGRAM: "cursor error_detail"},
        subject="feed",
        opens={"document": Opens(why=PUBLISHED)},
        reader="kizuki.store.queries.feeds:feeds",
    )

    code = models.CharField(max_length=16, unique=True)
    enabled = models.BooleanField(default=False)
    every_hours = models.PositiveIntegerField()
    stale_after_hours = models.PositiveIntegerField()
    cursor = JsonField(default=dict, shape=told.CURSOR)
    complete = models.BooleanField(default=False)
    announced = models.PositiveIntegerField(null=True)
    held = models.PositiveIntegerField(null=True)
    edition = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True)
    next_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=32, blank=True)
    error_detail = models.CharField(max_length=500, blank=True)


class FeedRun(models.Model):
    """One run of a feed as it ended. `origin` is `fetch`, `load` or `bundle`; never changed."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.PUBLISHED,
        coded="origin outcome error_code",
        plain={Why.PROGRAM: "problems error_detail"},
        reader="kizuki.store.queries.feeds:feeds",
    )

    source = models.ForeignKey(FeedSource, on_delete=models.PROTECT, related_name="runs")
    origin = models.CharField(max_length=8)
    outcome = models.CharField(max_length=8)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    pages = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    standing = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    problems = JsonField(default=list, shape=told.PROBLEMS)
    error_code = models.CharField(max_length=32, blank=True)
    error_detail = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "-ended_at"], name="feed_run_by_source")]


class SupportedCycle(models.Model):
    """One release cycle of a product of endoflife.date; `packages` and `cpes` are how its components are known."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.THIRD_PARTY,
        kept=Kept.PUBLISHED,
        coded="product cycle latest packages cpes",
        opens={"source": Opens(why=PUBLISHED)},
        reader="kizuki.store.queries.support:support_of_device",
    )

    product = models.CharField(max_length=120)
    cycle = models.CharField(max_length=120)
    eol_on = models.DateField(null=True)
    ended = models.BooleanField(null=True)
    support_on = models.DateField(null=True)
    extended_on = models.DateField(null=True)
    latest = models.CharField(max_length=120, blank=True)
    packages = JsonField(default=list, shape=told.NAMES)
    cpes = JsonField(default=list, shape=told.NAMES)
    source = models.ForeignKey(StoredDocument, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "cycle"], name="one_row_per_product_and_cycle"),
        ]
