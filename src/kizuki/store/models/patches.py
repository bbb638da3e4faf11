"""Patches from available to applied, and units through time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.lifecycle.moves import states_of
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Why
from kizuki.store.guarded import Guarded
from kizuki.store.models.devices import Device, Release, Unit
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField


class Patch(models.Model):
    """A patch of a device's software. `release` is the version that has it; `fixes` the vulnerabilities it closes."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        coded="key fixes state",
        as_told="key",
        subject="patch",
        reader="kizuki.store.queries.patches:patch_progress",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="patches")
    key = models.SlugField(max_length=64, allow_unicode=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="patches")
    fixes = JsonField(default=list, shape=told.NAMES)
    state = models.CharField(max_length=16, choices=[(state, state) for state in states_of("patch")])

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["device", "key"], name="one_patch_per_key")]


class PatchMove(models.Model):
    """A patch reached a state on a day."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="patch__device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="state",
        opens={"document": Opens("patch")},
        reader="kizuki.store.cases.signals:signals_on",
    )

    patch = models.ForeignKey(Patch, on_delete=models.PROTECT, related_name="moves")
    state = models.CharField(max_length=16)
    on = models.DateField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="patch_moves")
    recorded_at = models.DateTimeField()


class UnitPatch(models.Model):
    """How far a patch is on one unit; the moves that led there are `UnitPatchMove`."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="patch__device"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        coded="state",
        reader="kizuki.store.queries.patches:patch_progress",
        texts="unit_patch:{patch_id}:{unit_id}",
    )

    patch = models.ForeignKey(Patch, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="patches")
    state = models.CharField(max_length=16, choices=[(state, state) for state in states_of("unit_patch")])
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["patch", "unit"], name="one_state_per_patch_and_unit")
        ]


class UnitPatchMove(models.Model):
    """A patch reached a state on one unit on a day, as somebody said."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="patch__device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="state",
        opens={"document": Opens("patch_units")},
        reader="kizuki.store.register.watched_units:counted",
    )

    patch = models.ForeignKey(Patch, on_delete=models.PROTECT, related_name="unit_moves")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="patch_moves")
    state = models.CharField(max_length=16)
    on = models.DateField()
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, null=True, related_name="unit_patch_moves")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["unit", "patch"], name="patch_moves_of_a_unit")]


class UnitMove(models.Model):
    """How a unit stood after a change: an entry of its history. `on` null: the day is not known."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="unit__device"),
        chain=Chain.EVIDENCE,
        guarded=Guarded(),
        kept=Kept.DEVICE,
        coded="tenure state",
        plain={Why.HOSPITAL: "place"},
        reader="kizuki.store.queries.units:unit_history",
    )

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="moves")
    on = models.DateField(null=True)
    hospital_id = models.BigIntegerField(null=True)
    release_id = models.BigIntegerField(null=True)
    place = models.CharField(max_length=200, blank=True)
    tenure = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=16)
    recorded_at = models.DateTimeField()
