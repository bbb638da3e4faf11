"""Ranges that records write as words: `>= 1.0, < 2.0`, `All versions < V3.2`, `1.4.3 and earlier`, `5.4.x`."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kizuki.core.advisories.shapes import Statement, Status

_NOTHING = re.compile(
    r"|-|n/?a|none|null|tbd|unknown|unspecified|not specified|various|multiple(?: versions)?|see (?:the )?.*|"
    r"(?:please )?(?:see|refer) .*|undefined|next of .*"
)
_EVERYTHING = re.compile(r"\*|all|any|all versions?|all versions of the product|every version")
_ALL_BEFORE = re.compile(r"^all versions?\s*(?=[<>=])")
_COMPARATORS = re.compile(r"(?:(?:<=|>=|<|>|==?)\s*[^\s,<>=]+)(?:(?:\s*,\s*|\s+)(?:<=|>=|<|>)\s*[^\s,<>=]+)*")
_COMPARATOR = re.compile(r"(<=|>=|<|>|==?)\s*([^\s,<>=]+)")
_VERSION = r"(?:versions?\s+)?(v?\d[\w.\-+]*)"
_UP_TO = re.compile(
    rf"{_VERSION}\s*(?:,?\s*(?:and|or)\s*(?:all\s+)?(?:earlier|prior|below|before|older|lower|previous)(?:\s+versions?)?"
    r"|\s*\(inclusive\))"
)
_BEFORE = re.compile(
    rf"(?:all versions?\s+|versions?\s+)?(?:prior to|before|earlier than|lower than|below)\s+{_VERSION}"
)
_FROM_TO = re.compile(rf"(?:from\s+)?{_VERSION}\s+(?:to|through|thru)\s+{_VERSION}")
_FROM = re.compile(rf"{_VERSION}\s*(?:,?\s*(?:and|or)\s*(?:later|above|after|newer|higher)|\+)")
_PREFIX = re.compile(r"(v?\d+(?:\.\d+)*)(?:\.[x*])+")
_LARGEST = "9" * 18


def statement_of_text(status: Status, text: str, version_type: str) -> Statement:
    """The statement that a lone version text makes: one version, a range in words, every version, or unreadable."""
    plain = " ".join(text.split())
    lowered = plain.casefold()
    if lowered[:1].isdigit() and lowered.replace(".", "").isdigit():
        return Statement(status, plain, exact=plain, version_type=version_type)
    blank = Statement(status, plain or "-", version_type=version_type)
    if _NOTHING.fullmatch(lowered):
        return replace(blank, unreadable="versions_not_named")
    if _EVERYTHING.fullmatch(lowered):
        return blank
    prefix = _PREFIX.fullmatch(lowered)
    if prefix:
        return replace(blank, low=prefix[1], high=f"{prefix[1]}.{_LARGEST}", high_included=True)
    if lowered[0].isdigit() and lowered.replace(".", "").isalnum():
        return replace(blank, exact=plain)
    return _in_words(blank, lowered) or replace(blank, exact=plain)


def upper_bound(text: str) -> str:
    """The upper bound of a range: `5.4.*` is the largest version that begins so, `*` is none."""
    plain = text.strip()
    if plain == "*":
        return ""
    prefix = _PREFIX.fullmatch(plain)
    return f"{prefix[1]}.{_LARGEST}" if prefix else plain


def says_no_version(text: str) -> bool:
    """Whether a lower bound says nothing (`unspecified`, `n/a`, `0`, `*`)."""
    lowered = " ".join(text.casefold().split())
    return lowered in ("0", "early versions", "initial") or bool(
        _NOTHING.fullmatch(lowered) or _EVERYTHING.fullmatch(lowered)
    )


def _in_words(blank: Statement, lowered: str) -> Statement | None:
    lowered = _ALL_BEFORE.sub("", lowered)
    if _COMPARATORS.fullmatch(lowered):
        return _compared(blank, _COMPARATOR.findall(lowered))
    if found := _UP_TO.fullmatch(lowered):
        return replace(blank, high=found[1], high_included=True)
    if found := _BEFORE.fullmatch(lowered):
        return replace(blank, high=found[1])
    if found := _FROM_TO.fullmatch(lowered):
        return replace(blank, low=found[1], high=found[2], high_included=True)
    if found := _FROM.fullmatch(lowered):
        return replace(blank, low=found[1])
    return None


def _compared(blank: Statement, comparators: list[tuple[str, str]]) -> Statement:
    statement = blank
    for sign, version in comparators:
        if sign in ("=", "=="):
            unclear = len(comparators) > 1
            statement = (
                replace(statement, unreadable="range_unreadable") if unclear else replace(statement, exact=version)
            )
        elif sign.startswith("<"):
            again = bool(statement.high)
            statement = replace(
                statement, high=upper_bound(version), high_included="=" in sign or version != upper_bound(version)
            )
            statement = replace(statement, unreadable="range_unreadable") if again else statement
        else:
            again = bool(statement.low)
            statement = replace(statement, low=version, low_included="=" in sign)
            statement = replace(statement, unreadable="range_unreadable") if again else statement
    return statement
