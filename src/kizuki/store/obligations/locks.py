"""Locks on cases: whoever moves a ledger waits until whoever moves it now has ended."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from kizuki.store.models import Case


def locked(case_id: int) -> Case:
    """The case as it stands now, locked until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case_id)


def case_of(table: type[Model], key: int) -> int:
    """The id of the case to which a report, a proposal or a decision belongs; it never changes."""
    rows: Any = table._default_manager
    return int(rows.values_list("case_id", flat=True).get(pk=key))


def cases_of(table: type[Model], keys: list[int]) -> list[int]:
    """The same for many, in the order in which they are locked."""
    rows: Any = table._default_manager
    return sorted(set(rows.filter(pk__in=keys).values_list("case_id", flat=True)))
