"""What people confirmed of the names of components, as the judgement takes it."""

from __future__ import annotations

from django.db.models import QuerySet

from kizuki.core.matching import Alias, AliasTable, alias_key, alias_table
from kizuki.store.models import Component, ConfirmedAlias
from kizuki.store.record.canonical import json_of

_AT_A_TIME = 2_000


def confirmed_aliases() -> AliasTable:
    """Every alias that has not been withdrawn."""
    return alias_table(_alias(row) for row in _standing())


def components_called(name_key: str, maker_key: str) -> list[int]:
    """The components of this name and maker (`alias_key`). Reads the name of every component kept."""
    rows = Component.objects.order_by("pk").values_list("pk", "name").iterator(chunk_size=_AT_A_TIME)
    named = [pk for pk, name in rows if alias_key(name, "")[0] == name_key]
    return [pk for pk, maker in _makers(named) if alias_key("", maker)[1] == maker_key]


def _makers(components: list[int]) -> list[tuple[int, str]]:
    found = []
    for start in range(0, len(components), _AT_A_TIME):
        rows = Component.objects.filter(pk__in=components[start : start + _AT_A_TIME]).order_by("pk")
        found += [(pk, json_of(body)["supplier"]) for pk, body in rows.values_list("pk", "body")]
    return found


def _standing() -> QuerySet[ConfirmedAlias]:
    return ConfirmedAlias.objects.filter(withdrawn_on=None).order_by("pk")


def _alias(row: ConfirmedAlias) -> Alias:
    return Alias(row.name, row.maker, row.purl, row.cpe, row.confirmed_by, row.confirmed_on.isoformat())
