"""The database that DATABASE_URL names, and what Django must know of the record."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, parse_qsl, quote, unquote, urlparse

from kizuki.core.refusal import Refused

_POSTGRESQL_OPTIONS = ("connect_timeout", "sslmode", "sslrootcert", "sslcert", "sslkey", "application_name")
"""Query keys that are passed on to the server's client library."""

_WAIT_FOR_LOCK_SECONDS = 20


def database_of(url: str) -> dict[str, Any]:
    """Django's description of the database at `url`.

    `sqlite:///absolute/path.sqlite3`, with `?mode=ro` for a copy that is only read, or
    `postgresql://user:password@host:port/name`, where `?host=/folder` names the folder of a local socket. Raises
    `Refused` at DATABASE_URL; the password never stands in the reason.
    """
    try:
        parsed = urlparse(url)
        port = parsed.port
    except ValueError:
        raise Refused("DATABASE_URL", "is not a URL") from None
    if parsed.scheme == "sqlite":
        return _sqlite(parsed)
    if parsed.scheme in ("postgresql", "postgres"):
        return _postgresql(parsed, port)
    raise Refused(
        "DATABASE_URL", f"begins with neither sqlite:/// nor postgresql:// but {parsed.scheme or 'no scheme'}"
    )


def _sqlite(parsed: ParseResult) -> dict[str, Any]:
    path = Path("/" + unquote(parsed.path).lstrip("/"))
    if parsed.netloc or path == Path("/"):
        raise Refused("DATABASE_URL", "a SQLite database is named by its full path: sqlite:///absolute/path.sqlite3")
    if parsed.query not in ("", "mode=ro") or parsed.fragment or ":memory:" in parsed.path:
        raise Refused("DATABASE_URL", "a SQLite database is a file, named without options but ?mode=ro")
    read_only = parsed.query == "mode=ro" or (path.is_file() and not os.access(path, os.W_OK))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _read_only_name(path) if read_only else str(path),
        "OPTIONS": {
            # Without IMMEDIATE a transaction that reads first and writes later fails as soon as another one writes.
            "transaction_mode": "DEFERRED" if read_only else "IMMEDIATE",
            "timeout": _WAIT_FOR_LOCK_SECONDS,
            **({"init_command": "PRAGMA foreign_keys=ON; PRAGMA query_only=ON;"} if read_only else _WRITTEN),
        },
    }


def _read_only_name(path: Path) -> str:
    """A copy that may be read and not written: SQLite still wants its log beside it, unless there can be none."""
    logless = not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
    return f"file:{quote(str(path))}?mode=ro{'&immutable=1' if logless else ''}"


_WRITTEN = {
    # FULL: what was answered survives a power cut. Foreign keys are switched on by Django itself, once more here.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    # What is erased leaves no trace in the free pages of the file.
    "PRAGMA secure_delete=ON; "
    # A quarter of a large index in memory (KiB, as needed): of 2 MB each row of a long list reads its pages anew.
    "PRAGMA cache_size=-65536;",
}


def _postgresql(parsed: ParseResult, port: int | None) -> dict[str, Any]:
    query = dict(parse_qsl(parsed.query))
    host = query.pop("host", "") or unquote(parsed.hostname or "")
    port_text = query.pop("port", "") or (str(port) if port else "")
    unknown = sorted(set(query) - set(_POSTGRESQL_OPTIONS))
    if unknown:
        raise Refused(
            "DATABASE_URL", f"has the option {unknown[0]}, which is not one of {', '.join(_POSTGRESQL_OPTIONS)}"
        )
    name = unquote(parsed.path.lstrip("/"))
    if not name or "/" in name:
        raise Refused("DATABASE_URL", "names no database: postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parsed.username or ""),
        "PASSWORD": unquote(parsed.password or ""),
        "HOST": host,
        "PORT": port_text,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(query),
    }


def _default_url() -> str:
    checkout = Path(__file__).resolve().parents[3]
    root = checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
    return f"sqlite://{quote(str(root / 'var' / 'kizuki.sqlite3'))}"


DATABASES = {"default": database_of(os.environ.get("DATABASE_URL") or _default_url())}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "kizuki.store",
]
AUTH_USER_MODEL = "store.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
"""Statutory days are days in Japan."""
