"""Time at the desk: it starts on the morning of `ON`, and each question for it lets a moment pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest

from kizuki.store.record import clock
from tests.actions.obligations.desk import NOW


@pytest.fixture(autouse=True)
def _time_of_the_desk() -> Iterator[None]:
    passed = count(1)
    with clock.told_by(lambda: NOW + timedelta(milliseconds=next(passed))):
        yield
