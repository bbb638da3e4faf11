"""Unions of version ranges as package managers write them, and what is left of one when another is taken away."""

from __future__ import annotations

import re

from msgspec import Struct

from kizuki.core.advisories.shapes import Statement, Status
from kizuki.core.versions import version_key

_PART = re.compile(r"\s*(<=|>=|<|>|\^|~>|~|==|=)?\s*v?([0-9xX*][^\s,|<>=^~]*)\s*,?")
_HYPHEN = re.compile(r"\s*(\S+)\s+-\s+(\S+)\s*")
_WILD = ("x", "X", "*")


class Bound(Struct, frozen=True):
    """One end of an interval: a version, and whether it belongs to the interval. An empty version is no bound."""

    version: str = ""
    included: bool = True


class Interval(Struct, frozen=True):
    """The versions from `low` to `high`."""

    low: Bound = Bound()
    high: Bound = Bound()


def intervals_of(text: str, *, bare_is_caret: bool = False) -> tuple[Interval, ...] | None:
    """The intervals of a requirement (`>=1.2 <2 || 3.x`, `^1.4.1`, `>= 0.9, < 0.10`); None where it cannot be read.

    `bare_is_caret`: a version without a sign means what is compatible with it (Cargo), not that version alone (npm).
    """
    found = []
    for part in text.split("||"):
        if not part.strip():
            return None
        interval = _hyphen(part) or _conjunction(part, bare_is_caret)
        if interval is None:
            return None
        found.append(interval)
    return tuple(found)


def _hyphen(text: str) -> Interval | None:
    found = _HYPHEN.fullmatch(text)
    if not found or not (_numbers(found[1]) and _numbers(found[2])):
        return None
    return Interval(Bound(found[1]), Bound(found[2]))


def _conjunction(text: str, bare_is_caret: bool) -> Interval | None:
    interval, place = Interval(), 0
    while place < len(text.rstrip()):
        found = _PART.match(text, place)
        if not found or found.end() == place:
            return None
        one = _one(found[1] or ("^" if bare_is_caret else ""), found[2])
        met = _meet(interval, one) if one else None
        if met is None:
            return None
        interval, place = met, found.end()
    return interval


def _one(sign: str, version: str) -> Interval | None:
    """What one comparator lets through."""
    numbers = _numbers(version)
    if numbers is None:
        return None
    whole = len(numbers) == 3 or (bool(re.search(r"[-+]", version)))
    if not numbers:
        return Interval()
    if sign in (">=", ">"):
        after = sign == ">" and not whole
        return Interval(low=Bound(_next(numbers) if after else _text(version), sign == ">=" or after))
    if sign in ("<", "<="):
        after = sign == "<=" and not whole
        return Interval(high=Bound(_next(numbers) if after else _text(version), sign == "<=" and whole))
    if sign == "^":
        return Interval(Bound(_text(version)), Bound(_next(_up_to_the_first_not_zero(numbers)), False))
    if sign in ("~", "~>"):
        return Interval(Bound(_text(version)), Bound(_next(numbers[:2]), False))
    if whole:
        return Interval(Bound(_text(version)), Bound(_text(version)))
    return Interval(Bound(_text(version)), Bound(_next(numbers), False))


def _text(version: str) -> str:
    """The version without its wildcards."""
    kept = [part for part in version.split(".") if part not in _WILD]
    return ".".join(kept) if len(kept) < len(version.split(".")) else version


def _numbers(version: str) -> list[int] | None:
    """The numbers of a version before a wildcard or a pre-release (at most three); None where it is no version."""
    found: list[int] = []
    for part in re.split(r"[-+]", version, maxsplit=1)[0].split(".")[:3]:
        if part in _WILD:
            return found
        if not part.isdecimal():
            return None
        found.append(int(part))
    return found


def _next(numbers: list[int]) -> str:
    """The first version after all that begin with these numbers."""
    return ".".join(str(number) for number in [*numbers[:-1], numbers[-1] + 1])


def _up_to_the_first_not_zero(numbers: list[int]) -> list[int]:
    significant = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    return numbers[: significant + 1]


def _meet(one: Interval, other: Interval) -> Interval | None:
    """Both at once; None where a bound has no order."""
    low: Bound | None = one.low
    high: Bound | None = one.high
    if other.low.version:
        low = _stricter(one.low, other.low, upwards=True) if one.low.version else other.low
    if other.high.version:
        high = _stricter(one.high, other.high, upwards=False) if one.high.version else other.high
    return Interval(low, high) if low and high else None


def _stricter(one: Bound, other: Bound, *, upwards: bool) -> Bound | None:
    left, right = version_key("semver", one.version), version_key("semver", other.version)
    if left is None or right is None:
        return None
    if left == right:
        return one if not one.included else other
    return max((left, 0, one), (right, 1, other))[2] if upwards else min((left, 0, one), (right, 1, other))[2]


def without(whole: tuple[Interval, ...], gone: tuple[Interval, ...]) -> tuple[Interval, ...] | None:
    """What is left of `whole` when `gone` is taken away, in the order of semantic versions; None without an order."""
    left = list(whole)
    for hole in gone:
        pieces: list[Interval] = []
        for part in left:
            below = _meet(part, Interval(high=Bound(hole.low.version, not hole.low.included)))
            above = _meet(part, Interval(low=Bound(hole.high.version, not hole.high.included)))
            if below is None or above is None:
                return None
            kept = [below] if hole.low.version else []
            kept += [above] if hole.high.version else []
            pieces += [piece for piece in kept if not _is_empty(piece)]
        left = pieces
    return tuple(dict.fromkeys(left))


def _is_empty(interval: Interval) -> bool:
    low, high = interval.low, interval.high
    if not low.version or not high.version:
        return False
    left, right = version_key("semver", low.version), version_key("semver", high.version)
    if left is None or right is None:
        return False
    return left > right or (left == right and not (low.included and high.included))


def statement_of(interval: Interval, status: Status = Status.AFFECTED) -> Statement:
    """The interval as a statement of a record."""
    low, high = interval.low, interval.high
    if low.version and low == high:
        return Statement(status, f"= {low.version}", exact=low.version)
    lower = f"{'>=' if low.included else '>'} {low.version}" if low.version else ""
    upper = f"{'<=' if high.included else '<'} {high.version}" if high.version else ""
    return Statement(
        status,
        ", ".join(filter(None, (lower, upper))) or "*",
        low=low.version,
        low_included=low.included,
        high=high.version,
        high_included=high.included and bool(high.version),
    )
