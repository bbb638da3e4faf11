"""The files of the record are for the account that runs the program, and for nobody else."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

ONLY_THE_OWNER = 0o077
"""What the umask of every process of the program takes from what it creates."""
_BESIDE = ("", "-wal", "-shm", "-journal", ".worker.lock", ".keys")


def make_private(database: Path) -> None:
    """Create the database file empty, and its folder, before anybody could read what comes into them. `OSError`."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def tighten(database: Path | None, own_folder: Path) -> None:
    """Take from others what a version of before, or a copy, left open to them: the database with the files beside it,
    and the folder that is the program's own. A file of somebody else is left alone."""
    files = [database.with_name(database.name + ending) for ending in _BESIDE] if database else []
    for path, mode in [(own_folder, 0o700), *((file, 0o600) for file in files)]:
        try:
            standing = path.lstat()
            if standing.st_mode & ONLY_THE_OWNER and standing.st_uid == os.geteuid() and not path.is_symlink():
                path.chmod(mode)
        except (FileNotFoundError, NotADirectoryError):
            # What is not there is open to nobody; that it cannot be made is said where it is made.
            continue
