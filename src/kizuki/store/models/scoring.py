"""Around the clinical assessment: its draft, its signatures, its hazards, its inputs and what changed in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import PUBLISHED, Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, said_again, words_changed
from kizuki.store.models.advisories import Advisory, Assessment
from kizuki.store.models.devices import Device
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User
from kizuki.store.models.recorded_at import RecordedAtField
from kizuki.store.sealing.field import CommitmentField, SealedJsonField, SealedRow, SealedTextField

_HAZARD = ("situation", "harm", "likelihood", "controls", "detectability", "not_credible_because")

SIGNATURES = ("confirmed", "returned", "dissent", "no_hazard")


class AssessmentDraft(SealedRow):
    """What one person has answered so far on one device and advisory: scratch, without audit, gone after Save."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device", advisory="advisory", person="person", sight=Sight.OWN),
        chain=Chain.SCRATCH,
        kept=Kept.WORK,
        reader="kizuki.store.queries.assessments:assessments_of_device",
    )

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assessment_drafts")
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="assessment_drafts")
    advisory = models.ForeignKey(Advisory, on_delete=models.CASCADE, related_name="assessment_drafts")
    sheet = SealedJsonField(default=dict, blank=True)
    sheet_commitment = CommitmentField()
    changed_at = RecordedAtField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "device", "advisory"], name="one_draft_per_person_and_finding"),
        ]


class AssessmentSignature(SealedRow):
    """What a person said to one revision: confirmed it, returned it, dissents from an answer in it, or states that no
    hazardous situation can be reached (`no_hazard`, only where all 13 safety-relevant answers are None).

    `code` is the answer that a dissent is about (empty: the whole); `remark` the reason in their words.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="assessment__device", advisory="assessment__advisory"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(("id", "assessment_id", "kind", "code", "by_id", "at"))
            + f" OR {words_changed('remark')}"
        ),
        kept=Kept.DEVICE,
        coded="kind code",
        reader="kizuki.store.queries.assessments:assessments_of_device",
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in SIGNATURES])
    code = models.CharField(max_length=16, blank=True)
    remark = SealedTextField(blank=True)
    remark_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assessment_signatures")
    at = models.DateTimeField()


class SeverityMapping(models.Model):
    """A version of the company's table from its ISO 14971 levels to the law's severities.

    `rows` maps each level to `severity` and, for serious harm, `criterion` (1-5). It counts once somebody else than
    who proposed it has approved it; the newest approved version counts.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when="OLD.approved_at IS NOT NULL OR NEW.rows <> OLD.rows"),
        kept=Kept.COMPANY,
        # The company's own names for its levels.
        plain={Why.COMPANY: "rows"},
        subject="severity_mapping",
        reader="kizuki.store.queries.severity:mapping_in_force",
    )

    version = models.PositiveIntegerField(unique=True)
    rows = JsonField(shape=told.LEVELS)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_mappings")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="approved_mappings")
    approved_at = models.DateTimeField(null=True)


