"""Numbers and identifiers as bytes that keep their order."""

from __future__ import annotations


def number(digits: str) -> bytes:
    """Decimal digits of any length (at most 255 without leading zeros), so that bytes compare as the numbers do."""
    plain = digits.lstrip("0")
    return bytes((len(plain),)) + plain.encode()


def prerelease(identifiers: str) -> bytes:
    """Dot-separated identifiers in the order of SemVer 2.0.0, item 11.4: numbers below words, shorter first."""
    parts = bytearray()
    for identifier in identifiers.split("."):
        if identifier.isdecimal():
            parts += b"\x02" + number(identifier)
        else:
            parts += b"\x03" + identifier.encode() + b"\x00"
    return bytes(parts) + b"\x01"
