"""Who holds the record and who acts in it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kizuki.store.models.json_field import JsonField

ROLES = (
    "general_manager",
    "safety_manager",
    "safety_officer",
    "quality_manager",
    "psirt",
    "regulatory",
    "auditor",
)
"""総括製造販売責任者, 安全管理責任者, 安全管理実施責任者, 国内品質業務運営責任者, PSIRT, RA, read-only auditor."""


class Company(models.Model):
    """The marketing authorization holder (製造販売業者) whose record this is; there is one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    representative = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contact = JsonField(default=dict)
    numbers = JsonField(default=dict)
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_company")]


class User(AbstractBaseUser):
    """A person who signs in. `role` is one of ROLES; `language` is ja or en."""

    sign_in_name = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=200)
    role = models.CharField(max_length=32, choices=[(role, role) for role in ROLES])
    language = models.CharField(max_length=2, default="ja", choices=[("ja", "ja"), ("en", "en")])
    is_active = models.BooleanField(default=True)
    # The moment of signing in belongs to the audit, not to a column that each sign-in rewrites.
    last_login = None

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar = ["display_name", "role"]

    objects = BaseUserManager()
