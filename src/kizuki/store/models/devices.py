"""Devices (品目), their releases and component lists, and where units stand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.core.lifecycle.moves import states_of
from kizuki.store import told
from kizuki.store.duties import Belongs, Chain, Duties, Kept, Opens, Sight, Why
from kizuki.store.models.documents import StoredDocument
from kizuki.store.models.json_field import JsonField
from kizuki.store.models.recorded_at import RecordedAtField
from kizuki.store.sealing.field import CommitmentField, SealedJsonField, SealedRow


class Device(SealedRow):
    """A device as approved. `key` is the company's own short name for it."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="pk"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        coded="key jmdn device_class approval_no facts categories",
        as_told="key",
        plain={Why.DEVICE: "brand generic model maker"},
        subject="device",
        reader="kizuki.store.queries.assessments:finding",
    )

    key = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    brand = models.CharField(max_length=200)
    generic = models.CharField(max_length=200, blank=True)
    jmdn = models.CharField(max_length=16, blank=True)
    device_class = models.CharField(max_length=8, blank=True)
    approval_no = models.CharField(max_length=64, blank=True)
    approved_on = models.DateField(null=True)
    model = models.CharField(max_length=200, blank=True)
    maker = models.CharField(max_length=200, blank=True)
    facts = JsonField(default=dict, shape=told.DeviceFacts)
    """The `device` part of the facts of a case: own, designated, cycle_anchor_on …; an absent key is not known."""
    categories = JsonField(default=list, shape=told.CATEGORIES)
    """Of what kind it is by GVP省令第16条, which says how long its records are kept (`core.lifecycle.retention`); empty
    while nobody said so."""
    details = SealedJsonField(default=dict, blank=True)
    """Further entries of the `device` part of its forms, as `kizuki form` reads them."""
    details_commitment = CommitmentField()
    profile = SealedJsonField(default=dict, blank=True)
    """What else is told of it: intended use, body site, network, lifecycle, precautions, names in English."""
    profile_commitment = CommitmentField()
    scoring_profile = SealedJsonField(default=dict, blank=True)
    """What clinical scoring proposes answers from: interfaces, roles, data held, neighbours (`DeviceProfile`)."""
    scoring_profile_commitment = CommitmentField()
    registered_at = RecordedAtField(auto_now_add=True)


class Sbom(models.Model):
    """A component list as received; the bytes stand in `document`."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.ROWS),
        chain=Chain.THIRD_PARTY,
        kept=Kept.DEVICE,
        coded="format spec_version",
        plain={Why.DEVICE: "faults"},
        opens={"document": Opens(why="it is read as components, and given out anew as a list of the release")},
        reader="kizuki.store.queries.devices:device_page",
    )

    document = models.OneToOneField(StoredDocument, on_delete=models.PROTECT, primary_key=True)
    format = models.CharField(max_length=32)
    spec_version = models.CharField(max_length=16, blank=True)
    valid = models.BooleanField()
    faults = JsonField(default=list, shape=list[told.Fault])
    component_count = models.PositiveIntegerField()
    unmatchable_count = models.PositiveIntegerField()
    dependency_count = models.PositiveIntegerField()


class Release(models.Model):
    """One version of a device's software. It is `reading` until the last component of its list is kept."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        coded="version state",
        as_told="version",
        subject="release",
        reader="kizuki.store.queries.assessments:finding",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="releases")
    version = models.CharField(max_length=100)
    released_on = models.DateField(null=True)
    sbom = models.ForeignKey(Sbom, on_delete=models.PROTECT, null=True, related_name="releases")
    state = models.CharField(max_length=16, default="reading", choices=[("reading", "reading"), ("kept", "kept")])
    registered_at = RecordedAtField(auto_now_add=True)
    matched_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "version"], name="one_release_per_version"),
        ]


class Unmatchable(models.Model):
    """A component of a release that no feed can be asked about, and why (a code and its values)."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="release__device"),
        chain=Chain.THIRD_PARTY,
        kept=Kept.DEVICE,
        coded="ref",
        plain={Why.DEVICE: "name why"},
        reader="kizuki.store.queries.unmatchable:unmatchables",
    )

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="unmatchables")
    position = models.PositiveIntegerField()
    ref = models.TextField()
    name = models.TextField(blank=True)
    why = JsonField(shape=told.Unmatched)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "position"], name="one_unmatchable_per_position"),
        ]


class Hospital(SealedRow):
    """An institution with its two contacts: 医療機器安全管理責任者 and 医療情報システム安全管理責任者."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.OWN,
        ends="use",
        coded="key",
        as_told="key",
        plain={Why.HOSPITAL: "name prefecture address contacts"},
        subject="hospital",
        reader="kizuki.store.queries.incidents:incident_page",
    )

    key = models.SlugField(max_length=64, unique=True, allow_unicode=True)
    name = models.CharField(max_length=200)
    prefecture = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contacts = JsonField(default=list, shape=list[told.Contact])
    profile = SealedJsonField(default=dict, blank=True)
    """What else is told of it: how many beds, how its networks are parted, its name in English."""
    profile_commitment = CommitmentField()
    scoring_profile = SealedJsonField(default=dict, blank=True)
    """Its kind of site and its own environmental answers, with evidence and until when they hold."""
    scoring_profile_commitment = CommitmentField()
    registered_at = RecordedAtField(auto_now_add=True)


class Unit(models.Model):
    """One unit of a device: serial number, where it stands, which release runs on it (null: not known)."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="device"),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        coded="serial tenure state",
        as_told="serial",
        plain={Why.HOSPITAL: "place owner"},
        subject="unit",
        reader="kizuki.store.queries.devices:devices",
    )

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="units")
    serial = models.CharField(max_length=100)
    hospital = models.ForeignKey(Hospital, on_delete=models.PROTECT, null=True, related_name="units")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="units")
    place = models.CharField(max_length=200, blank=True)
    tenure = models.CharField(max_length=16, blank=True)
    """How it came there: owned, leased, lent, home (with a patient)."""
    owner = models.CharField(max_length=200, blank=True)
    """Who owns it, where that is not the institution."""
    state = models.CharField(max_length=16, default="in_use", choices=[(state, state) for state in states_of("unit")])
    delivered_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["device", "serial"], name="one_unit_per_serial")]
        indexes: ClassVar = [models.Index(fields=["device", "state", "release"], name="unit_by_state")]
