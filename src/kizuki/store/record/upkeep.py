"""What keeps the installation sound: when it was last done, and how much room is left."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from kizuki.store.models import Upkeep
from kizuki.store.record.opening import database_file

MB = 1024**2


@dataclass(frozen=True, slots=True)
class Room:
    """The free megabytes of a folder that the installation writes into."""

    folder: Path
    free: int


def note_upkeep(name: Literal["chain_verified", "backup_made"], at: datetime) -> None:
    """Keep that this was done to its good end. A copy that can only be read keeps no note of it."""
    with suppress(DatabaseError), transaction.atomic():
        Upkeep.objects.update_or_create(name=name, defaults={"at": at})


def least_room() -> Room | None:
    """The fullest of the folders of the record and of the program's own files; None where there is none of them."""
    folders = {Path(settings.VAR)}
    if connection.vendor == "sqlite":
        folders.add(database_file().parent)
    rooms = [Room(one, shutil.disk_usage(one).free // MB) for one in sorted(folders) if one.is_dir()]
    return min(rooms, key=lambda one: one.free, default=None)


def log_size() -> int:
    """Megabytes of SQLite's write-ahead log; 0 where there is none. That of PostgreSQL is its server's to watch."""
    if connection.vendor != "sqlite":
        return 0
    file = database_file()
    with suppress(OSError):
        return file.with_name(f"{file.name}-wal").stat().st_size // MB
    return 0
