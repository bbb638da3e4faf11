"""`versions[]` of a CVE record: what each entry says of which versions (cve-schema, product.versions)."""

from __future__ import annotations

import re

import msgspec

from kizuki.core.advisories.ranges_as_text import says_no_version, statement_of_text, upper_bound
from kizuki.core.advisories.shapes import Statement, Status

_COMMIT = re.compile(r"[0-9a-f]{8,40}")
_ESCAPED = re.compile(r"\\([^\w\s])")


class Change(msgspec.Struct):
    """`changes[]` of an entry."""

    at: str
    status: str = "unknown"


class Entry(msgspec.Struct):
    """`versions[]` of a product."""

    version: str = ""
    status: str = "unknown"
    version_type: str | None = msgspec.field(default=None, name="versionType")
    less_than: str | None = msgspec.field(default=None, name="lessThan")
    less_than_or_equal: str | None = msgspec.field(default=None, name="lessThanOrEqual")
    changes: list[Change] | None = None


def statements_of(entries: list[Entry]) -> tuple[Statement, ...]:
    """One statement for each entry, in the record's order."""
    return tuple(_statement(entry) for entry in entries)


def _statement(entry: Entry) -> Statement:
    version = unescaped(entry.version)
    high = unescaped(entry.less_than or entry.less_than_or_equal or "")
    # Any other word names no order to rely on: `custom`, but also `semver` on `13.1-RC1`.
    commits = (entry.version_type or "").casefold() == "git" or _is_commit(high or version)
    kind = "git" if commits else ""
    if not high:
        return statement_of_text(_status(entry.status), version, kind)
    return _range(entry, version, high, kind)


def _range(entry: Entry, low: str, high: str, kind: str) -> Statement:
    status, included = _status(entry.status), not entry.less_than
    everything_below = says_no_version(low)
    # A lower bound that says nothing is taken for none where that makes more versions affected, never fewer.
    unclear_below = everything_below and low not in ("0", "*") and status is not Status.AFFECTED
    bound = upper_bound(high)
    unclear_above = bound not in ("", "0") and says_no_version(bound)
    moves = tuple((unescaped(change.at), _status(change.status)) for change in entry.changes or ())
    return Statement(
        status=status,
        text=_text(low, everything_below, high, included),
        low="" if everything_below else low,
        high=bound,
        high_included=included or bound != high,
        changes=() if _says_the_same(moves, bound, included) else moves,
        version_type=kind,
        unreadable="versions_not_named" if unclear_below or unclear_above else "",
        low_doubtful=bool(low) and low == high,
    )


def _is_commit(text: str) -> bool:
    """Whether a text looks like a commit, which records also write where they call it something else."""
    return bool(_COMMIT.fullmatch(text)) and not text.isdecimal() and not text.isalpha()


def _says_the_same(changes: tuple[tuple[str, Status], ...], bound: str, included: bool) -> bool:
    """A change to unaffected at the very bound that the range leaves out."""
    return not included and all(change == (bound, Status.UNAFFECTED) for change in changes)


def unescaped(version: str) -> str:
    """The text of a version or name, without the escapes of CPE names that some records carry over."""
    text = version.strip()
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _status(word: str) -> Status:
    """The status by its word; a word that the schema does not have leaves it unknown."""
    return Status(word) if word in set(Status) else Status.UNKNOWN


def _text(low: str, unbounded: bool, high: str, included: bool) -> str:
    upper = "" if high == "*" else f"{'<=' if included else '<'} {high}"
    lower = f">= {low}" if not unbounded or not upper else ""
    return ", ".join(filter(None, (lower, upper)))
