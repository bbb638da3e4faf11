"""What the questionnaires of hospitals are answered from, and the sheets that were sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.devices import Device, Hospital, Release
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedRow, SealedTextField


class SheetFact(SealedRow):
    """One fact of the catalogue (`core.questionnaires.catalogue`) as somebody told it of the company, a device, a release
    or a hospital's site (`owner`: `company:1`, `device:3` …). The newest of an owner and name counts; `withdrawn` is not
    known again. `on` is the day of which it is true, `target_on` by when a no becomes a yes."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(
                ("id", "owner", "name", "answer", "person_id"), ("device_id",), ('"on"', "target_on", "recorded_at")
            )
            + " OR "
            + words_changed("words")
        ),
        kept=Kept.OWN,
        ends="use",
        coded="owner name answer",
        subject="sheet_fact",
        reader="kizuki.store.queries.sheet_facts:facts_of",
    )

    owner = models.CharField(max_length=24)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="sheet_facts")
    name = models.CharField(max_length=64)
    answer = models.CharField(max_length=16)
    words = SealedTextField(blank=True)
    words_commitment = CommitmentField()
    on = models.DateField()
    target_on = models.DateField(null=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sheet_facts")
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "name", "-id"], name="newest_sheet_fact")]


class SentSheet(models.Model):
    """A questionnaire as it was answered to a hospital on a day: `answers` is what every box said and on what it rested,
    `workbook` the file that left. The next one of the same sheet, hospital and device takes its place."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="sheet edition",
        subject="sent_sheet",
        opens={
            "answers": Opens(why="the workbook beside it is made of them and says the same"),
            "workbook": Opens(door="sent-sheet"),
        },
        reader="kizuki.store.queries.sent_sheets:sent_sheets",
    )

    sheet = models.CharField(max_length=40)
    edition = models.CharField(max_length=40)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="sent_sheets")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="sent_sheets")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="sent_sheets")
    answers = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="sheets_answered")
    workbook = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="sheets_as_workbook")
    filled = models.PositiveIntegerField()
    boxes = models.PositiveIntegerField()
    on = models.DateField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sent_sheets")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["hospital", "sheet", "device", "-id"], name="newest_sent_sheet")]
