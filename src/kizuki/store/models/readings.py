"""Who read what may name a patient."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case
from kizuki.store.models.incidents import Incident
from kizuki.store.models.information import SafetyInformation
from kizuki.store.models.people import User

DOORS = ("web", "api")


class Reading(models.Model):
    """That a person was shown a case, information or an incident, by a page or by their program: one row for all that
    was shown of it within an hour. It stands beside the chain, which a look must not make longer; nobody changes it."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", information="information", incident="incident"),
        chain=Chain.SCRATCH,
        guarded=Guarded(),
        kept=Kept.CASE,
        coded="door",
        reader="kizuki.store.queries.readings:readings_of",
    )

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="readings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="readings")
    information = models.ForeignKey(SafetyInformation, on_delete=models.PROTECT, null=True, related_name="readings")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, related_name="readings")
    door = models.CharField(max_length=3, choices=[(door, door) for door in DOORS])
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "at"], name="reading_by_person"),
            models.Index(fields=["case", "at"], name="reading_by_case"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False)
                | models.Q(information__isnull=False)
                | models.Q(incident__isnull=False),
                name="a_reading_is_of_something",
            )
        ]
