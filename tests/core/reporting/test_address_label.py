"""Addresses of the items, in the words of the law and for readers of English."""

from __future__ import annotations

import pytest

from kizuki.core.reporting.shown import address_label


@pytest.mark.parametrize(
    ("item", "official", "place"),
    [
        ("1-イ", "施行規則第228条の20第2項第1号イ", "item 1-イ"),
        ("2-ロ", "施行規則第228条の20第2項第2号ロ", "item 2-ロ"),
        ("1-serious-foreign", "施行規則第228条の20第2項第1号", "item 1"),
    ],
)
def test_the_english_address_has_the_official_one_beside_it(item: str, official: str, place: str) -> None:
    assert address_label(item, "ja") == official
    assert address_label(item, "en") == f"Enforcement Ordinance Art. 228-20(2), {place} ({official})"
