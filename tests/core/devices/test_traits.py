"""Traits of a device: what is absent stays not confirmed, what is wrong is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.devices.traits import read_traits
from kizuki.core.refusal import Refused

FULL: dict[str, Any] = {
    "approval_kind": "approval",
    "udi_di": ["6291041500213"],
    "specified_maintenance": False,
    "implant": True,
    "connectable": True,
    "connectable_media": False,
    "samd": False,
    "accessory_with_program": False,
    "scope_reason": "病棟の無線LANに接続する",
    "essential_12_3": {"state": "yes", "confirmed_on": "2024-03-01", "evidence": "適合性確認書 R-12"},
    "intended_use": {"ja": "持続投与", "en": "Continuous delivery"},
    "body_site": {"ja": "静脈"},
    "baseline": [
        {"rate": 0.4, "per": 1000, "known_on": "2024-01-01", "source": "承認申請書"},
        {"term": "A1407", "rate": 0.1, "per": 1000, "source": "承認申請書"},
    ],
    "nil_reports": False,
    "identical_foreign": [{"name": "MIP-300", "country": "US"}],
    "rubric_profile": "pump",
}


def test_the_traits_of_a_device_are_kept_as_told() -> None:
    assert read_traits(FULL) == FULL


def test_a_single_rate_is_the_one_of_all_terms_and_no_term_comes_twice() -> None:
    one = {"rate": 0.4, "per": 1000, "source": "承認申請書"}
    assert read_traits({"baseline": one}) == read_traits({"baseline": [one]})
    with pytest.raises(Refused, match=r"baseline\.1\.term.*all terms comes twice"):
        read_traits({"baseline": [one, {**one, "rate": 1}]})


def test_what_is_absent_or_null_stays_away_and_is_not_a_no() -> None:
    assert read_traits({"implant": None, "connectable": False}) == {"connectable": False}


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"colour": "red"}, "colour"),
        ({"implant": "no"}, "implant"),
        ({"udi_di": ["6291041500214"]}, r"udi_di\.0"),
        ({"approval_kind": "permit"}, "approval_kind"),
        ({"essential_12_3": {"state": "yes"}}, "essential_12_3"),
        ({"essential_12_3": {"state": "perhaps"}}, r"essential_12_3\.state"),
        ({"baseline": {"rate": 1}}, "baseline"),
        ({"baseline": {"rate": 1, "per": 10}}, r"baseline\.0\.source"),
        ({"identical_foreign": [{"name": "X"}]}, r"identical_foreign\.0\.country"),
        ({"intended_use": {"en": "use"}}, r"intended_use\.ja"),
    ],
)
def test_what_cannot_be_is_refused_by_its_place(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused, match=place):
        read_traits(wrong)
