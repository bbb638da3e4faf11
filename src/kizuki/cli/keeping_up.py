"""The processes of `kizuki run`: started, started again where one may die, and ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence

from kizuki.store.record.parent import for_children
from kizuki.store.record.stopping import stop_sign

SECONDS_TO_END = 10
"""How long a child may take to end before it is killed."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a child that ended is started again: twice as long each time, until it has lived for the longest."""


class Child:
    """One process with its command; `again` where it is started again when it ends by itself."""

    def __init__(self, name: str, command: Sequence[str], *, again: bool) -> None:
        self.name, self.again = name, again
        self._command = command
        self._pause = FIRST_PAUSE
        self._began = self._start_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, now: float) -> None:
        """In a group of its own, so that what it starts itself ends with it."""
        self._began = now
        self.process = subprocess.Popen(self._command, process_group=0, env=for_children(os.environ))  # noqa: S603 ours

    def look(self, now: float) -> int | None:
        """Its exit code where it has ended since the last look. Starts it again when its pause is over."""
        if self.process is None:
            if self.again and now >= self._start_at:
                self.start(now)
            return None
        code = self.process.poll()
        if code is None:
            return None
        end([self.process])
        self.process = None
        if now - self._began >= LONGEST_PAUSE:
            self._pause = FIRST_PAUSE
        self._start_at = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        return code


def keep_up(children: Collection[Child], tell: Callable[[str], None]) -> int:
    """Start every child and look after them until a signal asks to stop, or until one ends that is not started again;
    then end the others. Returns 0 where it was asked to stop, else 1."""
    stop = stop_sign()
    for child in children:
        child.start(time.monotonic())
    ended = False
    # In slices: on some systems a signal does not wake a wait without end.
    while not ended and not stop.wait(0.5):
        ended = _look_after(children, tell)
    end([child.process for child in children if child.process is not None])
    return 1 if ended else 0


def _look_after(children: Collection[Child], tell: Callable[[str], None]) -> bool:
    """Whether one has ended without which the others are nothing."""
    for child in children:
        code = child.look(time.monotonic())
        if code is not None:
            tell(
                f"the {child.name} ended by itself (exit code {code}){' and is started again' if child.again else ''}"
            )
            if not child.again:
                return True
    return False


def end(processes: Collection[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, then make sure of it and of whatever it has left behind."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def commands_of(commands: Mapping[str, Sequence[str]]) -> tuple[Child, ...]:
    """A worker is started again; the end of the server is the end of `kizuki run`, whose own keeper starts it again."""
    return tuple(Child(name, command, again=name == "worker") for name, command in commands.items())
