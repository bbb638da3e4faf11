"""Safety measures (安全確保措置) of a case: planned, approved, carried out; how far each reached every hospital."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.lifecycle.measures.table import KINDS
from kizuki.core.lifecycle.moves import states_of
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed
from kizuki.store.models.cases import Case
from kizuki.store.models.devices import Hospital
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User


class Measure(models.Model):
    """One measure, or (`none`) that none is taken. What is planned, why, and what risk is left are texts
    (`measure:<id>`); `sha256` is the digest of the plan under which it is approved. `brings` says what it means for
    whoever is attacked meanwhile: a mitigation, a compensating control, or neither ('')."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(("id", "case_id", "number", "kind", "brings", "sha256", "proposed_by_id"))
        ),
        kept=Kept.CASE,
        coded="kind brings state sha256",
        subject="measure",
        export=True,
        reader="kizuki.store.queries.measures:measures_of",
        texts="measure:{id}",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in KINDS])
    brings = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=16, choices=[(state, state) for state in states_of("measure")])
    sha256 = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_measures")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="one_measure_per_number"),
        ]


class MeasureStep(models.Model):
    """A step of the written chain, dated and signed: `propose`, `decide`, `instruct`, `result`, `complete`, `hand_over`,
    `confirm_delivery`. `outcome` is what it came to; `to` the person whom it went to; words are texts."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="measure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="step outcome sha256",
        subject="measure_step",
        export=True,
        opens={"document": Opens("measure_step")},
        reader="kizuki.store.queries.measures:measures_of",
        texts="measure_step:{id}",
    )

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="steps")
    position = models.PositiveIntegerField()
    step = models.CharField(max_length=20)
    outcome = models.CharField(max_length=16, blank=True)
    on = models.DateField()
    """The day that the step is dated with; `recorded_at` is when it was kept."""
    due_on = models.DateField(null=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="measure_steps")
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="delegated_measure_steps"
    )
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="measure_steps_received")
    sha256 = models.CharField(max_length=64)
    single_person = models.BooleanField(default=False)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="measure_steps")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "position"], name="one_step_of_a_measure_per_position"),
        ]


class MeasureTarget(models.Model):
    """One hospital that a measure is for, with its units (by id), and how far it reached: the newest of its entries."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="measure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when=changed(("id", "measure_id", "hospital_id"))),
        kept=Kept.CASE,
        coded="units state",
        subject="measure_target",
        export=True,
        reader="kizuki.store.queries.measures:targets_of",
    )

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="targets")
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="measure_targets")
    units = JsonField(default=list, shape=told.IDS)
    state = models.CharField(max_length=16, choices=[(state, state) for state in states_of("measure_reach")])
    on = models.DateField(null=True)
    first_sent_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "hospital"], name="one_target_per_measure_and_hospital"),
        ]
        indexes: ClassVar = [models.Index(fields=["measure", "state"], name="measure_target_by_state")]


class ReachEntry(models.Model):
    """That a measure came so far at one hospital on a day: by which way, and what proves it. Who said so there, and why
    it could not be reached, are texts."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="target__measure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="state channel reference",
        subject="reach_entry",
        export=True,
        opens={"document": Opens("reach")},
        reader="kizuki.store.queries.measures:targets_of",
        texts="reach_entry:{id}",
    )

    target = models.ForeignKey(MeasureTarget, on_delete=models.PROTECT, related_name="entries")
    state = models.CharField(max_length=16)
    on = models.DateField()
    channel = models.CharField(max_length=16, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="reach_entries")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="reach_entries")
    recorded_at = models.DateTimeField()


class MeasureTelling(models.Model):
    """To whom a measure was reported, by which way, on which day; `told` False: it is not told, and the text says why."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="measure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="party way channel reference",
        subject="measure_telling",
        export=True,
        opens={"document": Opens("measure_telling")},
        reader="kizuki.store.queries.measures:measures_of",
        texts="measure_telling:{id}",
    )

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="tellings")
    party = models.CharField(max_length=32)
    way = models.CharField(max_length=20, blank=True)
    told = models.BooleanField()
    on = models.DateField()
    channel = models.CharField(max_length=16, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="measure_tellings")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="measure_tellings")
    recorded_at = models.DateTimeField()
