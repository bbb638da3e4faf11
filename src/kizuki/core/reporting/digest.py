"""The digest of rules, tables and parameters: the same digest must give the same answer."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from kizuki.core.clocks import READING, Reading

ROOMS = ("law", "facts", "clocks", "reporting")
"""The rooms of the core that an answer of assess() depends on."""

ONLY_SHOWN = {"shown.py", "whom.py", "asked.py", "catalogue.py", "exercised_by.toml", "official_text.py", "replay.py"}
"""Files of those rooms that show answers or rules and change none."""


@cache
def rules_digest(reading: Reading = READING) -> str:
    """SHA-256 over the sources and tables of the rooms, the reading of the clock, and the holiday table's version."""
    digest = hashlib.sha256()
    for room in ROOMS:
        folder = resources.files("kizuki.core").joinpath(room)
        for file in sorted(_rule_files(folder), key=lambda file: file.name):
            digest.update(f"{room}/{file.name}\n".encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(repr(sorted(asdict(reading).items())).encode())
    digest.update(f"jpholiday {metadata.version('jpholiday')}".encode())
    return digest.hexdigest()


def _rule_files(folder: Traversable) -> list[Traversable]:
    files = (file for file in folder.iterdir() if file.name.endswith((".py", ".toml")))
    return [file for file in files if file.name not in ONLY_SHOWN]
