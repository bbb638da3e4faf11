"""Safety information (安全管理情報) as it came in, and who knew of it when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.information.harm import TOLD
from kizuki.core.information.sources import sources
from kizuki.core.lifecycle.moves import states_of
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case
from kizuki.store.models.devices import Device, Hospital
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.people import User

TRANSLATIONS = ("not_needed", "waiting", "done")


class SafetyInformation(models.Model):
    """One piece of information. What it says, who told it and whom it is about are texts (`information:<id>`).

    `awareness_on` is the earliest day on which anybody of the company knew of it; the receipts say who did.
    `source_no` is the number that its source gave it, `sha256` the digest of what was told under that number, `follows`
    an earlier version of it.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(information="pk", case="case", device="device"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        ends="use",
        coded="number source state source_no sha256 country translation told_harm",
        subject="information",
        opens={"original": Opens("original", whole=True)},
        reader="kizuki.store.queries.incidents:incident_page",
        texts="information:{id}",
    )

    number = models.CharField(max_length=16, unique=True)
    source = models.CharField(max_length=24, choices=[(code, code) for code in sources()])
    state = models.CharField(max_length=16, default="received", choices=[(s, s) for s in states_of("information")])
    awareness_on = models.DateField()
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="information")
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, null=True, related_name="information")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="information")
    original = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="information")
    source_no = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    occurred_on = models.DateField(null=True)
    """The day of the event where it happened, by the clock there."""
    country = models.CharField(max_length=2, blank=True)
    translation = models.CharField(max_length=16, default="not_needed", choices=[(t, t) for t in TRANSLATIONS])
    received_at = models.DateTimeField()
    told_harm = models.CharField(max_length=16, blank=True, default="", db_default="", choices=[(t, t) for t in TOLD])
    """What it tells of harm (`core/information/harm.py`); '' where nobody was asked."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "awareness_on"], name="information_by_awareness"),
            models.Index(fields=["source", "source_no"], name="information_by_source_no"),
        ]


class InformationReceipt(models.Model):
    """Somebody of the company knew of a piece of information on a day. A person without a sign-in name (a
    representative of sales) stands as a text (`receipt:<id>`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(information="information"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="channel",
        subject="receipt",
        reader="kizuki.store.queries.information:information_page",
        texts="receipt:{id}",
    )

    information = models.ForeignKey(SafetyInformation, on_delete=models.PROTECT, related_name="receipts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="receipts")
    learned_on = models.DateField()
    channel = models.CharField(max_length=24, blank=True)
    recorded_at = models.DateTimeField()
