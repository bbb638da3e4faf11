"""Work that waits for a person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.models.cases import Case
from kizuki.store.models.devices import Device
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedJsonField, SealedRow, SealedTextField

STATES = ("open", "done", "dropped")


class Task(SealedRow):
    """Something a person is to do about one subject (`case:12`, `incident:3`); `kind` is a code with words in the
    glossary (`task.<kind>`), or `words` has them where people wrote the task themselves.

    `origin` says what opened it (`playbook:ransomware`, `reevaluation`); the same kind is open once for a subject.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(
            case="case",
            device="device",
            information="information",
            incident="incident",
            advisory="advisory",
            about="subject",
        ),
        chain=Chain.EVIDENCE,
        kept=Kept.WORK,
        ends="closed_at",
        coded="kind subject origin values owner_role state",
        subject="task",
        reader="kizuki.store.queries.assessments:assessments_of_device",
    )

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="tasks")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="tasks")
    information = models.ForeignKey("SafetyInformation", on_delete=models.PROTECT, null=True, related_name="tasks")
    incident = models.ForeignKey("Incident", on_delete=models.PROTECT, null=True, related_name="tasks")
    advisory = models.ForeignKey("Advisory", on_delete=models.PROTECT, null=True, related_name="tasks")
    origin = models.CharField(max_length=80)
    values = JsonField(default=dict, shape=told.TaskValues)
    """Codes, ids and numbers for the places of the sentence."""
    words = SealedJsonField(default=dict, blank=True)
    words_commitment = CommitmentField()
    owner_role = models.CharField(max_length=32)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="tasks")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, default="open", choices=[(state, state) for state in STATES])
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    remark = SealedTextField(blank=True)
    """Why it was closed, in the words of who closed it."""
    remark_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=models.Q(state="open"), name="one_open_task_of_a_kind"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="task_by_due_day"),
            models.Index(fields=["subject"], name="task_by_subject"),
        ]
