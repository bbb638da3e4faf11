"""From which day a vulnerability counts as known to the holder: who had it before them, and what was settled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.guarded import Guarded
from kizuki.store.models.advisories import Advisory
from kizuki.store.models.devices import Device
from kizuki.store.models.people import User

KNOWLEDGE_KINDS = ("entered", "seen", "proposed", "settled", "declined")


class KnowledgeDay(models.Model):
    """One day of knowledge; rows are added and never changed, the newest settled one holds.

    `entered`: a person of the holder knew of it since then and entered it (`device` null: whichever device has it).
    `seen`: a person opened the finding of the device. `proposed`: the safety manager would settle a later day than the
    one shown (`shown_on`), which waits for a second person. `settled`: it holds. A row that `follows` a proposal signs
    it (`settled`) or refuses it (`declined`). The reason is a text (`knowledge:<id>`).
    """

    duties: ClassVar = Duties(
        belongs=Belongs(device="device", advisory="advisory", information="information"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        ends="use",
        coded="kind",
        subject="knowledge",
        reader="kizuki.store.queries.knowledge:knowledge_page",
        texts="knowledge:{id}",
    )

    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="knowledge_days")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="knowledge_days")
    information = models.ForeignKey(
        "SafetyInformation", on_delete=models.PROTECT, null=True, related_name="vulnerabilities"
    )
    """By which a vulnerability of our own came (`entered`): what keeps that secret keeps the vulnerability secret."""
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in KNOWLEDGE_KINDS])
    known_on = models.DateField()
    shown_on = models.DateField(null=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """Who; null for a part of the program."""
    on_behalf_of = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    alone = models.BooleanField(default=False)
    """Signed by the proposer in the documented single-person mode."""
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["advisory", "device"],
                condition=models.Q(kind="seen"),
                name="one_first_sight_of_a_finding",
            ),
            models.UniqueConstraint(fields=["follows"], name="one_signature_per_proposed_day"),
        ]
        indexes: ClassVar = [models.Index(fields=["advisory", "device"], name="knowledge_by_advisory")]
