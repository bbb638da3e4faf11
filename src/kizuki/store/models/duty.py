"""Who is on duty when, and the calls that were made to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.guarded import Guarded
from kizuki.store.models.cases import Case
from kizuki.store.models.information import SafetyInformation
from kizuki.store.models.people import User


class DutyTurn(models.Model):
    """That a person is on duty from one instant to another (nights and weekends too), with who is called after them."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.withdrawn_at IS NOT NULL OR NEW.person_id <> OLD.person_id"
            " OR NEW.begins_at <> OLD.begins_at OR NEW.ends_at <> OLD.ends_at"
        ),
        kept=Kept.COMPANY,
        subject="duty_turn",
        reader="kizuki.store.queries.duty:turns_from",
    )

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duty_turns")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="deputy_turns")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ends_at", "begins_at"], name="duty_turn_by_time")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(begins_at__lt=models.F("ends_at")), name="a_turn_has_a_length"),
        ]


class DutyCall(models.Model):
    """One call about a case, or about information that is not yet one: its number, when it was made, whether more people
    than the one on duty were called, and who acknowledged it when."""

    duties: ClassVar = Duties(
        belongs=Belongs(case="case", information="information"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.acknowledged_at IS NOT NULL"
            " OR COALESCE(NEW.case_id, 0) <> COALESCE(OLD.case_id, 0)"
            " OR COALESCE(NEW.information_id, 0) <> COALESCE(OLD.information_id, 0)"
            " OR NEW.number <> OLD.number OR NEW.called_at <> OLD.called_at"
        ),
        kept=Kept.CASE,
        subject="duty_call",
        export=True,
        reader="kizuki.store.queries.duty:calls_of",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="duty_calls")
    information = models.ForeignKey(SafetyInformation, on_delete=models.PROTECT, null=True, related_name="duty_calls")
    number = models.PositiveIntegerField()
    wider = models.BooleanField(default=False)
    called_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="acknowledged_calls")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="one_call_per_number"),
            models.UniqueConstraint(fields=["information", "number"], name="one_call_per_number_of_information"),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, information__isnull=True)
                | models.Q(case__isnull=True, information__isnull=False),
                name="a_call_is_about_one_thing",
            ),
        ]
