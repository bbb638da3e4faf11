"""Codes that identify a device: 一般的名称コード (JMDN) and UDI-DI (GTIN)."""

from __future__ import annotations

import re

from kizuki.core.refusal import Refused

_JMDN = re.compile(r"[0-9]{8}")
_GTIN_LENGTHS = (8, 12, 13, 14)


def jmdn_code(code: str, place: str) -> str:
    """The code as eight digits; full-width digits are taken. `Refused` otherwise: leading zeros are part of it."""
    found = _plain(code)
    if found and not _JMDN.fullmatch(found):
        raise Refused(place, f"{code!r} is not a JMDN code of eight digits")
    return found


def gtin(code: str, place: str) -> str:
    """A UDI-DI as GTIN-8, -12, -13 or -14 whose check digit is right (GS1 General Specifications 7.9).

    `Refused` says which digit it should end with.
    """
    found = _plain(code)
    if not (found.isascii() and found.isdigit() and len(found) in _GTIN_LENGTHS):
        raise Refused(place, f"{code!r} is not a GTIN of 8, 12, 13 or 14 digits")
    right = check_digit(found[:-1])
    if found[-1] != right:
        raise Refused(place, f"{code!r} ends with {found[-1]}; its check digit is {right}")
    return found


def same_gtin(one: str, other: str) -> bool:
    """Whether two GTINs name the same item: shorter ones are the longer ones without leading zeros."""
    return one.zfill(14) == other.zfill(14)


def check_digit(digits: str) -> str:
    """The digit that closes a GTIN: weights 3 and 1 from the right, up to the next ten."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _plain(code: str) -> str:
    return code.strip().translate({ord("０") + digit: ord("0") + digit for digit in range(10)})
