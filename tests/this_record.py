"""Commands that run as processes of their own on the database of this run (tests with real transactions)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.patience import PATIENCE

CALL = "import sys; from kizuki.cli.main import main; sys.exit(main(sys.argv[1:]))"


def url_of_this_run(request: pytest.FixtureRequest) -> str:
    """The address of the database in which this test writes."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite://{quote(name)}"
    return str(request.getfixturevalue("server_url")(name))


def kizuki(request: pytest.FixtureRequest, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command; it must answer 0."""
    done = subprocess.run(
        [sys.executable, "-c", CALL, *map(str, words)],
        env={**os.environ, "DATABASE_URL": url_of_this_run(request)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done
