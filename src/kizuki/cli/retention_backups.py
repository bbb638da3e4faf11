"""`kizuki retention backups`: which backups still hold what was erased, or will have to go, and by which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused


@dataclass(frozen=True, slots=True)
class OldBackup:
    """A backup of this record: `by` is the first day on which a word in it is past its period, None while no end is
    known; `overdue` where that was erased from the record since it was made."""

    file: str
    made_on: date
    by: date | None
    overdue: bool


def backups(folder: str, today: date, lang: Lang, *, as_json: bool) -> int:
    """Name them, the most pressing first. A backup is a file: nobody but who keeps it can delete it."""
    found = sorted(_found(Path(folder), today), key=lambda row: (not row.overdue, row.by or date.max, row.file))
    if as_json:
        print_json({"folder": folder, "backups": found})
        return 0
    lines = [_line(row, lang) for row in found]
    print_text("\n".join(lines) or say("record.retention.no_backups", lang, folder=folder))
    return 0


def _line(row: OldBackup, lang: Lang) -> str:
    kind = "backup_overdue" if row.overdue else "backup_due" if row.by else "backup_open"
    return say(f"record.retention.{kind}", lang, file=row.file, made=row.made_on, by=row.by or "")


def _found(folder: Path, today: date) -> list[OldBackup]:
    """Every archive of ours in the folder; other files are not looked at further."""
    from kizuki.store.backup.archive import read_manifest

    if not folder.is_dir():
        raise Refused("", "is not a folder", file=str(folder))
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()):
        try:
            made_at = datetime.fromisoformat(read_manifest(file, None, unsigned=True).made_at)
        except Refused:
            continue
        found.append(_judged(file, made_at, today))
    return found


def _judged(file: Path, made_at: datetime, today: date) -> OldBackup:
    from kizuki.store.queries.retention import earliest_end, erasures
    from kizuki.store.queries.viewer import PROGRAM

    since = [row for row in erasures(PROGRAM) if row.done_at is not None and row.done_at > made_at]
    ends = [date.fromisoformat(told["until"]) for row in since for told in row.rows]
    coming = earliest_end(PROGRAM)
    ends += [coming] if coming is not None else []
    by = min(ends) + timedelta(days=1) if ends else None
    return OldBackup(str(file), made_at.date(), by, bool(since) or (by is not None and by < today))
