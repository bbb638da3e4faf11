"""Migrations that rewrite rows of evidence, and have to be followed by an entry that commits to them anew.

Such a migration names the tables beside its operations: `rewrites: ClassVar = ("store_report",)`. A column that is
added, null or with its default, rewrites nothing: the digests of rows stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

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
    return [one for at, one in _unnamed(using) if at > since]


def passed_by(using: str = DEFAULT_DB_ALIAS) -> list[Rewriting]:
    """Those that no entry names because they were applied before the chain covered a row. Once an entry names them too,
    no later change of the database's own list of migrations has rows committed to anew."""
    since = covered_since(using)
    if since is None:
        return []
    return [one for at, one in _unnamed(using) if at <= since]


def _unnamed(using: str) -> list[tuple[datetime, Rewriting]]:
    """Every migration that rewrote rows and that no entry of the chain names, with the moment at which it was applied."""
    loader = MigrationLoader(connections[using])
    # Django's own types tell of the migration, where what was written down of it stands.
    recorded = cast(Mapping[tuple[str, str], Any], loader.applied_migrations)
    found: list[tuple[datetime, Rewriting]] = []
    for key, migration in sorted(loader.disk_migrations.items()):
        tables: tuple[str, ...] = tuple(getattr(migration, "rewrites", ()))
        if tables and key[0] == "store" and key in recorded:
            found.append((recorded[key].applied, Rewriting(key[1], tables)))
    spoken = AuditSubject.objects.using(using).filter(subject__in=[one.subject for _, one in found])
    done = set(spoken.values_list("subject", flat=True))
    return [(at, one) for at, one in found if one.subject not in done]


def digests_now(table: str, keys: Sequence[str], using: str = DEFAULT_DB_ALIAS) -> dict[str, str]:
    """How these rows stand; one that is gone is not in it."""
    return readers(connections[using].vendor)[table].of_keys(keys, using)
