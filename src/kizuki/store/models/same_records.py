"""Names that mean one vulnerability because a person, or the record itself, says so; and where a hole of ours is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept
from kizuki.store.guarded import Guarded
from kizuki.store.kept_words import changed
from kizuki.store.models.advisories import Advisory
from kizuki.store.models.devices import Hospital, Unit

JOIN_REASONS = ("own_number", "same_document", "replaced")
"""A number of our own got its CVE; two records are one document; a record was withdrawn in favour of another."""


class RecordJoin(models.Model):
    """What `advisory` speaks of is the vulnerability called `name`.

    `own_number`: the entry of ours that got this CVE number. Else the record that gave way, and `into` the one that
    stands: its matches are those of the other one. It is hidden with the entry: nobody learns by it that a public
    number has a hidden one of ours. A join that was taken back stays, ended.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(advisory="advisory"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(
            update_refused_when=changed(("id", "advisory_id", "name", "why", "joined_at"), ("into_id",))
            + " OR OLD.ended_at IS NOT NULL"
        ),
        kept=Kept.PUBLISHED,
        coded="name why",
        reader="kizuki.store.findings.same:joins_of",
    )

    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="joins")
    name = models.CharField(max_length=200)
    into = models.ForeignKey(Advisory, on_delete=models.PROTECT, null=True, related_name="taken_in")
    why = models.CharField(max_length=16, choices=[(why, why) for why in JOIN_REASONS])
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["advisory"], condition=models.Q(ended_at=None), name="one_join_that_stands_per_advisory"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["name"], name="record_join_by_name")]


class HoleBound(models.Model):
    """A vulnerability of our own is at this site, or in this unit, only: without a row it may be wherever its product
    is."""

    duties: ClassVar = Duties(
        belongs=Belongs(advisory="advisory", device="unit__device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.PUBLISHED,
        reader="kizuki.store.findings.bound:bound_to",
    )

    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="bounds")
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hospital__isnull=True) ^ models.Q(unit__isnull=True),
                name="a_bound_is_a_site_or_a_unit",
            ),
            models.UniqueConstraint(fields=["advisory", "hospital"], name="one_bound_per_site"),
            models.UniqueConstraint(fields=["advisory", "unit"], name="one_bound_per_unit"),
        ]
