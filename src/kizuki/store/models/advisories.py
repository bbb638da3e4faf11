"""What is known of vulnerabilities, which component they touch, and what they mean for a device."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.advisories.shapes import OWN
from kizuki.store import told, told_grounds
from kizuki.store.duties import PUBLISHED, Belongs, Chain, Duties, Kept, Opens, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.components import Component
from kizuki.store.models.devices import Device, Release
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User
from kizuki.store.models.recorded_at import RecordedAtField
from kizuki.store.sealing.field import CommitmentField, SealedJsonField, SealedRow
from kizuki.store.sealing.own_words import OwnWordsField

VERDICTS = ("affected", "not_affected", "undetermined")


class Advisory(models.Model):
    """One record of one feed. `body` is the record as read, in canonical JSON; the bytes stand in `source`.

    `kind` is the shape it was read from (`nvd`, `osv`, `csaf` …; `entered` by a person: its summary and body are sealed).
    """

    duties: ClassVar = Duties(
        belongs=Belongs(advisory="pk"),
        chain=Chain.THIRD_PARTY,
        kept=Kept.PUBLISHED,
        coded="identifier kind aliases published_at modified_at",
        plain={Why.PUBLISHED: "summary body"},
        subject="advisory",
        opens={"source": Opens(why=PUBLISHED)},
        reader="kizuki.store.queries.assessments:advisory_called",
    )

    identifier = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=16, blank=True, db_index=True)
    aliases = JsonField(default=list, shape=told.NAMES)
    summary = OwnWordsField(blank=True, of="kind", code=OWN, key="identifier")
    published_at = models.CharField(max_length=40, blank=True)
    modified_at = models.CharField(max_length=40, blank=True)
    withdrawn = models.BooleanField(default=False)
    known_exploited_on = models.DateField(null=True)
    source = models.ForeignKey(StoredDocument, on_delete=models.PROTECT)
    body = OwnWordsField(of="kind", code=OWN, key="identifier")
    configured = models.BooleanField(default=False)
    """Whether it names what a product must run on, or together with, to be vulnerable."""
    revision = models.PositiveIntegerField(default=1)
    kept_at = RecordedAtField(auto_now=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["known_exploited_on"],
                condition=models.Q(known_exploited_on__isnull=False),
                name="advisory_known_exploited",
            ),
        ]


class AdvisoryAlias(models.Model):
    """Another name of an advisory (a CVE number behind a GHSA), and its own name: how it is found by either."""

    duties: ClassVar = Duties(
        belongs=Belongs(advisory="advisory"),
        chain=Chain.THIRD_PARTY,
        kept=Kept.PUBLISHED,
        coded="name",
        reader="kizuki.store.queries.spread:spread",
    )

    advisory = models.ForeignKey(Advisory, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "advisory"], name="one_row_per_name_and_advisory"),
        ]


class ActiveExploitation(models.Model):
    """Since when a record says that its vulnerability is actively exploited (SSVC); its first day stays."""

    duties: ClassVar = Duties(
        belongs=Belongs(advisory="advisory"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.PUBLISHED,
        reader="kizuki.store.cases.signals:signals_on",
    )

    advisory = models.OneToOneField(Advisory, on_delete=models.PROTECT, related_name="active_exploitation")
    told_at = models.DateTimeField()


class AdvisoryRow(models.Model):
    """One range of versions under one lookup: always a superset of what the advisory affects; null = no bound."""

    duties: ClassVar = Duties(
        belongs=Belongs(advisory="advisory"),
        chain=Chain.THIRD_PARTY,
        kept=Kept.PUBLISHED,
        coded="lookup scheme low_key high_key",
        reader="kizuki.store.queries.unmatchable:unmatchables",
    )

    advisory = models.ForeignKey(Advisory, on_delete=models.CASCADE, related_name="rows")
    lookup = models.CharField(max_length=240)
    scheme = models.CharField(max_length=32, blank=True)
    low_key = models.BinaryField(null=True)
    high_key = models.BinaryField(null=True)
    key_version = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lookup", "low_key"], name="advisory_by_lookup")]


class Match(models.Model):
    """The verdict on a distinct component against an advisory, kept once; inactive when it no longer holds.

    `first_on` is the day it was first found, `last_on` the last day on which something of it changed. `retrieved_on`
    is the day on which the record that gave it was received: the proposed awareness day (情報入手日).
    """

    duties: ClassVar = Duties(
        belongs=Belongs(advisory="advisory"),
        chain=Chain.DERIVED,
        rests_on="Component ComponentLookup Advisory AdvisoryRow ConfirmedAlias",
        kept=Kept.PUBLISHED,
        coded="verdict",
        plain={Why.PUBLISHED: "evidence"},
        subject="match",
        reader="kizuki.store.queries.assessments:assessments_of_device",
    )

    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="matches")
    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="matches")
    verdict = models.CharField(max_length=16, choices=[(verdict, verdict) for verdict in VERDICTS])
    evidence = JsonField(shape=told_grounds.MatchTold)
    active = models.BooleanField(default=True)
    first_on = models.DateField()
    last_on = models.DateField()
    retrieved_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["component", "advisory"], name="one_match_per_component_and_advisory"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["advisory", "active"], name="match_by_advisory"),
            # Lists begin at the newest match that holds; with one of these in hand nothing is sorted.
            models.Index(fields=["id"], condition=models.Q(active=True), name="active_match"),
            models.Index(
                fields=["component", "active", "verdict", "advisory", "first_on", "last_on"],
                name="match_by_component",
            ),
        ]


class Assessment(SealedRow):
    """The clinical rubric applied to an advisory on a device: answers and result; a new one is a new revision.

    `score` is the CVSS 3.1 score that says most (environmental, else temporal, else base); `highest` how high it can
    still become while answers are unknown. `record` holds everything that recomputes it without anything else
    (answers with their origins, confirmations, published vectors, signals, tree and ruling versions, the outcome in
    codes), and `digest` is the SHA-256 of its canonical text. Only `current` ever changes, from true to false.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="device", advisory="advisory"),
        chain=Chain.EVIDENCE,
        # A revision stays as it was saved; it only stops being the current one.
        guarded=Guarded(
            update_refused_when=changed(
                ("device_id", "advisory_id", "revision", "digest", "score", "highest"),
                ("release_id", "proposed_by_id"),
            )
            + f" OR {words_changed('answers', 'result', 'record')}"
            + " OR NEW.made_at <> OLD.made_at OR (NEW.current AND NOT OLD.current)"
        ),
        kept=Kept.DEVICE,
        coded="digest",
        subject="assessment",
        reader="kizuki.store.queries.assessments:assessments_of_device",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="assessments")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="assessments")
    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="assessments")
    revision = models.PositiveIntegerField()
    current = models.BooleanField(default=True)
    answers = SealedJsonField(default=dict, blank=True)
    answers_commitment = CommitmentField()
    result = SealedJsonField(default=dict, blank=True)
    result_commitment = CommitmentField()
    score = models.DecimalField(max_digits=3, decimal_places=1)
    highest = models.DecimalField(max_digits=3, decimal_places=1)
    made_at = models.DateTimeField()
    record = SealedJsonField(default=dict, blank=True)
    record_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="assessments")
    """Who saved it; null for a part of the program."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "advisory", "revision"], name="one_assessment_per_revision"),
        ]
