"""Incidents above cases, playbooks, and who was told what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.lifecycle.moves import states_of
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case
from kizuki.store.models.company import Addressee
from kizuki.store.models.devices import Hospital
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User


class Incident(models.Model):
    """One happening that many units, patients, cases and makers may share. Its title and what other makers are touched
    are texts (`incident:<id>`). `patients` is how many were harmed, null while nobody knows.

    `kept_as` is the incident that took over the members of this one (merged), or of which it is a duplicate.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(incident="pk"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        ends="use",
        coded="number kind state",
        subject="incident",
        reader="kizuki.store.queries.incidents:incident_page",
        texts="incident:{id}",
    )

    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default="open", choices=[(s, s) for s in states_of("incident")])
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, null=True, related_name="incidents")
    patients = models.PositiveIntegerField(null=True)
    learned_on = models.DateField()
    kept_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="taken_over")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="split_off")
    opened_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "learned_on"], name="incident_by_day")]


class IncidentMember(models.Model):
    """Something that belongs to an incident: `unit`, `device`, `case`, `information` or `hospital`, by its id."""

    duties: ClassVar = Duties(
        belongs=Belongs(incident="incident"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        coded="kind",
        reader="kizuki.store.queries.incidents:incidents_of",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="members")
    kind = models.CharField(max_length=16)
    member = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "kind", "member"], name="a_member_belongs_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "member"], name="incidents_of_a_member")]


class PlaybookRevision(models.Model):
    """A playbook as a company has edited it; the highest revision counts, before the one of the program."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="key",
        plain={Why.COMPANY: "body"},
        reader="kizuki.store.incidents.playbooks:playbook_of",
    )

    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField()
    body = JsonField(shape=told.PlaybookBody)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "revision"], name="one_playbook_per_revision"),
        ]


class PlaybookRun(models.Model):
    """A playbook that was started for an incident on a day, in the revision that stood then."""

    duties: ClassVar = Duties(
        belongs=Belongs(incident="incident"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="key",
        reader="kizuki.store.queries.incidents:incident_page",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="playbook_runs")
    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField()
    started_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "key"], name="a_playbook_is_started_once"),
        ]


class CaseDuplicate(models.Model):
    """A case that tells of the same as another one: it stays, and leads to the one that is kept."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", tells="kept"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        export=True,
        reader="kizuki.store.queries.duplicates:duplicate_of",
    )

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="duplicate_of")
    kept = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="duplicates")
    recorded_at = models.DateTimeField()


class CaseClassification(models.Model):
    """What a case is, in codes (`core.incidents.kinds`); the highest revision counts."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="body",
        export=True,
        reader="kizuki.store.queries.classification:classification_of",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="classifications")
    revision = models.PositiveIntegerField()
    body = JsonField(shape=told.Classified)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "revision"], name="one_classification_per_revision"),
        ]


class CaseTrait(models.Model):
    """By what a case is found (`effect:spread`, `component:openssl`): an index over its newest classification."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.DERIVED,
        rests_on="CaseClassification",
        recomputed="kizuki.store.cases.traits:unlike_traits",
        kept=Kept.CASE,
        coded="trait",
        reader="kizuki.store.queries.similar:similar_cases",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="traits")
    trait = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["trait", "case"], name="one_row_per_trait_and_case")]


class HospitalReport(models.Model):
    """Whether the hospital reports by itself (asked, reported, not_reported, unknown), and when; what it told is a text
    of the case (a narrative of kind `hospital_report` of the same revision)."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="state",
        export=True,
        opens={"document": Opens("hospital_report")},
        reader="kizuki.store.queries.hospital_report:hospital_comparison",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hospital_reports")
    revision = models.PositiveIntegerField()
    state = models.CharField(max_length=16)
    on = models.DateField(null=True)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="hospital_reports")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "revision"], name="one_hospital_report_per_revision"),
        ]


class Communication(models.Model):
    """Somebody was told something about a case or an incident. What was said, and to whom by name, are texts
    (`communication:<id>`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", incident="incident"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="party channel",
        subject="communication",
        export=True,
        opens={"document": Opens("communication")},
        reader="kizuki.store.queries.told:told_matrix",
        texts="communication:{id}",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="communications")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, related_name="communications")
    party = models.CharField(max_length=32)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, null=True, related_name="communications")
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, null=True, related_name="communications")
    channel = models.CharField(max_length=16)
    at = models.DateTimeField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="communications")
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="communications")
    recorded_at = models.DateTimeField()
