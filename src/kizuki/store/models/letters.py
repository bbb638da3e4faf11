"""Letters and recall papers of a measure, and the judgement on its fix: change of the approval, recall, class."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.forms.letters.table import LETTERS
from kizuki.core.lifecycle.moves import states_of
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.measures import Measure
from kizuki.store.models.people import User


class MeasureLetter(models.Model):
    """One letter or recall paper of a measure. While it is a draft it is a text (`measure_letter:<id>`, in revisions),
    and `sha256` the digest of the newest; signed, it stands as it passed the gate (`released`, `gate`) with its print
    in Japanese and, where nothing of it is missing, in English."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="measure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(("id", "measure_id", "kind", "number"))
            + " OR (OLD.signed_at IS NOT NULL AND ("
            + changed(("sha256", "demand", "released_id", "pdf_id"), ("signed_by_id",), ("dated_on", "signed_at"))
            + "))"
        ),
        kept=Kept.CASE,
        coded="kind state sha256 demand gate",
        subject="measure_letter",
        export=True,
        opens={
            "released": Opens(door="letter-pdf"),
            "pdf": Opens(door="letter-pdf"),
            "english": Opens(door="letter-pdf"),
        },
        reader="kizuki.store.queries.letters:letters_of",
        texts="measure_letter:{id}",
    )

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=24, choices=[(kind, kind) for kind in LETTERS])
    state = models.CharField(max_length=16, choices=[(state, state) for state in states_of("measure_letter")])
    dated_on = models.DateField()
    sha256 = models.CharField(max_length=64)
    demand = models.CharField(max_length=16, blank=True)
    """The duty of law that demanded it when it was signed; '' none."""
    gate = JsonField(default=list, shape=told.CODES)
    released = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="released_letters")
    pdf = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="printed_letters")
    english = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="english_letters")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="written_letters")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="signed_letters")
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="delegated_letters")
    signed_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    """The first day on which it went out; to whom stands in the reach and the tellings of the measure."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "number"], name="one_letter_of_a_measure_per_number"),
        ]


class MeasureJudgement(models.Model):
    """What a person decided of a fix, signed: is it a change of the approval (`change`), what is done in the field
    (`in_field`) and of which class is the recall ('' where it is none), beside what the table of its `edition` proposed
    from the `answers`. The reasons are a text; the newest counts."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="measure__case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="change in_field recall_class proposed_change proposed_class answers edition sha256",
        subject="measure_judgement",
        export=True,
        reader="kizuki.store.queries.letters:judgements_of",
        texts="measure_judgement:{id}",
    )

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="judgements")
    position = models.PositiveIntegerField()
    change = models.CharField(max_length=20)
    in_field = models.CharField(max_length=20)
    recall_class = models.CharField(max_length=4, blank=True)
    proposed_change = models.CharField(max_length=20)
    proposed_class = models.CharField(max_length=4)
    answers = JsonField(default=dict, shape=told.POINTS)
    edition = models.CharField(max_length=10)
    asked_pmda = models.BooleanField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="measure_judgements")
    on_behalf_of = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="delegated_measure_judgements"
    )
    on = models.DateField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "position"], name="one_judgement_of_a_measure_per_position"),
        ]
