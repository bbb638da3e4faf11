"""Who holds the record and who acts in it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models

from kizuki.core.lifecycle.report import CHAINS
from kizuki.core.people import ROLES
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight, Why
from kizuki.store.models.devices import Device
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.recorded_at import RecordedAtField
from kizuki.store.sealing.field import CommitmentField, SealedColumns, SealedRow, SealedTextField


class Company(SealedColumns):
    """The marketing authorization holder (製造販売業者) whose record this is; there is one."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.OWN,
        ends="single_person_until",
        coded="numbers single_person_ground alarm_limits",
        plain={Why.COMPANY: "name representative address contact"},
        subject="company",
        reader="kizuki.store.queries.binder.binding:binder_of",
    )

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    representative = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contact = JsonField(default=dict, shape=told.Contact)
    numbers = JsonField(default=dict, shape=told.CompanyNumbers)
    single_person_since = models.DateField(null=True)
    """Since when one person alone may sign their own work; null: four eyes, as everywhere."""
    single_person_until = models.DateField(null=True)
    """Its last day; null only where the licence allows one person in all posts."""
    single_person_ground = models.CharField(max_length=24, blank=True)
    """Why it is allowed, one of GROUNDS; a mode set without one counts no longer."""
    single_person_reason = SealedTextField(blank=True)
    single_person_reason_commitment = CommitmentField()
    report_steps = models.PositiveSmallIntegerField(default=2)
    """Steps of the chain of a report: 2 (作成→承認) or 3 (作成→確認→承認)."""
    second_factor_demanded = models.BooleanField(default=False)
    """Whether nobody signs without a second factor of their own."""
    alarm_limits = JsonField(default=dict, shape=told.AlarmLimits)
    registered_at = RecordedAtField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_company"),
            models.CheckConstraint(
                condition=models.Q(report_steps__in=CHAINS), name="a_chain_has_two_or_three_steps"
            ),
        ]


class User(AbstractBaseUser):
    """A person who signs in. `role` is one of ROLES; `language` is ja or en."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.COMPANY,
        coded="password role language",
        secret="password",  # noqa: S106 the name of a column
        plain={Why.STAFF: "sign_in_name display_name mail"},
        subject="user",
        reader="kizuki.store.queries.finding:finding_page",
    )

    sign_in_name = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=200)
    role = models.CharField(max_length=32, choices=[(role, role) for role in ROLES])
    language = models.CharField(max_length=2, default="ja", choices=[("ja", "ja"), ("en", "en")])
    mail = models.CharField(max_length=254, blank=True, default="")
    """Where reminders go; '' where none was named."""
    is_active = models.BooleanField(default=True)
    # The moment of signing in belongs to the audit, not to a column that each sign-in rewrites.
    last_login = None

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar = ["display_name", "role"]

    objects = BaseUserManager()

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is theirs. Django would write a better hash by itself: here a verb does (`renew_hash`)."""
        return check_password(raw_password, self.password)


class ProductScope(models.Model):
    """A device that a person may act on. Somebody without a row may act on every device."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.COMPANY,
        reader="kizuki.store.people.signers:second_persons",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="scopes")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="scopes")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "device"], name="one_scope_per_person_and_device"),
        ]


class Delegation(SealedRow):
    """That a person signs for another (代理) from one day to another, both included."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.OWN,
        ends="ends_on",
        subject="delegation",
        reader="kizuki.store.people.delegations:in_force_on",
    )

    principal = models.ForeignKey(User, on_delete=models.PROTECT, related_name="given_delegations")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="held_delegations")
    begins_on = models.DateField()
    ends_on = models.DateField()
    reason = SealedTextField()
    reason_commitment = CommitmentField()
    erased_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(begins_on__lte=models.F("ends_on")), name="a_delegation_has_days"
            ),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("deputy")), name="nobody_is_their_own_deputy"
            ),
        ]
