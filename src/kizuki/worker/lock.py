"""One worker on one SQLite file: the second one refuses to start."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kizuki.core.refusal import Refused


@contextmanager
def only_worker(database: Path) -> Iterator[None]:
    """Hold the lock beside the database file. The system lets go of it when the process ends, however it ends.

    Raises `Refused` where another worker holds it, naming its process.
    """
    path = database.with_name(database.name + ".worker.lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 32).decode(errors="replace").strip() or "?"
            raise Refused("worker", f"another worker (process {holder}) serves {database}") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
