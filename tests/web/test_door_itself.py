"""The server as a process: strangers who are slow, or send too much, and processes that are killed."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.patience import PATIENCE, wait_until
from tests.web.serving import free_port, kizuki_run, serving, surroundings, told_file, wait_for
from tests.web.test_server import children_of, command_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes in /proc"),
]


@pytest.fixture
def folder(tmp_path: Path, prepared_once: str) -> Path:
    """Where a server finds its record, which is prepared already, and keeps its files."""
    shutil.copy(prepared_once, tmp_path / "kizuki.sqlite3")
    return tmp_path


SLOW = (
    b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\nname="
)


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


def alive(folder: Path) -> list[str]:
    """The commands of all processes that were started with this folder as theirs, and do something still."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            is_ours = f"KIZUKI_VAR={folder / 'var'}".encode() in (process / "environ").read_bytes().split(b"\0")
            ended = (process / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
            if process.name.isdecimal() and is_ours and not ended:
                found.append(command_of(int(process.name)))
        except (OSError, IndexError):
            continue
    return found


@pytest.mark.parametrize("sent", [SLOW, SLOW[:60], b""], ids=["a body", "headers", "nothing"])
def test_strangers_who_send_slowly_keep_nobody_else_waiting(folder: Path, sent: bytes) -> None:
    with serving(folder, "--no-worker") as address:
        slow = [socket.create_connection(("127.0.0.1", port_of(address))) for _ in range(60)]
        try:
            for one in slow:
                one.sendall(sent)
            # More than there are threads, and none has finished.
            for _ in range(3):
                with urllib.request.urlopen(f"{address}/sign-in", timeout=PATIENCE) as page:
                    assert page.status == 200
        finally:
            for one in slow:
                one.close()


def test_a_stranger_who_posts_150_mb_is_refused_by_the_length_alone(folder: Path) -> None:
    with serving(folder, "--no-worker") as address:
        asked = http.client.HTTPConnection("127.0.0.1", port_of(address), timeout=PATIENCE)
        asked.putrequest("POST", "/sign-in")
        asked.putheader("Content-Length", str(150 * 1024 * 1024))
        asked.endheaders()
        # Not one byte of the body was sent.
        assert asked.getresponse().status == 413
        asked.close()


def test_a_worker_that_is_killed_is_started_again_and_the_pages_stay(folder: Path) -> None:
    port = free_port()
    server = kizuki_run(folder, "--port", str(port))
    try:
        wait_for(f"http://127.0.0.1:{port}", server, folder)
        (worker,) = [child for child in children_of(server.pid) if "kizuki.worker" in command_of(child)]
        os.kill(worker, signal.SIGKILL)

        def another() -> bool:
            return any("kizuki.worker" in command_of(child) for child in children_of(server.pid) if child != worker)

        wait_until(another, "another worker is started")
        urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=PATIENCE).close()
        assert server.poll() is None
    finally:
        server.terminate()
        assert server.wait(timeout=PATIENCE) == 0
    assert "the worker ended by itself (exit code -9) and is started again" in told_file(folder).read_text()
    assert alive(folder) == []


def test_a_process_of_pages_that_is_killed_is_started_again(folder: Path) -> None:
    with serving(folder, "--no-worker") as address:
        (server,) = [one for one in map(int, _ids(folder)) if "kizuki.web" in command_of(one) and children_of(one)]
        (pages,) = children_of(server)
        os.kill(pages, signal.SIGKILL)
        wait_until(lambda: children_of(server) not in ([], [pages]), "another process of pages is started")
        wait_until(lambda: _answers(address), "the pages answer again")


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/sign-in", timeout=PATIENCE).close()
    except OSError:
        return False
    return True


def _ids(folder: Path) -> list[str]:
    wanted = f"KIZUKI_VAR={folder / 'var'}".encode()
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdecimal() and wanted in (process / "environ").read_bytes().split(b"\0"):
                found.append(process.name)
        except OSError:
            continue
    return found


def test_no_process_outlives_a_server_that_was_killed(folder: Path) -> None:
    port = free_port()
    server = kizuki_run(folder, "--port", str(port))
    wait_for(f"http://127.0.0.1:{port}", server, folder)
    assert len(alive(folder)) == 4, "the command, the server, its process of pages, the worker"
    server.kill()
    server.wait(timeout=PATIENCE)
    wait_until(lambda: alive(folder) == [], "what it had started ends with it")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


STARTS_A_SERVER = """
import subprocess, sys, time
from tests.web.serving import kizuki_run, wait_for
from pathlib import Path
folder, port = Path(sys.argv[1]), sys.argv[2]
server = kizuki_run(folder, "--port", port)
wait_for(f"http://127.0.0.1:{port}", server, folder)
print("serves", flush=True)
time.sleep(3600)
"""


def test_a_run_of_tests_that_is_killed_leaves_no_server_behind(folder: Path) -> None:
    words = [sys.executable, "-c", STARTS_A_SERVER, str(folder), str(free_port())]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=surroundings(folder / "of-the-run")) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"serves\n"
        assert len(alive(folder)) == 4
        run.kill()
    wait_until(lambda: alive(folder) == [], "the servers of a killed run end")
