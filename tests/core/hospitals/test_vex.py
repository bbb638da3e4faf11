"""What a hospital takes out of its page as VEX."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kizuki.core.hospitals.vex import State, cyclonedx_vex

AT = datetime(2026, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize("cut", [True, False])
def test_a_file_that_does_not_hold_everything_says_so_itself(cut: bool) -> None:
    made = cyclonedx_vex("見本", [], [State("CVE-2026-0001", "KZP-1", "affected")], AT, cut=cut)
    told = [one["name"] for one in made["metadata"].get("properties", ())]
    assert told == (["kizuki:incomplete"] if cut else [])
