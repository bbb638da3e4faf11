"""Migrations that rewrite rows of evidence, and have to be followed by an entry that commits to them anew.

Such a migration names the tables beside its operations: `rewrites: ClassVar = ("store_report",)`. A column that is
added, null or with its default, rewrites nothing: the digests of rows stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader

from kizuki.store.audit.of_before import covered_since
from kizuki.store.audit.rows import readers
from kizuki.store.models import AuditSubject


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A migration that was applied, and the tables of evidence whose rows it rewrote."""

    migration: str
    tables: tuple[str, ...]

    @property
    def subject(self) -> str:
        """What the entry is called that says that they are committed to anew."""
        return f"migration:{self.migration}"


def rewritings(using: str = DEFAULT_DB_ALIAS) -> list[Rewriting]:
    """Those that were applied to rows that the chain covered already and that no entry names yet, in their order."""
    since = covered_since(using)
    if since is None:
        return []
    loader = MigrationLoader(connections[using])
    applied = {key: row.applied for key, row in loader.applied_migrations.items() if key[0] == "store"}
    found = [
        Rewriting(key[1], tuple(getattr(migration, "rewrites", ())))
        for key, migration in sorted(loader.disk_migrations.items())
        if key in applied and applied[key] > since and getattr(migration, "rewrites", ())
    ]
    spoken = AuditSubject.objects.using(using).filter(subject__in=[one.subject for one in found])
    done = set(spoken.values_list("subject", flat=True))
    return [one for one in found if one.subject not in done]


def digests_now(table: str, keys: Sequence[str], using: str = DEFAULT_DB_ALIAS) -> dict[str, str]:
    """How these rows stand; one that is gone is not in it."""
    return readers(connections[using].vendor)[table].of_keys(keys, using)
