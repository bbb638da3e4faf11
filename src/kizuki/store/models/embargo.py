"""What is kept from everybody who is not named: cases, safety information, incidents and vulnerabilities of our own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.models.advisories import Advisory
from kizuki.store.models.cases import Case
from kizuki.store.models.incidents import Incident
from kizuki.store.models.information import SafetyInformation
from kizuki.store.models.people import User

SUBJECTS = ("case", "information", "incident", "advisory")
"""What can be under embargo, named as the audit names it."""

_ONE_SUBJECT = models.Q()
for _named in SUBJECTS:
    _ONE_SUBJECT |= models.Q(**{f"{one}__isnull": one != _named for one in SUBJECTS})


class Embargo(models.Model):
    """That one subject is seen and acted on by its readers only. A change of readers lifts it and sets another, so
    that who could see what on which day stays readable. Nothing but a person lifts it: `until` is the day on which
    somebody has to look whether it still holds."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", information="information", incident="incident", advisory="advisory"),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        subject="embargo",
        export=True,
        reader="kizuki.store.queries.embargo:embargo_of",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="embargoes")
    information = models.ForeignKey(SafetyInformation, on_delete=models.PROTECT, null=True, related_name="embargoes")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, related_name="embargoes")
    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, null=True, related_name="embargoes")
    until = models.DateField(null=True)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ONE_SUBJECT, name="an_embargo_has_one_subject"),
            *(
                models.UniqueConstraint(
                    fields=[one], condition=models.Q(lifted_at=None), name=f"one_embargo_per_{one}"
                )
                for one in SUBJECTS
            ),
        ]


class EmbargoReader(models.Model):
    """A person who sees what is under embargo, and may act on it."""

    duties: ClassVar = Duties(
        belongs=Belongs(
            case="embargo__case",
            information="embargo__information",
            incident="embargo__incident",
            advisory="embargo__advisory",
        ),
        chain=Chain.EVIDENCE,
        kept=Kept.CASE,
        export=True,
        reader="kizuki.store.queries.embargo:embargo_of",
    )

    embargo = models.ForeignKey(Embargo, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="embargoes")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embargo", "user"], name="one_reader_per_embargo_and_person"),
        ]
