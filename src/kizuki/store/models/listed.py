"""Terms that the precautions name, and what a person confirmed of a reported term: known, by which sentence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.devices.listed import ANSWERS, SCHEMES
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case
from kizuki.store.models.lifecycle import Precaution
from kizuki.store.models.people import User


class PrecautionTerm(models.Model):
    """A term that an entry of the precautions names: by a code (JFMDA, IMDRF) or in our own words, and up to which
    severity of harm its sentence speaks ('' where it does not say)."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="precaution__device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="scheme code up_to",
        plain={Why.PUBLISHED: "words"},
        reader="kizuki.store.devices.listed:entries_of",
    )

    precaution = models.ForeignKey(Precaution, on_delete=models.PROTECT, related_name="terms")
    scheme = models.CharField(max_length=8, choices=[(scheme, scheme) for scheme in SCHEMES])
    code = models.CharField(max_length=24, blank=True)
    words = models.CharField(max_length=200, blank=True)
    up_to = models.CharField(max_length=12, blank=True)


class ListedTerm(models.Model):
    """Whether a reported term is known (既知): the person who said so, the entry of the precautions that they quote with
    its edition, and the day of the event on which it must have been in force. The newest row of a term counts. The term
    in words and the reason are texts (`listed_term:<id>`)."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="matter person code answer proposed",
        plain={Why.PUBLISHED: "edition"},
        subject="listed_term",
        export=True,
        reader="kizuki.store.queries.listed:listed_of",
        texts="listed_term:{id}",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="listed_terms")
    matter = models.CharField(max_length=16)
    person = models.CharField(max_length=16, blank=True)
    code = models.CharField(max_length=24, blank=True)
    answer = models.CharField(max_length=20, choices=[(answer, answer) for answer in ANSWERS])
    proposed = models.CharField(max_length=20)
    """What the program proposed: a person may say otherwise."""
    precaution = models.ForeignKey(Precaution, on_delete=models.PROTECT, null=True, related_name="quoted_by")
    edition = models.CharField(max_length=80, blank=True)
    event_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="listed_terms")
    confirmed_at = models.DateTimeField()
