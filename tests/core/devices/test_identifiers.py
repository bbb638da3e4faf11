"""JMDN codes and check digits of UDI-DIs."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuki.core.devices.identifiers import check_digit, gtin, jmdn_code, same_gtin
from kizuki.core.refusal import Refused


@pytest.mark.parametrize("code", ["6291041500213", "4006381333931", "036000291452", "96385074", "10614141000415"])
def test_published_examples_are_taken(code: str) -> None:
    # GS1's own example, an EAN-13 and an EAN-8 of the encyclopaedias, the first UPC-A, a GTIN-14 of the GS1 guides.
    assert gtin(code, "udi") == code


def test_a_wrong_check_digit_is_refused_with_the_right_one() -> None:
    with pytest.raises(Refused, match="ends with 4; its check digit is 3"):
        gtin("6291041500214", "udi")


@pytest.mark.parametrize("code", ["", "629104150021", "62910415002133", "A291041500213", "123", "²291041500213"])
def test_what_is_no_gtin_is_refused(code: str) -> None:
    with pytest.raises(Refused):
        gtin(code, "udi")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("0123456789", min_size=13, max_size=13), st.integers(0, 12), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(digits: str, place: int, by: int) -> None:
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    with pytest.raises(Refused):
        gtin(wrong + check_digit(digits), "udi")


def test_leading_zeros_do_not_make_another_item() -> None:
    assert same_gtin("036000291452", "00036000291452")


def test_a_jmdn_code_has_eight_digits_and_keeps_its_leading_zeros() -> None:
    assert jmdn_code("０１２３４５６７", "jmdn") == "01234567"
    assert jmdn_code("", "jmdn") == ""
    for wrong in ("1234567", "123456789", "1234567A"):
        with pytest.raises(Refused, match="eight digits"):
            jmdn_code(wrong, "jmdn")
