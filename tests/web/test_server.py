"""`kizuki run` as a process: what it refuses, what it starts, and how it ends."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.web.serving import ROOT, free_port, serving, surroundings, told_file

pytestmark = pytest.mark.browser


def refused(folder: Path, *words: str, **more: str) -> str:
    """What `kizuki run` says when it cannot start: one line, exit 2, nothing on standard output."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("kizuki")), "run", *words],
        cwd=ROOT,
        env={**surroundings(folder), **more},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


def test_a_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "address already in use" in refused(tmp_path, "--port", str(taken.getsockname()[1]))


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    assert "is not a port" in refused(tmp_path, f"--port={port}")


def test_missing_fonts_are_refused_and_say_what_to_do(tmp_path: Path) -> None:
    told = refused(tmp_path, "--port", str(free_port()), KIZUKI_NODE_MODULES=str(tmp_path))
    assert "make setup" in told


def test_the_first_start_prepares_the_database_and_says_that_nobody_can_sign_in(tmp_path: Path) -> None:
    with serving(tmp_path, "--no-worker") as address:
        page = urllib.request.urlopen(f"{address}/sign-in", timeout=PATIENCE)
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "kizuki sample" in told_file(tmp_path).read_text()
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_static_files_have_hashed_names_and_may_be_kept_for_ever(tmp_path: Path) -> None:
    with serving(tmp_path, "--no-worker") as address:
        page = urllib.request.urlopen(f"{address}/sign-in", timeout=PATIENCE).read().decode()
        sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
        answer = urllib.request.urlopen(f"{address}{sheet}", timeout=PATIENCE)
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Type"].startswith("text/css")


def children_of(process: int) -> list[int]:
    """The processes that this one started."""
    file = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in file.read_text().split()] if file.exists() else []


def command_of(process: int) -> str:
    """The command line of a process."""
    return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
