"""One clock: set by a test or a drill, moved by the environment for a demonstration, never for a record of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from kizuki.actions.cases.note import note
from kizuki.core.refusal import Refused
from kizuki.settings.clock import shift_of
from kizuki.store.models import AuditEntry, Case, Device
from kizuki.store.record import clock
from kizuki.store.record.opening import require_prepared
from tests.actions.record import TESTER, company_and_pump, opened_case

BEFORE_MIDNIGHT = datetime(2026, 6, 15, 14, 59, tzinfo=UTC)
AFTER_MIDNIGHT = datetime(2026, 6, 15, 15, 1, tzinfo=UTC)
"""23:59 and 00:01 in Japan."""


@pytest.mark.django_db
@pytest.mark.parametrize(("moment", "day"), [(BEFORE_MIDNIGHT, 15), (AFTER_MIDNIGHT, 16)])
def test_a_verb_a_column_and_the_chain_are_of_the_day_in_japan_on_a_host_in_utc(
    clock_at: Callable[[datetime], None], moment: datetime, day: int
) -> None:
    clock_at(moment)
    company_and_pump()
    case = Case.objects.get(pk=opened_case())
    assert clock.today() == timezone.localdate(case.opened_at) == date(2026, 6, day)
    assert Device.objects.get().registered_at == moment
    assert {entry.at for entry in AuditEntry.objects.all()} == {moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}


@pytest.mark.django_db
def test_the_clock_goes_on_as_before_when_a_drill_is_over() -> None:
    ticks = iter(range(1_000))
    with clock.told_by(lambda: BEFORE_MIDNIGHT + timedelta(days=next(ticks))):
        assert (clock.today(), clock.today()) == (date(2026, 6, 15), date(2026, 6, 16))
        with clock.standing_at(date(2030, 1, 1)):
            assert clock.today() == date(2030, 1, 1)
        assert clock.today() == date(2026, 6, 17)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_clock_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.standing_at(datetime(2026, 6, 15)):  # noqa: DTZ001
        pass


@pytest.mark.parametrize(
    ("text", "span"), [("", timedelta()), ("+30d", timedelta(days=30)), ("-12h", timedelta(hours=-12))]
)
def test_a_shift_is_a_signed_span(text: str, span: timedelta) -> None:
    assert shift_of(text) == span


@pytest.mark.parametrize("text", ["30d", "+1y", "+", "tomorrow", "+1d2h"])
def test_a_shift_that_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="KIZUKI_CLOCK_SHIFT"):
        shift_of(text)


@pytest.mark.django_db
def test_a_record_of_ones_own_is_never_opened_with_a_shifted_clock(settings: Any) -> None:
    settings.CLOCK_SHIFT = timedelta(days=30)
    with pytest.raises(Refused, match="not the sample's"):
        require_prepared()
    require_prepared(sample=True)
    company_and_pump()
    with pytest.raises(Refused, match="not the sample's"):
        require_prepared(sample=True)


@pytest.mark.django_db
def test_a_shifted_clock_moves_what_is_recorded(settings: Any) -> None:
    settings.CLOCK_SHIFT = timedelta(days=30)
    company_and_pump()
    note(opened_case(), "a month from now", actor=TESTER)
    assert AuditEntry.objects.order_by("-seq")[0].at > (datetime.now(UTC) + timedelta(days=29)).isoformat()


def test_a_command_says_at_once_that_its_clock_is_shifted() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", "from kizuki.cli.main import main; main(['law', '1-ハ'])"],
        env={**os.environ, "KIZUKI_CLOCK_SHIFT": "+30d"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "DEMONSTRATION: KIZUKI_CLOCK_SHIFT moves the clock by +30d" in asked.stderr
