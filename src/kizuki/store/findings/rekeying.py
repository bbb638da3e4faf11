"""Lookups of components and rows of advisories made, and made again: they follow from what is kept, so no entry speaks
of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from django.db import connection, transaction

from kizuki.core.advisories import Advisory
from kizuki.core.documents.memory import without_cycle_search
from kizuki.core.sbom import Component
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.findings.lookups import COMPONENT_COLUMNS, component_rows, range_rows
from kizuki.store.findings.old_keys import bodies_of, old_advisories, old_components, replace_rows
from kizuki.store.models import Component as KeptComponent
from kizuki.store.models import ComponentLookup
from kizuki.store.record.bulk import chosen, insert
from kizuki.store.record.parts import chunks

_COMPONENTS_AT_A_TIME = 500
_COMPONENTS = msgspec.json.Decoder(Component)
_LOCKED = {
    "sqlite": "SELECT id, left_out FROM store_component WHERE id {asked} ORDER BY id",
    "postgresql": "SELECT id, left_out FROM store_component WHERE id {asked} ORDER BY id FOR UPDATE",
}
_LEFT_OUT = {
    True: "UPDATE store_component SET left_out = true WHERE id {asked} RETURNING id",
    False: "UPDATE store_component SET left_out = false WHERE id {asked} RETURNING id",
}
_ADVISORIES_AT_A_TIME = 50
_ADVISORIES = msgspec.json.Decoder(Advisory)


def make_missing_lookups(between: Callable[[], None] = lambda: None) -> None:
    """Make the lookups of every component that has none yet. A list is stored without them; whoever matches makes them
    first, outside a transaction, so that no component is passed over: neither one whose own matching still waits, nor
    one whose list was read in part and never to its end."""
    waiting = KeptComponent.objects.filter(left_out=None).order_by("pk").values_list("pk", flat=True)
    while part := list(waiting[:_COMPONENTS_AT_A_TIME]):
        _make(part, missing=True)
        between()


def rekey(component_ids: Sequence[int]) -> None:
    """Make the lookups of these components again, with the aliases that stand."""
    for part in chunks(list(component_ids), _COMPONENTS_AT_A_TIME):
        _make(part, missing=False)


def _make(part: Sequence[int], *, missing: bool) -> None:
    """The lookups of these components, and whether a name of theirs is left out; with `missing` only where another worker
    has not made them meanwhile."""
    with without_cycle_search():
        bodies = chosen("SELECT id, body FROM store_component WHERE id {asked}", part)
        read = {pk: _COMPONENTS.decode(body) for pk, body in bodies}
        # Most of the work, done before a transaction holds the lock: without what a person confirmed.
        cut = {pk: component_rows(one) for pk, one in read.items()}
    with transaction.atomic():
        # Whoever makes them at the same time waits, and only then asks for the aliases: the last to write knows all.
        locked = chosen(_LOCKED[connection.vendor], part)
        ours = [pk for pk, left_out in locked if left_out is None or not missing]
        aliases = confirmed_aliases()
        if aliases.rows:
            cut |= {pk: component_rows(read[pk], aliases) for pk in ours if aliases.of(read[pk])}
        chosen("DELETE FROM store_componentlookup WHERE component_id {asked} RETURNING id", ours)
        # What was merged into another component is looked for under that one.
        merged = {pk for (pk,) in chosen("SELECT old_id FROM store_componentmerge WHERE old_id {asked}", ours)}
        lookups = ((pk, *row) for pk in ours if pk not in merged for row in cut[pk][0])
        insert(ComponentLookup, ("component_id", *COMPONENT_COLUMNS), lookups)
        for left_out, update in _LEFT_OUT.items():
            chosen(update, [pk for pk in ours if cut[pk][1] is left_out])


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
