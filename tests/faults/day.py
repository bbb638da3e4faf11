"""A day of the record in minutes: its processes, what they are told, and how they are killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from pathlib import Path

from kizuki.store.record.clock import JAPAN
from kizuki.store.record.parent import for_children
from tests.mail_server import MailBox
from tests.patience import PATIENCE
from tests.web.test_server import children_of, command_of

HERE = Path(__file__).resolve().parent
PYTHON = sys.executable
KIZUKI = str(Path(sys.executable).with_name("kizuki"))


@dataclass(frozen=True, slots=True)
class FastClock:
    """The record's clock: at the machine's second `began` it was `instant`, and `speed` seconds pass in each of it."""

    instant: datetime
    speed: float
    began: float = field(default_factory=time.time)

    def told(self) -> str:
        """As `fast_clock/sitecustomize.py` reads it."""
        return f"{self.began};{self.instant.isoformat()};{self.speed}"

    def seconds_at(self, hour: float) -> float:
        """In how many of the machine's seconds from now on the day has this hour, in Japan."""
        midnight = self.instant.astimezone(JAPAN).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.began + (hour * 3600 - (self.instant - midnight).total_seconds()) / self.speed - time.time()


def surroundings(url: str, folder: Path, box: MailBox, clock: FastClock) -> dict[str, str]:
    """The environment of a process of this day."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KIZUKI_", "DJANGO_"))}
    return for_children(kept) | {
        "DATABASE_URL": url,
        "KIZUKI_KEY_FILE": os.environ["KIZUKI_KEY_FILE"],
        "KIZUKI_VAR": str(folder / "var"),
        "KIZUKI_SMTP": f"smtp://127.0.0.1:{box.port}",
        "KIZUKI_MAIL_FROM": "kizuki@example.jp",
        "KIZUKI_TEST_CLOCK": clock.told(),
        "PYTHONPATH": str(HERE / "fast_clock"),
    }


class Day:
    """The processes of a day: a web server with its worker on SQLite, without one and two workers beside it on
    PostgreSQL. Whoever is killed is started again, as the system that runs them would."""

    def __init__(self, url: str, folder: Path, box: MailBox, clock: FastClock, port: int) -> None:
        self._environment = surroundings(url, folder, box, clock)
        self._told = (folder / "told.txt").open("ab")
        self._embedded = url.startswith("sqlite")
        beside = [] if self._embedded else ["--no-worker"]
        self._commands = {"web": [KIZUKI, "run", "--port", str(port), *beside]}
        if not self._embedded:
            self._commands |= {name: [PYTHON, "-m", "kizuki.worker"] for name in ("worker 1", "worker 2")}
        self.killed: set[int] = set()
        self._running = {name: self._start(name) for name in self._commands}

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._commands[name], env=self._environment, stderr=self._told)

    def workers(self) -> list[int]:
        """The processes that work now."""
        if not self._embedded:
            return [one.pid for name, one in self._running.items() if name != "web" and one.poll() is None]
        return [child for child in self._children() if "kizuki.worker" in command_of(child)]

    def pages(self) -> list[int]:
        """The processes that answer requests now."""
        return [
            page for child in self._children() if "kizuki.web" in command_of(child) for page in children_of(child)
        ]

    def _children(self) -> list[int]:
        return children_of(self._running["web"].pid)

    def look_after(self) -> None:
        """Start what has ended; the server as a whole never may."""
        assert self._running["web"].poll() is None, "the server ended"
        for name, one in self._running.items():
            if one.poll() is not None:
                self._running[name] = self._start(name)

    def kill(self, victim: int) -> None:
        """`kill -9`, without a word before it."""
        self.killed.add(victim)
        os.kill(victim, signal.SIGKILL)

    def end(self) -> None:
        """Ask all to stop; each must do so in good order."""
        for one in self._running.values():
            one.terminate()
        codes = {name: one.wait(timeout=PATIENCE) for name, one in self._running.items()}
        self._told.close()
        assert set(codes.values()) == {0}, codes


class Witness(MailBox):
    """A mail server that knows which process hands in a mail, and may kill it when it has taken the mail and before it
    says so."""

    def __init__(self) -> None:
        super().__init__()
        self.day: Day | None = None
        self.taken: list[tuple[str, int]] = []
        """Message-ID and process, in the order of taking."""
        self.dies_on: set[int] = set()
        """At which numbers of mails."""
        self._senders: dict[int, int] = {}

    def verify_request(self, _request: object, client_address: tuple[str, int]) -> bool:
        """When the line is opened: its other end is there then."""
        workers = self.day.workers() if self.day else []
        self._senders[client_address[1]] = sender_at(client_address[1], workers)
        return True

    def take(self, mail: Message, port: int) -> None:
        super().take(mail, port)
        sender = self._senders[port]
        self.taken.append((str(mail["Message-ID"]), sender))
        if self.day and sender and self.dies_on and len(self.taken) >= min(self.dies_on):
            self.dies_on.remove(min(self.dies_on))
            self.day.kill(sender)

    def ids(self) -> set[str]:
        """The Message-IDs of all that was taken."""
        return {mail for mail, _ in self.taken}


def sender_at(port: int, processes: list[int]) -> int:
    """Which of these processes holds the end of a connection at this port of 127.0.0.1; 0 where none does any more."""
    ends = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    inode = next((one[9] for one in ends if one[1] == f"0100007F:{port:04X}"), "")
    for process in processes:
        try:
            if any(str(one.readlink()) == f"socket:[{inode}]" for one in Path(f"/proc/{process}/fd").iterdir()):
                return process
        except OSError:
            continue
    return 0
