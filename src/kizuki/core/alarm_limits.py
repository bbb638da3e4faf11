"""From when on an installation says that something of itself is too old, too full or too large."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kizuki.core.glossary import Lang, say, span_said
from kizuki.core.refusal import Refused

USUAL: Mapping[str, int] = MappingProxyType(
    {"chain_days": 8, "backup_days": 4, "anchor_days": 35, "disk_mb": 1024, "wal_mb": 1024}
)
"""Days since the chain was verified as a whole (once a week and a day), since a backup (a long weekend), since the newest
time stamp of another house (once a month); megabytes left on the disk, and of the write-ahead log."""

LONGEST_DAYS = 366
LARGEST_MB = 1_000_000


def limits_of(told: Mapping[str, int | None]) -> Mapping[str, int]:
    """What the company told, and what is usual for the rest. 0 asks for nothing."""
    return {name: usual if told.get(name) is None else int(told[name] or 0) for name, usual in USUAL.items()}


def require_limits(told: Mapping[str, int]) -> Mapping[str, int]:
    """The same, where each is a limit that there is; `Refused` at its name otherwise.

    Room on the disk cannot be left unwatched: a record that can no longer be written misses days of the law.
    """
    unknown = sorted(set(told) - set(USUAL))
    if unknown:
        raise Refused(unknown[0], f"is no limit; there are {', '.join(USUAL)}")
    for name, value in told.items():
        most = LONGEST_DAYS if name.endswith("_days") else LARGEST_MB
        if not 0 <= value <= most:
            raise Refused(name, f"must lie between 0 and {most}")
    if told.get("disk_mb") == 0:
        raise Refused("disk_mb", "room on the disk is always watched")
    return told


def alarm_said(code: str, count: int, lang: Lang) -> str:
    """An alarm in one sentence, as every page, mail and command says it."""
    return say(f"health.{code}", lang, count=count, span=span_said(count, lang))
