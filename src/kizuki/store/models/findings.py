"""What people said of findings, and the counts by which lists of devices stay quick."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.advisories import VERDICTS, Match
from kizuki.store.models.devices import Device, Hospital, Release
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedRow, SealedTextField

TRIAGE_STATES = ("under_investigation", "affected", "not_affected", "fixed")
"""The states of VEX."""

JUDGEMENT_KINDS = ("triage", "suppress", "lift")


class TriageJudgement(SealedRow):
    """What one person said of a set of findings at once: one reason for all of them.

    `findings` are pairs of match and release. The reason stands here and not in the audit, so that it can be erased.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(
                ("id", "kind", "state", "justification", "findings", "made_by", "made_at"),
                ("owner_id",),
                ("expires_on", "reportable_on"),
            )
            + f" OR {words_changed('reason')}"
        ),
        kept=Kept.DEVICE,
        coded="kind state justification findings made_by",
        subject="judgement",
        reader="kizuki.store.queries.finding:finding_page",
    )

    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in JUDGEMENT_KINDS])
    state = models.CharField(max_length=20, blank=True)
    justification = models.CharField(max_length=60, blank=True)
    reason = SealedTextField(blank=True)
    reason_commitment = CommitmentField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True)
    reportable_on = models.DateField(null=True)
    findings = JsonField(shape=told.FINDINGS)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class AboutFinding(models.Model):
    """A finding is a match in a release. What was said of it holds for the advisory and the verdict of that day."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    judgement = models.ForeignKey(TriageJudgement, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True)
    advisory_revision = models.PositiveIntegerField()
    verdict = models.CharField(max_length=16, choices=[(verdict, verdict) for verdict in VERDICTS])

    class Meta:
        abstract = True


class Triage(AboutFinding):
    """How a finding was triaged last; there is no row before anybody said something.

    `reportable_on` is the day on which a person judged it reportable, beside the retrieval day of its match.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="release__device", advisory="match__advisory"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        coded="verdict state",
        reader="kizuki.store.queries.finding:finding_page",
    )

    state = models.CharField(max_length=20, choices=[(state, state) for state in TRIAGE_STATES])
    triaged_on = models.DateField()
    reportable_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "release"], name="one_triage_per_finding"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "match", "release"], name="triage_by_state")]


class Suppression(AboutFinding):
    """A finding that is left out of the lists until it expires or changes; a lifted one has no row."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="release__device", advisory="match__advisory"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        coded="verdict",
        reader="kizuki.store.queries.findings:lines_of",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["match", "release"], name="one_suppression_per_finding"),
        ]


class TriageLimit(models.Model):
    """Within how many business days a finding is to be triaged; without a row it is three."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.COMPANY,
        reader="kizuki.store.findings.joined:triage_limit",
    )

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    business_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_triage_limit")]


class DeviceTally(models.Model):
    """How many components of a device's releases have which verdict: derived from matches, to be read quickly.

    Whoever changes what it counts raises `generation`; it holds only while `counted` is equal to it.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="pk"),
        chain=Chain.DERIVED,
        rests_on="Match DeviceMatch Release ReleaseComponent Unmatchable",
        recomputed="kizuki.store.findings.tallies:unlike_tallies",
        kept=Kept.DEVICE,
        reader="kizuki.store.findings.tallies:outdate",
    )

    device = models.OneToOneField(Device, on_delete=models.CASCADE, primary_key=True, related_name="tally")
    generation = models.PositiveBigIntegerField(default=1)
    counted = models.PositiveBigIntegerField(default=0)
    components = models.PositiveIntegerField(default=0)
    affected = models.PositiveIntegerField(default=0)
    undetermined = models.PositiveIntegerField(default=0)
    unmatchable = models.PositiveIntegerField(default=0)


class DeviceMatch(models.Model):
    """A device has a match in one of its releases: derived, so that a list of findings begins in its own order.

    One whose findings differ in their verdict from release to release has a row for each. `waits_since` is the earliest
    day since when a finding of it waits for triage, the day on which what was said is over where that lies ahead, and
    null where all of it was said for good.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="device", advisory="match__advisory"),
        chain=Chain.DERIVED,
        rests_on="Match ReleaseVerdict Advisory Release ReleaseComponent Triage",
        recomputed="kizuki.store.findings.device_matches:unlike_device_matches",
        kept=Kept.DEVICE,
        coded="verdict",
        reader="kizuki.store.findings.walks:walk_of",
    )

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="+", db_index=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=16, choices=[(verdict, verdict) for verdict in VERDICTS])
    exploited = models.BooleanField()
    waits_since = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "match", "verdict"], name="device_match_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["device", "verdict", "match"], name="device_match_by_verdict"),
            models.Index(fields=["verdict", "match", "device"], name="match_by_verdict_first"),
            models.Index(
                fields=["device", "waits_since", "match", "verdict"],
                condition=models.Q(waits_since__isnull=False),
                name="device_match_waiting",
            ),
            models.Index(
                fields=["waits_since", "match", "device", "verdict"],
                condition=models.Q(waits_since__isnull=False),
                name="match_waiting",
            ),
            models.Index(
                fields=["match", "device", "verdict"],
                condition=models.Q(exploited=True),
                name="match_exploited_first",
            ),
            models.Index(
                fields=["device", "match", "verdict"],
                condition=models.Q(exploited=True),
                name="device_match_exploited",
            ),
        ]


class ConfirmedAlias(SealedRow):
    """A person said which product components of this name and maker are (`kizuki.core.matching.Alias`).

    `name_key` and `maker_key` are how the two are compared. A withdrawn one stays, and says nothing any more.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.OWN,
        ends="withdrawn_on",
        coded="name_key maker_key purl cpe",
        plain={Why.DEVICE: "name maker", Why.STAFF: "confirmed_by"},
        subject="alias",
        reader="kizuki.store.components.aliases:confirmed_aliases",
    )

    name = models.TextField()
    maker = models.TextField(blank=True)
    name_key = models.TextField()
    maker_key = models.TextField(blank=True)
    purl = models.TextField(blank=True)
    cpe = models.TextField(blank=True)
    reason = SealedTextField()
    reason_commitment = CommitmentField()
    confirmed_by = models.CharField(max_length=200)
    confirmed_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = SealedTextField(blank=True)
    withdrawn_why_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)


SITE_NOTE_KINDS = ("other_device", "connected_system")


class SiteNote(SealedRow):
    """What else stands at a site: another maker's device, or a system that ours are connected to. Notes stay."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.OWN,
        ends="use",
        coded="kind",
        plain={Why.HOSPITAL: "about"},
        reader="kizuki.store.queries.spread:spread",
        subject="site_note",
    )

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="site_notes")
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in SITE_NOTE_KINDS])
    about = models.CharField(max_length=200)
    body = SealedTextField(blank=True)
    body_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
