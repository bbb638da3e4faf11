"""Software components: each distinct one is kept once, whatever number of releases has it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kizuki.store.duties import Belongs, Chain, Duties, Kept, Sight, Why
from kizuki.store.models.devices import Release


class Component(models.Model):
    """A distinct component. `digest` is SHA-256 over what identifies it (purl, cpe, name, version, supplier)."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.THIRD_PARTY,
        kept=Kept.DEVICE,
        coded="digest purl cpe",
        plain={Why.DEVICE: "name version body name_key maker_key"},
        subject="component",
        reader="kizuki.store.queries.spread:spread",
    )

    digest = models.CharField(max_length=64, unique=True)
    name = models.TextField()
    version = models.TextField(blank=True)
    purl = models.TextField(blank=True)
    cpe = models.TextField(blank=True)
    body = models.TextField()
    """The component as read, in canonical JSON: what the judgement is asked about."""
    name_key = models.TextField(blank=True, default="")
    maker_key = models.TextField(blank=True, default="")
    """Name and maker as they are searched (`kizuki.core.sbom.searching`)."""
    left_out = models.BooleanField(null=True)
    """Whether a name of it is too common to be searched alone; null until its lookups are made, which is told by the same
    reading (`store/findings/rekeying`)."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name_key"], name="component_by_name"),
            models.Index(fields=["maker_key"], name="component_by_maker"),
            models.Index(fields=["id"], condition=models.Q(left_out=None), name="component_not_counted"),
        ]


class ComponentName(models.Model):
    """Every name and every maker's name that a component has, once, as it is searched: few beside the components."""

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.DERIVED,
        rests_on="Component",
        recomputed="kizuki.store.components.searching:unlike_names",
        kept=Kept.DEVICE,
        plain={Why.DEVICE: "key"},
        reader="kizuki.store.components.searching:names_with",
    )

    key = models.TextField(primary_key=True)


class ComponentLookup(models.Model):
    """How SQL finds a component: a lookup, and the place of its version in the order of `scheme`.

    A null `version_key`, or one made by another `key_version` than the program's, is a candidate for every range.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.THIRD_PARTY,
        kept=Kept.DEVICE,
        coded="lookup scheme version_key",
        reader="kizuki.store.findings.candidates:pairs_of_release",
    )

    component = models.ForeignKey(Component, on_delete=models.CASCADE, related_name="lookups")
    lookup = models.CharField(max_length=240)
    scheme = models.CharField(max_length=32, blank=True)
    version_key = models.BinaryField(null=True)
    key_version = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lookup", "version_key"], name="component_by_lookup")]


class ReleaseComponent(models.Model):
    """A release has a component; `ref` is where the list first names it."""

    duties: ClassVar = Duties(
        belongs=Belongs(device="release__device"),
        chain=Chain.THIRD_PARTY,
        kept=Kept.DEVICE,
        coded="ref",
        reader="kizuki.store.queries.devices:findings_of_device",
    )

    # Both are found by the two indexes below, which begin with them.
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="components", db_index=False)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="releases", db_index=False)
    ref = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "component"], name="a_release_has_a_component_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["component", "release"], name="release_by_component")]


class ComponentMerge(models.Model):
    """Two components were one: `old` has no release any more, and what its lists say is kept as `into`.

    Its matches stay, ended, so that their addresses lead to those of the other one.
    """

    duties: ClassVar = Duties(
        belongs=Belongs(sight=Sight.COMPANY),
        chain=Chain.EVIDENCE,
        kept=Kept.DEVICE,
        reader="kizuki.store.components.merged:match_after_merging",
    )

    old = models.OneToOneField(Component, on_delete=models.PROTECT, primary_key=True, related_name="merge")
    into = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="merged")
