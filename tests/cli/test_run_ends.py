"""`kizuki run` leaves no process behind, not even one that a child of it had started."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kizuki.cli import keeping_up
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
    monkeypatch.setattr(keeping_up, "SECONDS_TO_END", 0.1)
    child = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, process_group=0)
    assert child.stdout is not None
    with child.stdout:
        started = int(child.stdout.readline())
    assert lives(started)
    keeping_up.end([child])
    wait_until(lambda: not lives(started), "what the child had started ends too")
    assert child.returncode is not None


def test_a_child_that_may_end_is_started_again_after_a_pause_that_grows() -> None:
    child = keeping_up.Child("worker", [sys.executable, "-c", "import sys; sys.exit(3)"], again=True)
    child.start(0)
    pauses = []
    now = 0.0
    for _ in range(9):
        assert child.process is not None
        child.process.wait()
        assert child.look(now) == 3
        before = now
        while child.process is None:
            now += 1
            assert child.look(now) is None
        pauses.append(now - before)
    child.process.wait()
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_who_lived_for_long_is_started_again_at_once() -> None:
    child = keeping_up.Child("worker", [sys.executable, "-c", ""], again=True)
    child.start(0)
    assert child.process is not None
    child.process.wait()
    assert child.look(0.0) == 0
    child.look(1.0)
    assert child.process is not None
    child.process.wait()
    assert child.look(100.0) == 0, "it lived from the first second to the hundredth"
    assert child.look(100.9) is None
    assert child.process is None
    child.look(101.0)
    assert child.process is not None
    child.process.wait()
