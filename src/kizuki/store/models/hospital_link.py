"""Links by which a hospital reads what concerns it, without an account."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed
from kizuki.store.models.devices import Hospital
from kizuki.store.models.people import User


class HospitalLink(models.Model):
    """One link of one hospital. Only the digest of its secret is kept: who reads the record cannot make the address
    again. Revoked, it opens nothing any more."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.revoked_at IS NOT NULL OR "
            + changed(("id", "hospital_id", "secret_sha256", "made_by_id", "made_at"), instants=("until",))
        ),
        kept=Kept.COMPANY,
        secret="secret_sha256",  # noqa: S106 the name of a column
        coded="secret_sha256",
        subject="hospital_link",
        reader="kizuki.store.queries.hospital_page:links_of",
    )

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="links")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="hospital_links")
    made_at = models.DateTimeField()
    until = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="revoked_hospital_links")
