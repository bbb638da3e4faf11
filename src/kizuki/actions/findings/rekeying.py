"""Lookups of components made again: they follow from what is kept, so no entry speaks of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from django.db import transaction

from kizuki.actions.findings.lookups import component_rows
from kizuki.actions.rows import chunks
from kizuki.core.sbom import Component
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.models import Component as KeptComponent
from kizuki.store.models import ComponentLookup

_COMPONENTS_AT_A_TIME = 100
_COMPONENTS = msgspec.json.Decoder(Component)


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
