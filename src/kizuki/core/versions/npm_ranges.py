"""Ranges as npm and Cargo write them: `^1.2`, `~1.2.3`, `1.x`, `1.2 - 1.4`, `>=1 <2 || 3.0.0`."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from kizuki.core.versions.intervals import Interval, VersionRange, compared

_NUMBER = r"(?:\d{1,60}|[xX*])"
_PARTIAL = rf"[v=]*({_NUMBER})(?:\.({_NUMBER}))?(?:\.({_NUMBER}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
_SIMPLE = re.compile(rf"(\^|~>?|<=|>=|<|>|=)?\s*{_PARTIAL}(?:[\s,]+|\Z)", re.ASCII)
_HYPHEN = re.compile(rf"\s*{_PARTIAL}\s+-\s+{_PARTIAL}\s*", re.ASCII)
_LONGEST = 10_000
_EMPTY = Interval(high="0.0.0-0")


class Partial(Struct, frozen=True):
    """A version of which minor and patch may be open; `numbers` has one to three of them, none for `*`."""

    numbers: tuple[int, ...]
    pre: str

    @property
    def low(self) -> str:
        """The version with zeros for what is open."""
        text = ".".join(str(number) for number in (*self.numbers, 0, 0, 0)[:3])
        return f"{text}-{self.pre}" if self.pre else text

    def next(self, place: int) -> str:
        """The lowest prerelease of the version with the number at this place raised: what an open range ends before."""
        numbers = [*(*self.numbers, 0, 0)[:place], (*self.numbers, 0, 0)[place] + 1, 0, 0][:3]
        return ".".join(str(number) for number in numbers) + "-0"

    @property
    def is_whole(self) -> bool:
        """Whether all three numbers are given."""
        return len(self.numbers) == 3


def npm_range(text: str) -> VersionRange | None:
    """The range, or None where it is not written as npm has it (node-semver, "Range Grammar").

    Prereleases count by their order alone, unlike in npm, which leaves most of them out so that nobody installs one:
    whoever has `2.0.0-rc.1` is told of what is affected below 2.0.0.
    """
    intervals = [_set(part) for part in text.split("||")] if len(text) <= _LONGEST else [None]
    if any(interval is None for interval in intervals):
        return None
    return VersionRange("semver", tuple(row for row in intervals if row and row != _EMPTY), text)


def _set(text: str) -> Interval | None:
    hyphen = _HYPHEN.fullmatch(text)
    if hyphen:
        return _between(_partial(hyphen.groups()[:4]), _partial(hyphen.groups()[4:]))
    interval, at, stripped = Interval(), 0, text.strip()
    while at < len(stripped):
        found = _SIMPLE.match(stripped, at)
        if not found:
            return None
        sign, *parts = found.groups()
        interval = _narrowed(interval, _simple(sign or "", _partial(tuple(parts))))
        at = found.end()
    return interval


def _partial(parts: tuple[str | None, ...]) -> Partial:
    numbers: list[int] = []
    for digits in parts[:3]:
        if not digits or not digits.isdecimal():
            break
        numbers.append(int(digits))
    return Partial(tuple(numbers), (parts[3] or "") if len(numbers) == 3 else "")


def _between(low: Partial, high: Partial) -> Interval:
    upper = _simple("<=", high)
    return Interval(low.low if low.numbers else "", True, upper.high, upper.high_included)


def _simple(sign: str, version: Partial) -> Interval:
    if not version.numbers:
        return _EMPTY if sign in ("<", ">") else Interval()
    last = len(version.numbers) - 1
    if sign == "<":
        return Interval(high=version.low if version.is_whole else f"{version.low}-0")
    if sign == "<=":
        return (
            Interval(high=version.low, high_included=True) if version.is_whole else Interval(high=version.next(last))
        )
    if sign == ">":
        if version.is_whole:
            return Interval(version.low, False)
        return Interval(version.next(last).removesuffix("-0"))
    if sign == ">=":
        return Interval(version.low)
    if sign in ("~", "~>"):
        return Interval(version.low, high=version.next(min(last, 1)))
    if sign == "^":
        counts = next((at for at, number in enumerate(version.numbers) if number), last)
        return Interval(version.low, high=version.next(counts))
    whole = Interval(version.low, True, version.low, True)
    return whole if version.is_whole else Interval(version.low, high=version.next(last))


def _narrowed(one: Interval, other: Interval) -> Interval:
    """What two intervals share."""
    low, high = one, one
    if other.low and (not one.low or _tighter(other.low, other.low_included, one.low, 1)):
        low = other
    if other.high and (not one.high or _tighter(other.high, other.high_included, one.high, -1)):
        high = other
    both = replace(low, high=high.high, high_included=high.high_included)
    order = compared("semver", both.low, both.high) if both.low and both.high else -1
    shared = order == -1 or (order == 0 and both.low_included and both.high_included)
    return both if shared else _EMPTY


def _tighter(bound: str, included: bool, than: str, sign: int) -> bool:
    order = compared("semver", bound, than)
    return order == sign or (order == 0 and not included)
