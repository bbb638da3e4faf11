"""What a hospital is told without an account: its links, who is responsible for what, and its word on that."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Sight
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed, words_changed
from kizuki.store.models.devices import Hospital
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.people import User
from kizuki.store.sealing.field import CommitmentField, SealedJsonField, SealedRow, SealedTextField


class HospitalLink(models.Model):
    """A link by which one hospital reads what concerns it. Its secret is shown once; `seal` is a keyed digest over the
    secret, the hospital and the moment, so that a row that is moved to another hospital opens nothing."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when="OLD.revoked_at IS NOT NULL OR "
            + changed(("id", "hospital_id", "seal", "made_by_id"), (), ("made_at", "ends_on"))
        ),
        kept=Kept.COMPANY,
        coded="seal",
        secret="seal",  # noqa: S106 the name of a column
        subject="hospital_link",
        reader="kizuki.store.queries.hospital_telling:telling_of",
    )

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="links")
    seal = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="made_hospital_links")
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="revoked_hospital_links")


class Responsibilities(SealedRow):
    """Who is responsible for what at one hospital before and after EOS (責任分界), in one edition: the newest counts.
    `sha256` is what the hospital acknowledges."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(
                ("id", "hospital_id", "number", "sha256", "person_id"), (), ('"on"', "recorded_at")
            )
            + " OR "
            + words_changed("sheet")
        ),
        kept=Kept.OWN,
        ends="use",
        coded="sha256",
        subject="responsibilities",
        reader="kizuki.store.queries.hospital_telling:telling_of",
    )

    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, related_name="responsibilities")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    on = models.DateField()
    sheet = SealedJsonField(default=dict, blank=True)
    """`lines` of `core.hospitals.duties` and `words`."""
    sheet_commitment = CommitmentField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="responsibilities")
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hospital", "number"], name="one_responsibilities_per_number"),
        ]


class HospitalAcknowledgement(SealedRow):
    """That somebody of the hospital acknowledged an edition, on a day: on its page (`link`), or as `person` of ours
    recorded it. `name` and `post` are those of whoever said so there."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(
                ("id", "responsibilities_id", "sha256", "way"), ("link_id", "person_id"), ('"on"', "recorded_at")
            )
            + " OR "
            + words_changed("name", "post", "remark")
        ),
        kept=Kept.OWN,
        ends="use",
        coded="sha256 way",
        subject="hospital_acknowledgement",
        opens={"document": Opens("acknowledgement")},
        reader="kizuki.store.queries.hospital_telling:telling_of",
    )

    responsibilities = models.ForeignKey(Responsibilities, on_delete=models.PROTECT, related_name="acknowledgements")
    sha256 = models.CharField(max_length=64)
    name = SealedTextField(blank=True)
    name_commitment = CommitmentField()
    post = SealedTextField(blank=True)
    post_commitment = CommitmentField()
    remark = SealedTextField(blank=True)
    remark_commitment = CommitmentField()
    way = models.CharField(max_length=12)
    on = models.DateField()
    link = models.ForeignKey(HospitalLink, on_delete=models.PROTECT, null=True, related_name="acknowledgements")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="hospital_acknowledgements")
    document = models.ForeignKey(
        StoredDocument, on_delete=models.PROTECT, null=True, related_name="hospital_acknowledgements"
    )
    recorded_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
