"""Lookups of components and rows of advisories made again: they follow from what is kept, so no entry speaks of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from django.db import transaction

from kizuki.core.advisories import Advisory
from kizuki.core.sbom import Component
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.findings.lookups import COMPONENT_COLUMNS, component_rows, range_rows
from kizuki.store.findings.old_keys import bodies_of, old_advisories, old_components, replace_rows
from kizuki.store.models import Component as KeptComponent
from kizuki.store.models import ComponentLookup
from kizuki.store.record.bulk import insert
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
            # What was merged into another component is looked for under that one.
            bodies = KeptComponent.objects.filter(pk__in=part, merge=None).values_list("pk", "body")
            rows = [(pk, *row) for pk, body in bodies for row in component_rows(_COMPONENTS.decode(body), aliases)]
            ComponentLookup.objects.filter(component__in=part).delete()
            insert(ComponentLookup, ("component_id", *COMPONENT_COLUMNS), rows)
            KeptComponent.objects.filter(pk__in=part).update(left_out=None)


def rekey_old_components(after: int, upto: int) -> None:
    """The same for the components of a window whose lookups were made by another version of the keys."""
    rekey(old_components(after, upto))


def rekey_old_advisories(between: Callable[[], None]) -> None:
    """Make the rows of advisories again that another version of the keys made, or that have none. What a record was
    read as stays: what its reader did not keep then comes when the record itself is read again."""
    for part in chunks(old_advisories(), _ADVISORIES_AT_A_TIME):
        with transaction.atomic():
            read = [(pk, _ADVISORIES.decode(body)) for pk, body in bodies_of(part)]
            replace_rows(part, [(pk, row) for pk, advisory in read for row in range_rows(advisory)])
        between()
