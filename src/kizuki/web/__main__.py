"""`python -m kizuki.web HOST PORT`: the web server, started by `kizuki run`; it needs no proxy before it."""

import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from kizuki.store.record.parent import end_with_parent, for_children

SECONDS_FOR_HEADERS = 10
CONNECTIONS = 768
"""At once; what comes beyond waits in the system's own queue. Below the 1,024 files that a process may usually open."""


def main(host: str, port: int) -> None:
    """Serve until asked to stop. A process of pages that dies is started anew."""
    end_with_parent()
    os.environ.update(for_children(os.environ))
    Granian(
        "kizuki.web.asgi:application",
        address=host,
        port=port,
        # Without the events of a server's life: there is nothing to begin or end.
        interface=Interfaces.ASGINL,
        workers=1,
        websockets=False,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=SECONDS_FOR_HEADERS * 1000),
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    os.umask(0o077)
    main(sys.argv[1], int(sys.argv[2]))
