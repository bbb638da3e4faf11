"""Backups that outlived what they hold: which files hold what was erased from the record since they were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import holds_head
from kizuki.store.backup.archive import digest_of_file, read_manifest
from kizuki.store.queries.retention import earliest_end, erasures
from kizuki.store.queries.viewer import PROGRAM

OWNER = "backup"
"""What a list of what is erased calls a file: `backup:<the first 32 digits of its SHA-256>`."""


@dataclass(frozen=True, slots=True)
class OldBackup:
    """A backup: `ours` where the chain of this record goes through its head. `by` is the first day on which a word in it
    is past its period, None while no end is known; `overdue` where that was erased from the record since it was made,
    and then `sha256` names its bytes."""

    file: str
    made_on: date
    ours: bool
    by: date | None = None
    overdue: bool = False
    sha256: str = ""

    @property
    def subject(self) -> str:
        """What a list calls it."""
        return f"{OWNER}:{self.sha256[:32]}"


def backups_in(folder: Path, today: date) -> tuple[OldBackup, ...]:
    """Every archive of ours in a folder and the folders in it, the most pressing first; no link is followed, and other
    files are not looked at further. `Refused` where it is no folder."""
    if not folder.is_dir():
        raise Refused("", "is not a folder", file=str(folder))
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        try:
            manifest = read_manifest(file, None, unsigned=True)
        except Refused:
            continue
        made_at = datetime.fromisoformat(manifest.made_at)
        if holds_head(manifest.entries, manifest.head):
            found.append(_judged(file, made_at, today))
        else:
            found.append(OldBackup(str(file), made_at.date(), ours=False))
    return tuple(sorted(found, key=lambda row: (not row.overdue, row.by or date.max, row.file)))


def _judged(file: Path, made_at: datetime, today: date) -> OldBackup:
    since = [row for row in erasures(PROGRAM) if row.done_at is not None and row.done_at > made_at]
    # A list of backups took words from no record.
    told = [told for row in since for told in row.rows if not told["owner"].startswith(f"{OWNER}:")]
    ends = [date.fromisoformat(row["until"]) for row in told]
    coming = earliest_end(PROGRAM)
    ends += [coming] if coming is not None else []
    by = min(ends) + timedelta(days=1) if ends else None
    overdue = bool(told) or (by is not None and by < today)
    return OldBackup(str(file), made_at.date(), True, by, overdue, digest_of_file(file) if overdue else "")
