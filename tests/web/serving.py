"""Starting `kizuki run` as a process, on a database that the cast moved into."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kizuki.store.record.parent import for_children
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]

_MOVE_IN = """
from kizuki.store.record.opening import open_record, prepare_record
open_record()
prepare_record()
from kizuki.web.today import today
from tests.web.cast import move_in
move_in(today(), printed=True)
"""


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a process whose database and files all stand in this folder."""
    # Ends with the run of the tests, also where that is killed.
    ours = for_children({}) | {
        "DATABASE_URL": f"sqlite://{folder / 'kizuki.sqlite3'}",
        "KIZUKI_VAR": str(folder / "var"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KIZUKI_", "DJANGO_"))}
    return {**kept, **ours}


def move_in_as_a_process(folder: Path) -> None:
    """The cast, in a database of its own: its days count from the real today, as the server's do."""
    words = [sys.executable, "-c", _MOVE_IN]
    subprocess.run(words, cwd=ROOT, env=surroundings(folder), check=True, timeout=PATIENCE)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kizuki_run(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """`kizuki run` with these words; what it tells is kept in a file of the folder."""
    command = [str(Path(sys.executable).with_name("kizuki")), "run", *words]
    with told_file(folder).open("wb") as told:
        return subprocess.Popen(command, cwd=ROOT, env=surroundings(folder), stderr=told)


def told_file(folder: Path) -> Path:
    """Where the server's standard error goes: a pipe that nobody reads would stop it when it is full."""
    return folder / "told.txt"


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[str]:
    """The address of a running server; it is asked to end afterwards and must do so without complaint."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = kizuki_run(folder, "--port", str(port), *words)
    try:
        wait_for(address, server, folder)
        yield address
    finally:
        server.terminate()
        code = server.wait(timeout=PATIENCE)
    told = told_file(folder).read_text()
    assert code == 0, told
    assert "Traceback" not in told, told


def wait_for(address: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    """Until the server answers; fails with what it told where it ended instead."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, told_file(folder).read_text()
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=PATIENCE).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not answer in time: {told_file(folder).read_text()}")
