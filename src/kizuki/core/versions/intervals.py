"""Ranges of versions as intervals, and as keys: what BETWEEN selects is what comparison selects."""

from __future__ import annotations

from msgspec import Struct

from kizuki.core.versions.schemes import comparable, version_key


class Interval(Struct, frozen=True):
    """Versions from `low` to `high`, each included or not; an empty text is no bound."""

    low: str = ""
    low_included: bool = True
    high: str = ""
    high_included: bool = False

    @property
    def text(self) -> str:
        """The interval as a person reads it."""
        if self.low and self.low == self.high:
            return f"= {self.low}"
        lower = f"{'>=' if self.low_included else '>'} {self.low}" if self.low else ""
        upper = f"{'<=' if self.high_included else '<'} {self.high}" if self.high else ""
        return ", ".join(filter(None, (lower, upper))) or "*"


def exactly(version: str) -> Interval:
    """The interval of one version."""
    return Interval(version, True, version, True)


class VersionRange(Struct, frozen=True):
    """The union of intervals in one scheme of `SCHEMES`, and the range as it was written."""

    scheme: str
    intervals: tuple[Interval, ...]
    text: str

    def contains(self, version: str) -> bool | None:
        """Whether the version is in the range; None where that cannot be told (no key, or no common order)."""
        told = [self._within(version, interval) for interval in self.intervals]
        if True in told:
            return True
        return None if None in told else False

    def _within(self, version: str, interval: Interval) -> bool | None:
        if not interval.low and not interval.high:
            return True
        above = self._beyond(version, interval.low, interval.low_included, 1)
        below = self._beyond(version, interval.high, interval.high_included, -1)
        if above is False or below is False:
            return False
        return None if above is None or below is None else True

    def _beyond(self, version: str, bound: str, included: bool, sign: int) -> bool | None:
        if not bound:
            return True
        if version == bound:
            return included
        order = compared(self.scheme, version, bound)
        return None if order is None else order == sign or (order == 0 and included)


def compared(scheme: str, left: str, right: str) -> int | None:
    """-1, 0 or 1 as the left version stands before, at or after the right one; None where that cannot be told."""
    one, other = version_key(scheme, left), version_key(scheme, right)
    if one is None or other is None or not comparable(scheme, one, other):
        return None
    return (one > other) - (one < other)


def key_bounds(scheme: str, interval: Interval) -> tuple[bytes | None, bytes | None] | None:
    """Keys from and to which an interval reaches, both included, for BETWEEN; None where a bound has no key.

    A bound that is left out is moved by one step: no key of the scheme lies between a key and the same key with a
    zero byte behind it, since no key is the beginning of another.
    """
    low = version_key(scheme, interval.low) if interval.low else None
    high = version_key(scheme, interval.high) if interval.high else None
    if (interval.low and low is None) or (interval.high and high is None):
        return None
    if low is not None and not interval.low_included:
        low += b"\x00"
    if high is not None and not interval.high_included:
        high = _just_below(high)
    return low, high


def _just_below(key: bytes) -> bytes:
    """Bytes above every other key below this one."""
    return key[:-1] + bytes((key[-1] - 1,)) + b"\xff" * 300 if key[-1] else key[:-1]
