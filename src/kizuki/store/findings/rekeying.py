"""Lookups of components and rows of advisories made again: they follow from what is kept, so no entry speaks of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from django.db import transaction

from kizuki.core.advisories import Advisory
from kizuki.core.sbom import Component
from kizuki.core.versions import KEY_VERSION
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.findings.lookups import component_rows, range_rows
from kizuki.store.models import Advisory as KeptAdvisory
from kizuki.store.models import AdvisoryRow, ComponentLookup
from kizuki.store.models import Component as KeptComponent
from kizuki.store.record.parts import chunks

_COMPONENTS_AT_A_TIME = 100
_COMPONENTS = msgspec.json.Decoder(Component)
_ADVISORIES_AT_A_TIME = 50
_ADVISORIES = msgspec.json.Decoder(Advisory)


def rekey(component_ids: Sequence[int]) -> None:
    """Make the lookups of these components again, with the aliases that stand."""
    for part in chunks(list(component_ids), _COMPONENTS_AT_A_TIME):
        with transaction.atomic():
            aliases = confirmed_aliases()
            bodies = KeptComponent.objects.filter(pk__in=part).values_list("pk", "body")
            rows = [
                ComponentLookup(component_id=pk, **row)
                for pk, body in bodies
                for row in component_rows(_COMPONENTS.decode(body), aliases)
            ]
            ComponentLookup.objects.filter(component__in=part).delete()
            ComponentLookup.objects.bulk_create(rows, batch_size=500)


def rekey_old_components(after: int, upto: int) -> None:
    """The same for the components of a window whose lookups were made by another version of the keys."""
    old = ComponentLookup.objects.filter(component__gt=after, component__lte=upto).exclude(key_version=KEY_VERSION)
    rekey(sorted(set(old.values_list("component", flat=True))))


def rekey_old_advisories(between: Callable[[], None]) -> None:
    """Make the rows of advisories again that another version of the keys made, or that have none. What a record was
    read as stays: what its reader did not keep then comes when the record itself is read again."""
    old = KeptAdvisory.objects.filter(rows__isnull=True) | KeptAdvisory.objects.filter(
        pk__in=AdvisoryRow.objects.exclude(key_version=KEY_VERSION).values("advisory")
    )
    for part in chunks(sorted(set(old.values_list("pk", flat=True))), _ADVISORIES_AT_A_TIME):
        with transaction.atomic():
            bodies = KeptAdvisory.objects.filter(pk__in=part).values_list("pk", "body")
            rows = [
                AdvisoryRow(advisory_id=pk, **row)
                for pk, body in bodies
                for row in range_rows(_ADVISORIES.decode(body))
            ]
            AdvisoryRow.objects.filter(advisory__in=part).delete()
            AdvisoryRow.objects.bulk_create(rows, batch_size=500)
        between()
