"""Configurations as rows: what each criterion says of versions, and when it does not decide alone."""

from __future__ import annotations

import pytest

from kizuki.core.advisories import (
    Configuration,
    ConfigurationNode,
    CpeMatch,
    Statement,
    Status,
    affected_of_configurations,
)

PUMP = "cpe:2.3:a:acme:pump:{}:*:*:*:*:*:*"
SYSTEM = CpeMatch("cpe:2.3:o:acme:system:-:*:*:*:*:*:*:*", vulnerable=False)


def rows_of(*nodes: ConfigurationNode, all_of: bool = False, negate: bool = False) -> list[tuple[str, bool]]:
    found = affected_of_configurations((Configuration(nodes, all_of, negate),), "nvd", "NVD", Status.UNAFFECTED)
    return [(row.cpes[0], row.conditional) for row in found]


def statements(match: CpeMatch) -> tuple[Statement, ...]:
    (row,) = affected_of_configurations((Configuration((ConfigurationNode((match,)),)),), "nvd", "NVD")
    return row.statements


def test_alternatives_decide_alone_and_products_that_must_come_together_do_not() -> None:
    one, other = CpeMatch(PUMP.format("1:*")), CpeMatch(PUMP.format("2:*"))
    assert rows_of(ConfigurationNode((one, other))) == [(one.cpe, False), (other.cpe, False)]
    assert rows_of(ConfigurationNode((one,)), ConfigurationNode((other,))) == [(one.cpe, False), (other.cpe, False)]
    assert rows_of(ConfigurationNode((one,)), ConfigurationNode((SYSTEM,)), all_of=True) == [(one.cpe, True)]
    assert rows_of(ConfigurationNode((one, SYSTEM), all_of=True)) == [(one.cpe, True)]
    assert rows_of(ConfigurationNode((one,), negate=True)) == [(one.cpe, True)]
    assert rows_of(ConfigurationNode((one,)), negate=True) == [(one.cpe, True)]


def test_a_row_knows_the_place_of_its_configuration() -> None:
    alone = Configuration((ConfigurationNode((CpeMatch(PUMP.format("1:*")),)),))
    both = Configuration((ConfigurationNode((CpeMatch(PUMP.format("2:*")), SYSTEM), all_of=True),))
    found = affected_of_configurations((alone, both), "nvd", "NVD")
    assert [row.configuration for row in found] == [None, 1]


def test_bounds_are_kept_as_they_are_written() -> None:
    (row,) = statements(CpeMatch(PUMP.format("*:*"), start_excluding="1.0", end_including="2.0"))
    assert (row.low, row.low_included, row.high, row.high_included) == ("1.0", False, "2.0", True)
    assert row.text == "> 1.0, <= 2.0"


def test_two_bounds_on_one_side_are_not_read() -> None:
    (row,) = statements(CpeMatch(PUMP.format("*:*"), end_excluding="1.0", end_including="2.0"))
    assert row.unreadable == "range_unreadable"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("*:*", [("", "", "")]),
        ("-:*", [("", "", "versions_not_named")]),
        ("1.0:-", [("1.0", "", "")]),
        ("1.0:rc1", [("1.0-rc1", "", "")]),
        ("1.0:*", [("1.0", "", ""), ("", "1.0-*", "any_update")]),
        ("1.*:*", [("", "1.*", "")]),
        ("1.0:rc?", [("", "1.0-rc?", "")]),
    ],
)
def test_the_version_of_the_name_says_all_one_some_or_nothing(
    version: str, expected: list[tuple[str, str, str]]
) -> None:
    found = statements(CpeMatch(PUMP.format(version)))
    assert [(row.exact, row.like, row.unreadable) for row in found] == expected


def test_hardware_without_a_version_is_all_of_it() -> None:
    (row,) = statements(CpeMatch("cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*"))
    assert (row.exact, row.unreadable) == ("", "")
