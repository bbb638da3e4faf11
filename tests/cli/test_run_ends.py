"""`kizuki run` leaves no process behind, not even one that a child of it had started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kizuki.cli import run
from tests.patience import wait_until

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]).pid, flush=True)
time.sleep(3600)
"""


def lives(pid: int) -> bool:
    """Whether a process does something still: one that waits only to be counted does not."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_child_that_does_not_listen_is_ended_with_what_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SECONDS_TO_END", 0.1)
    child = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, process_group=0)
    assert child.stdout is not None
    with child.stdout:
        started = int(child.stdout.readline())
    assert lives(started)
    run._end([child])
    wait_until(lambda: not lives(started), "what the child had started ends too")
    assert child.returncode is not None