class Hazard(SealedRow):
    """A hazardous situation behind safety-relevant answers (PIPS) on a device and an advisory.

    `pips` are the codes it answers for; `severity` a level of the company's scale, empty while it is not rated. It is
    never changed: a better one is a new row, and the old one is withdrawn with a reason.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="device", advisory="advisory"),
        chain=Chain.EVIDENCE,
        # A hazard is withdrawn once, and nothing else of it changes.
        guarded=Guarded(
            # Once it is withdrawn, only the key of its words and their end are left to change.
            update_refused_when="("
            + changed(
                ("device_id", "advisory_id", "pips", "harm_kinds", "severity", "credible", "entered_at"),
                ("entered_by_id", "patients_exposed"),
                ("through_other_system",),
            )
            + f" OR {words_changed(*_HAZARD)} OR {said_again('withdrawn_because')}"
            + " OR (OLD.reviewed_by_id IS NOT NULL AND COALESCE(NEW.reviewed_by_id, 0) <> OLD.reviewed_by_id))"
            + " OR (OLD.withdrawn_at IS NOT NULL AND ("
            + changed((), ("withdrawn_by_id", "reviewed_by_id"), ("withdrawn_at",))
            + " OR NEW.withdrawn_because_commitment <> OLD.withdrawn_because_commitment"
            + " AND (OLD.withdrawn_because_commitment <> '' OR OLD.withdrawn_because = '')))"
        ),
        kept=Kept.DEVICE,
        coded="pips harm_kinds severity",
        subject="hazard",
        reader="kizuki.store.queries.hazards:hazards_of",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="hazards")
    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="hazards")
    pips = JsonField(shape=told.NAMES)
    situation = SealedTextField()
    situation_commitment = CommitmentField()
    harm = SealedTextField()
    harm_commitment = CommitmentField()
    harm_kinds = JsonField(default=list, shape=told.HARMS)
    severity = models.CharField(max_length=32, blank=True)
    likelihood = SealedTextField(blank=True)
    likelihood_commitment = CommitmentField()
    controls = SealedJsonField(default=list, blank=True)
    controls_commitment = CommitmentField()
    detectability = SealedTextField(blank=True)
    detectability_commitment = CommitmentField()
    patients_exposed = models.PositiveIntegerField(null=True)
    through_other_system = models.BooleanField(null=True)
    credible = models.BooleanField(default=True)
    not_credible_because = SealedTextField(blank=True)
    not_credible_because_commitment = CommitmentField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="hazards")
    entered_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reviewed_hazards")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="withdrawn_hazards")
    withdrawn_because = SealedTextField(blank=True)
    withdrawn_because_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["device", "advisory"], name="hazard_by_finding")]


class SignalSource(models.Model):
    """The newest catalogue or set of scores that was kept: `kev` or `epss`, its version (EPSS: of the
    model), and the day that it gives itself."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.THIRD_PARTY,
        kept=Kept.PUBLISHED,
        coded="kind version",
        opens={"source": Opens(why=PUBLISHED)},
        reader="kizuki.store.queries.signals:beside_of_many",
    )

    kind = models.CharField(max_length=8, primary_key=True)
    version = models.CharField(max_length=64, blank=True)
    dated_on = models.DateField(null=True)
    rows = models.PositiveIntegerField(null=True)
    """How many entries it held: one that holds far fewer is a part of a file, and takes nothing back."""
    source = models.ForeignKey(StoredDocument, on_delete=models.PROTECT)
    kept_at = models.DateTimeField()


class AssessmentInputs(models.Model):
    """What the current revision of an assessment rested on when it was last evaluated; replaced when that is redone.

    `inputs` is canonical JSON; `turn` counts the evaluations, so that one that was overtaken is known.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="assessment__device", advisory="assessment__advisory"),
        chain=Chain.DERIVED,
        rests_on="Assessment Device Hospital Release Milestone Advisory CveSignal SignalSource",
        kept=Kept.DEVICE,
        reader="kizuki.actions.assessments.reevaluate_assessments:reevaluate_assessments",
    )

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, primary_key=True, related_name="inputs")
    inputs = SealedTextField(row=("assessment_id",))
    inputs_commitment = CommitmentField()
    turn = models.PositiveIntegerField(default=1)
    evaluated_on = models.DateField()


class AssessmentDifference(SealedRow):
    """What a change of inputs changed in an assessment: the changes, what was computed anew, and whether a person must
    look (`core.scoring.reevaluation`). `trigger` names the verb that brought the change.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="assessment__device", advisory="assessment__advisory"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(
                (*("id", "assessment_id", "trigger", "recomputed", "needs_person", "reasons"), "found_on", "found_at")
            )
            + f" OR {words_changed('changes')}"
        ),
        kept=Kept.DEVICE,
        coded="trigger recomputed reasons",
        reader="kizuki.store.queries.assessments:differences_of",
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="differences")
    trigger = models.CharField(max_length=32)
    changes = SealedJsonField(default=list, blank=True)
    """With what was said of a confirmation whose evidence expired, came or went."""
    changes_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)
    recomputed = JsonField(shape=list[told.Recomputed])
    needs_person = models.BooleanField()
    reasons = JsonField(default=list, shape=told.CODES)
    found_on = models.DateField()
    found_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["assessment", "found_at"], name="difference_by_assessment")]
