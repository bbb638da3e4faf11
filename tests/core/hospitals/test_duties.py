"""Who is responsible for what: an unknown is a gap, never nobody."""

from __future__ import annotations

import pytest

from kizuki.core.hospitals import DUTIES, Line, checked, gaps, said_of
from kizuki.core.refusal import Refused


def test_what_a_sheet_does_not_say_is_a_gap_before_and_after_eos() -> None:
    lines = said_of([line.as_json() for line in checked([Line("backup", "hospital", "hospital")])])
    assert [row.duty for row in lines] == list(DUTIES)
    assert set(gaps(lines)) == set(DUTIES) - {"backup"}


def test_a_duty_agreed_until_eos_alone_is_still_a_gap() -> None:
    lines = said_of([line.as_json() for line in checked([Line("remote", "maker")])])
    assert "remote" in gaps(lines)


@pytest.mark.parametrize("party", ["other", "nobody"])
def test_a_third_party_is_named_and_nobody_has_a_reason(party: str) -> None:
    with pytest.raises(Refused, match="third party"):
        checked([Line("updates", "maker", party)])
    (kept,) = checked([Line("updates", "maker", party, "保守会社 甲")])
    assert kept.after == party


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [Line("backup")],
        [Line("cooking", "maker", "maker")],
        [Line("backup", "everybody", "maker")],
        [Line("backup", "maker", "maker"), Line("backup", "hospital", "hospital")],
    ],
)
def test_an_empty_unknown_or_doubled_line_is_refused(lines: list[Line]) -> None:
    with pytest.raises(Refused):
        checked(lines)


def test_lines_are_kept_in_the_order_of_the_table() -> None:
    told = checked([Line("erasure", "both", "hospital"), Line("telling", "maker", "maker")])
    assert [line.duty for line in told] == ["telling", "erasure"]
