"""Connections that a test leaves open are closed behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gateways.serving import OPEN


@pytest.fixture(autouse=True)
def _closed_behind() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()
