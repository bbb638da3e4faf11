"""Being asked to stop, by a signal or by another thread, without a lock that the one who is asked may hold."""

from __future__ import annotations

import select
import signal
import socket
import weakref
from threading import Event
from types import FrameType


class StopSign(Event):
    """An event that a signal may set at any moment.

    The handler of a signal runs between two steps of the main thread, which may just then be entering the wait of an
    ordinary event and hold its lock: setting that one would wait for itself for ever. This one is a flag, and a byte in
    a connection to itself, which nobody ever takes out, so that every wait ends.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked = False
        self._waits, self._wakes = socket.socketpair()
        self._wakes.setblocking(False)
        for end in (self._waits, self._wakes):
            weakref.finalize(self, end.close)

    def set(self) -> None:
        """Ask to stop; safe in the handler of a signal."""
        if not self._asked:
            self._asked = True
            self._wakes.send(b"\0")

    def is_set(self) -> bool:
        """Whether somebody asked."""
        return self._asked

    def wait(self, timeout: float | None = None) -> bool:
        """Until somebody asks, at most for so many seconds; gives whether somebody did."""
        if not self._asked:
            select.select([self._waits], [], [], timeout)
        return self._asked


def stop_sign() -> StopSign:
    """One that SIGINT and SIGTERM set from now on."""
    sign = StopSign()

    def asked(_signal: int, _frame: FrameType | None) -> None:
        sign.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, asked)
    return sign
