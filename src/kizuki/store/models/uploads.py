"""Lists that a program handed in, and what became of each: long work whose end somebody asks for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.devices import Device
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.people import User

UPLOAD_KINDS = ("sbom", "units")
UPLOAD_STATES = ("waiting", "done", "refused")


class Upload(models.Model):
    """A component list (`sbom`, of a release) or a list of units, as it came, and how far it is.

    `kept` is the release that it became, or how many units were written; a refused one names `place` and `reason`.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when="OLD.state <> 'waiting' OR NEW.document_id <> OLD.document_id"),
        kept=Kept.DEVICE,
        coded="kind state version",
        as_told="version",
        plain={Why.PROGRAM: "place reason"},
        subject="upload",
        opens={
            "document": Opens(why="the program that sent it has it; what it became is read as components or units"),
        },
        reader="kizuki.store.queries.uploads:uploads_by_id",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="uploads")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in UPLOAD_KINDS])
    version = models.CharField(max_length=100, blank=True)
    released_on = models.DateField(null=True)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="uploads")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="uploads")
    state = models.CharField(max_length=8, default="waiting", choices=[(state, state) for state in UPLOAD_STATES])
    place = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    kept = models.PositiveBigIntegerField(null=True)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
