"""Where finders of vulnerabilities reach us: the company's standing list, and that a report was acknowledged."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.information import SafetyInformation
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.people import User


class FinderDesk(models.Model):
    """Who alone sees a finder's report from its arrival (`readers`, ids of people), and what the company says of itself
    where finders look: a mail address and words of its own in both languages; the highest revision counts."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.COMPANY,
        coded="readers",
        plain={Why.COMPANY: "mail policy_ja policy_en"},
        subject="finder_desk",
        reader="kizuki.store.queries.finders:finder_desk",
    )

    revision = models.PositiveIntegerField(unique=True)
    readers = JsonField(default=list, shape=told.IDS)
    mail = models.CharField(max_length=200, blank=True)
    policy_ja = models.TextField(blank=True)
    policy_en = models.TextField(blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="finder_desks")
    set_at = models.DateTimeField()


class FinderAcknowledgement(models.Model):
    """That a finder was told that their report arrived, on a day and by which way (`none`: they cannot be reached). What
    was said, or why nobody can be told, is a text."""

    duties: ClassVar = Duties(
        belongs=Belongs(information="information"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="channel",
        subject="finder_acknowledgement",
        reader="kizuki.store.queries.finders:acknowledgements_of",
        texts="finder_acknowledgement:{id}",
    )

    information = models.ForeignKey(SafetyInformation, on_delete=models.PROTECT, related_name="acknowledgements")
    on = models.DateField()
    channel = models.CharField(max_length=16)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="finder_acknowledgements")
    recorded_at = models.DateTimeField()
