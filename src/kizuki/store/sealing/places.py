"""Where the keys of a record are kept: apart from the database, unless somebody says otherwise."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

ENVIRONMENT = "KIZUKI_KEY_FILE"


def key_file(using: str = DEFAULT_DB_ALIAS) -> Path:
    """Where the keys of this record are."""
    return Path(key_path(using))


def key_path(using: str = DEFAULT_DB_ALIAS) -> str:
    """The file of the keys: KIZUKI_KEY_FILE; else the one beside the record, where a version of before put it; else
    the one of this database in the folder of the account that runs the program (`key_folder`)."""
    named = os.environ.get(ENVIRONMENT)
    if named:
        return named
    described = connections[using].settings_dict
    vendor = connections[using].vendor
    database = str(described["NAME"])
    beside = _beside(vendor, database, str(settings.VAR))
    if os.path.exists(beside):  # noqa: PTH110 asked for every text: a Path would cost more than the look
        return beside
    folder = _folder(os.environ.get("XDG_DATA_HOME", ""), os.environ.get("HOME", ""))
    return _apart(vendor, database, f"{described.get('HOST')}:{described.get('PORT')}", folder)


def beside_the_record(using: str = DEFAULT_DB_ALIAS) -> Path | None:
    """The key file where it still stands with the database, so that one theft has both; None where it does not."""
    beside = _beside(connections[using].vendor, str(connections[using].settings_dict["NAME"]), str(settings.VAR))
    return Path(beside) if not os.environ.get(ENVIRONMENT) and Path(beside).exists() else None


def place_apart(using: str = DEFAULT_DB_ALIAS) -> Path:
    """Where the keys of this database belong when they do not stand beside it."""
    described = connections[using].settings_dict
    server = f"{described.get('HOST')}:{described.get('PORT')}"
    return Path(_apart(connections[using].vendor, str(described["NAME"]), server, str(key_folder())))


def key_folder() -> Path:
    """`$XDG_DATA_HOME/kizuki/keys`, else `~/.local/share/kizuki/keys`: no backup of the installation takes it along."""
    return Path(_folder(os.environ.get("XDG_DATA_HOME", ""), os.environ.get("HOME", "")))


@lru_cache(maxsize=32)
def _folder(data: str, _home: str) -> str:
    base = Path(data) if os.path.isabs(data) else Path.home() / ".local" / "share"  # noqa: PTH117
    return str(base / "kizuki" / "keys")


@lru_cache(maxsize=32)
def _beside(vendor: str, database: str, var: str) -> str:
    return f"{database}.keys" if vendor == "sqlite" else str(Path(var) / "postgresql.keys")


@lru_cache(maxsize=32)
def _apart(vendor: str, database: str, server: str, folder: str) -> str:
    """One file for each database: its name, and a digest of its whole address so that two never share one."""
    address = os.path.realpath(database) if vendor == "sqlite" else f"{server}/{database}"
    digest = hashlib.sha256(address.encode()).hexdigest()[:12]
    return str(Path(folder) / f"{Path(database).stem}-{digest}.keys")
