"""Processes end with the one that started them, also where that one is killed and can tell nobody."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Mapping

NAME = "KIZUKI_PARENT"
"""The variable that names the process with which this one ends."""

LOOK_SECONDS = 0.5
SECONDS_TO_END = 5
"""How long this process may take to end as it does when it is asked to; then it ends at once."""


def for_children(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that is to end with this one."""
    return {**environment, NAME: str(os.getpid())}


def end_with_parent(environment: Mapping[str, str] = os.environ) -> None:
    """From now on this process ends when the one named in its environment does; none is named: nothing happens."""
    named = environment.get(NAME, "")
    if named.isdecimal() and os.name == "posix":
        threading.Thread(target=_watch, args=(int(named),), daemon=True, name="parent").start()


def _watch(parent: int) -> None:
    # A parent that is dead and not yet counted still has its number; its children have another parent by then.
    is_ours = os.getppid() == parent
    while os.getppid() == parent if is_ours else _exists(parent):
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_END)
    os._exit(1)


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
