"""What is sent to people outside the pages, and the sign of life of a worker."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case
from kizuki.store.models.information import SafetyInformation
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User

NOTICE_KINDS = ("reminder", "digest", "access_link", "access_used", "factor_ended", "call", "hook", "alarm")


class Notice(models.Model):
    """One mail to one person, or one message to a webhook about them (`hook`): `values` are codes, ids and numbers, and
    its words are made when it is sent.

    `key` says what it is, so that the same is never asked for twice; its Message-ID comes from it, so that a repeat
    after a worker was killed is the same mail.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", information="information", sight=Sight.OWN, person="person"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when="OLD.sent_at IS NOT NULL OR NEW.key <> OLD.key"),
        kept=Kept.COMPANY,
        coded="key kind values",
        subject="notice",
        export=True,
        reader="kizuki.store.queries.notices:notices_of",
    )

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in NOTICE_KINDS])
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="notices")
    information = models.ForeignKey(SafetyInformation, on_delete=models.PROTECT, null=True, related_name="notices")
    values = JsonField(default=dict, shape=told.Noticed)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sent_at", "asked_at"], name="notice_by_sending")]


class CalendarKey(models.Model):
    """With what a person's calendar program fetches their days: the digest of a key that is shown once, to them."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.OWN, person="person"),
        chain=Chain.EVIDENCE,
        kept=Kept.COMPANY,
        coded="sha256",
        secret="sha256",  # noqa: S106 the name of a column
        subject="calendar_key",
        reader="kizuki.store.queries.calendar:whose",
    )

    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="calendar_key")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Heartbeat(models.Model):
    """When a part of the program last said that it is alive."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.SCRATCH,
        kept=Kept.WORK,
        coded="name",
        reader="kizuki.store.record.heartbeat:newest",
    )

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()


UPKEEP = ("chain_verified", "backup_made")


class Upkeep(models.Model):
    """When something that keeps the installation sound was last done to its good end, by whichever process did it."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.SCRATCH,
        kept=Kept.WORK,
        coded="name",
        reader="kizuki.store.queries.health:alarms",
    )

    name = models.CharField(max_length=20, unique=True, choices=[(name, name) for name in UPKEEP])
    at = models.DateTimeField()
