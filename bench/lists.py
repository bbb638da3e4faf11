"""How long the lists of the pages take."""

from __future__ import annotations

from typing import Any


def measure_lists(sheet: Any) -> None:
    """Home, devices."""
    from kizuki.store.queries.cases import open_cases
    from kizuki.store.queries.devices import devices
    from kizuki.store.queries.viewer import PROGRAM
    from kizuki.store.tallies import count_device, outdated

    sheet.once("devices counted again", lambda: [count_device(device) for device in outdated()] and "", None)
    sheet.often("home: open cases", (lambda: open_cases(PROGRAM, limit=201) for _ in range(20)), 0.1)
    sheet.often("devices with their counts", (lambda: devices(PROGRAM) for _ in range(20)), 0.1)
