"""The ways in: one-time links by which their owner chooses a password, and the tries that failed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedRow, SealedTextField

TRIES = ("sign_in", "sign", "finder", "code")


class AccessLink(models.Model):
    """A one-time link. Its token is not kept: it is made anew from the row under this installation's secret key.

    `user` None: the link of the first run, by which somebody makes the company. `mail` is the address to which the
    worker sends it, '' where a command on the server printed it.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when="OLD.used_at IS NOT NULL"),
        kept=Kept.COMPANY,
        plain={Why.STAFF: "mail"},
        subject="access",
        reader="kizuki.store.queries.accesses:accesses",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="access_links")
    mail = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class FailedTry(models.Model):
    """A name and password that did not fit, a wrong password or code under a signature, a wrong code after a password
    that fitted, or a report that somebody without a sign-in handed in. `key` is a keyed digest of whom and from where:
    names that nobody has fill no other's count. Rows of a finished day go."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.PROGRAM),
        chain=Chain.SCRATCH,
        kept=Kept.WORK,
        coded="kind key",
        reader="kizuki.store.people.tries:failures",
    )

    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in TRIES])
    key = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "at"], name="failed_try_by_key")]


class ApiToken(models.Model):
    """By what a program of a person comes in: the digest of a secret that is shown once, to them.

    `label` is a code that its owner gave it; `scopes` are those of `kizuki.core.people.SCOPES`, by spaces. It is good up
    to and with `ends_on`, until it is ended, and as long as its owner is here.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.OWN, person="person"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(update_refused_when="OLD.ended_at IS NOT NULL OR NEW.sha256 <> OLD.sha256"),
        kept=Kept.COMPANY,
        coded="label scopes sha256",
        secret="sha256",  # noqa: S106 the name of a column
        subject="api_token",
        reader="kizuki.store.queries.tokens:tokens_of",
    )

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    label = models.CharField(max_length=40)
    scopes = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True)


class SecondFactor(SealedRow):
    """An authenticator app of a person. It is asked for from `confirmed_at` on, until `ended_on`; before, it was only
    offered. Its secret goes when it ends.

    `last_step` is the step (of 30 seconds since 1970) of the last code that was used: none opens twice.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.OWN, person="person"),
        chain=Chain.EVIDENCE,
        kept=Kept.OWN,
        ends="ended_on",
        subject="second_factor",
        reader="kizuki.store.people.second_factors:second_factor_of",
    )

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="second_factors")
    secret = SealedTextField(blank=True)
    secret_commitment = CommitmentField()
    began_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_on=None), name="one_second_factor_in_use_per_person"
            ),
        ]


class RecoveryCode(models.Model):
    """A code that opens once in the place of the app, for the day of its loss: the digest of what was shown once."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.EVIDENCE,
        kept=Kept.COMPANY,
        coded="sha256",
        secret="sha256",  # noqa: S106 the name of a column
        reader="kizuki.store.people.second_factors:second_factor_of",
    )

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="codes")
    sha256 = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)
