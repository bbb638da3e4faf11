"""Read by every Python that is started with this folder in PYTHONPATH: how fast the record's clock runs.

KIZUKI_TEST_CLOCK is `REAL;INSTANT;SPEED`: at the machine's second REAL it was INSTANT, and SPEED seconds pass in each of
the machine's. Nothing else is touched: leases, signs of life and ticks stay the machine's.
"""

import os
import time
from datetime import UTC, datetime, timedelta

told = os.environ.get("KIZUKI_TEST_CLOCK")
if told:
    from kizuki.store.record import clock

    began, instant, speed = told.split(";")
    start = datetime.fromisoformat(instant).astimezone(UTC)
    held = clock.told_by(lambda: start + timedelta(seconds=(time.time() - float(began)) * float(speed)))
    held.__enter__()
