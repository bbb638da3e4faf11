"""Version ranges of the vers specification: `vers:npm/>=1.0.0|<2.0.0`."""

from __future__ import annotations

import re
from functools import cmp_to_key
from urllib.parse import quote, unquote

from msgspec import Struct

from kizuki.core.refusal import Refused
from kizuki.core.versions.intervals import Interval, VersionRange, compared, exactly
from kizuki.core.versions.schemes import scheme_of_vers

_SHAPE = re.compile(r"vers:([a-z][a-z0-9.-]*)/(.*)", re.ASCII)
_CONSTRAINT = re.compile(r"(>=|<=|!=|<|>|=)?(.*)")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-F]{2})")
_ANY = "*"
_MOST = 2_000
_KEPT = "+:~^"
_LOWER, _UPPER = (">", ">="), ("<", "<=")


class Vers(Struct, frozen=True):
    """A range as read: the versioning scheme it names, and its constraints (comparator, version) in order of version.

    `range` has the intervals; None where we hold no order for the scheme, or a version has none in it.
    """

    versioning: str
    constraints: tuple[tuple[str, str], ...]
    range: VersionRange | None

    @property
    def text(self) -> str:
        """The canonical form."""
        rows = "|".join(_written(sign, version, self.versioning) for sign, version in self.constraints)
        return f"vers:{self.versioning}/{rows}"

    def contains(self, version: str) -> bool | None:
        """Whether the version is in the range; None where that cannot be told."""
        if self.range:
            return self.range.contains(version)
        named = {named: sign for sign, named in self.constraints}
        return named[version] in ("=", ">=", "<=") if version in named else None


def read_vers(text: str, *, strict: bool = False) -> Vers:
    """The range. Raises `Refused` with the place and the reason.

    White space around constraints, constraints out of order and lower-case escapes are read as they are meant;
    `strict` refuses whatever is not in canonical form (vers specification, "Canonical form").
    """
    shape = _SHAPE.fullmatch(text if strict else text.strip())
    if not shape:
        raise Refused("", "not vers:<versioning-scheme>/<constraints>")
    versioning, rest = shape[1], shape[2]
    if strict and re.search(r"\s", text):
        raise Refused("", "white space is not canonical")
    if versioning in ("all", "none"):
        return _of_all_or_none(versioning, rest, text)
    parts = rest.split("|")
    if len(parts) > _MOST:
        raise Refused("", f"has {len(parts):,} constraints; at most {_MOST:,} are read")
    constraints = [_constraint(number, part, versioning, strict) for number, part in enumerate(parts)]
    if _ANY in [version for _, version in constraints] and len(constraints) > 1:
        raise Refused("", "`*` stands alone")
    ordered = _sorted(versioning, constraints)
    vers = Vers(versioning, tuple(ordered or constraints), _range(versioning, ordered, text))
    if strict and vers.text != text:
        raise Refused("", f"not in canonical form, which is {vers.text}")
    return vers


def _of_all_or_none(versioning: str, rest: str, text: str) -> Vers:
    if rest != _ANY:
        raise Refused("", f"vers:{versioning} takes `*` alone")
    intervals = (Interval(),) if versioning == "all" else ()
    return Vers(versioning, (("=", _ANY),), VersionRange("generic", intervals, text))


def _constraint(number: int, part: str, versioning: str, strict: bool) -> tuple[str, str]:
    place = f"constraint {number + 1}"
    found = _CONSTRAINT.fullmatch(part if strict else part.strip())
    version = (found[2] if strict else found[2].strip()) if found else ""
    if not found or not version:
        raise Refused(place, "is empty")
    if _BAD_ESCAPE.search(version if strict else re.sub(r"%[0-9a-fA-F]{2}", lambda at: at[0].upper(), version)):
        raise Refused(place, "has a bad percent-encoding")
    sign, plain = found[1] or "=", unquote(version)
    if plain == _ANY and found[1]:
        raise Refused(place, "`*` takes no comparator")
    if versioning == "datetime" and plain != plain.upper():
        raise Refused(place, "an instant is written with T and Z")
    return sign, plain


def _written(sign: str, version: str, versioning: str) -> str:
    if version == _ANY:
        return _ANY
    return ("" if sign == "=" else sign) + quote(version, safe=_KEPT)


def _sorted(versioning: str, constraints: list[tuple[str, str]]) -> list[tuple[str, str]] | None:
    """The constraints in order of their versions; None where one has no place in it."""
    scheme = scheme_of_vers(versioning)
    if len(constraints) == 1:
        return constraints
    if scheme is None:
        return None
    versions = [version for _, version in constraints]
    if any(compared(scheme, versions[0], version) is None for version in versions):
        return None

    def order(one: tuple[str, str], other: tuple[str, str]) -> int:
        return compared(scheme, one[1], other[1]) or 0

    return sorted(constraints, key=cmp_to_key(order))


def _range(versioning: str, ordered: list[tuple[str, str]] | None, text: str) -> VersionRange | None:
    scheme = scheme_of_vers(versioning)
    if scheme is None or ordered is None:
        return None
    if ordered == [("=", _ANY)]:
        return VersionRange(scheme, (Interval(),), text)
    excluded = [version for sign, version in ordered if sign == "!="]
    bounds = _simplified([row for row in ordered if row[0] in (*_LOWER, *_UPPER)])
    intervals = _paired(bounds) if bounds else [Interval()] if len(excluded) == len(ordered) else []
    intervals = [part for interval in intervals for part in _without(scheme, interval, excluded)]
    intervals += [exactly(version) for sign, version in ordered if sign == "="]
    return VersionRange(scheme, tuple(intervals), text)


def _simplified(bounds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of several lower bounds in a row the first counts, of several upper bounds the last."""
    kept: list[tuple[str, str]] = []
    for row in bounds:
        if kept and row[0] in _LOWER and kept[-1][0] in _LOWER:
            continue
        if kept and row[0] in _UPPER and kept[-1][0] in _UPPER:
            kept.pop()
        kept.append(row)
    return kept


def _paired(bounds: list[tuple[str, str]]) -> list[Interval]:
    found: list[Interval] = []
    low: tuple[str, str] | None = None
    for sign, version in bounds:
        if sign in _LOWER:
            low = (sign, version)
            continue
        found.append(Interval(low[1] if low else "", not low or low[0] == ">=", version, sign == "<="))
        low = None
    return [*found, Interval(low[1], low[0] == ">=")] if low else found


def _without(scheme: str, interval: Interval, excluded: list[str]) -> list[Interval]:
    """The interval with these versions, in ascending order, taken out of it."""
    found, rest = [], interval
    for version in excluded:
        if VersionRange(scheme, (rest,), "").contains(version) is not False:
            found.append(Interval(rest.low, rest.low_included, version, False))
            rest = Interval(version, False, rest.high, rest.high_included)
    return [
        part
        for part in (*found, rest)
        if not part.low or not part.high or compared(scheme, part.low, part.high) == -1
    ] or ([interval] if not found else [])
