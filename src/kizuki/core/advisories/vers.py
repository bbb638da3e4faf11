"""Ranges in the notation `vers:` (VERS), and those that CISA writes like it: `>= 1.0 | <= 1.1.1`."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kizuki.core.advisories.ranges_as_text import statement_of_text
from kizuki.core.advisories.shapes import Statement, Status

_VERS = re.compile(r"vers:[a-z0-9.+-]+/", re.IGNORECASE)
_CONSTRAINT = re.compile(r"(<=|>=|!=|<|>|=)?\s*(\S+)")
_OPPOSITE = {Status.AFFECTED: Status.UNAFFECTED, Status.UNAFFECTED: Status.AFFECTED}


def statements_of_range(status: Status, text: str) -> tuple[Statement, ...]:
    """The statements that a text of ranges makes.

    `vers:` pairs its constraints as its specification has it: `>=1|<2` is one range, a lone `<3` before them another.
    What cannot be paired or read is one unreadable statement, so that it leaves versions open and never free.
    """
    plain = " ".join(text.split())
    body = _VERS.sub("", plain, count=1) if _VERS.match(plain) else plain
    if not _VERS.match(plain) and "|" not in plain:
        return (statement_of_text(status, plain, ""),)
    if body == "*":
        return (Statement(status, plain),)
    found = [_CONSTRAINT.fullmatch(part.strip()) for part in body.split("|")]
    if not all(found):
        return (Statement(status, plain, unreadable="range_unreadable"),)
    constraints = [(row[1] or "=", unquote(row[2])) for row in found if row]
    return _paired(status, constraints) or (Statement(status, plain, unreadable="range_unreadable"),)


def _paired(status: Status, constraints: list[tuple[str, str]]) -> tuple[Statement, ...]:
    """The ranges that the constraints bound, exceptions first; () where they cannot be paired."""
    found: list[Statement] = []
    except_for: list[Statement] = []
    low: tuple[str, str] | None = None
    bounded = False
    for sign, version in constraints:
        if sign == "=":
            found.append(Statement(status, version, exact=version))
        elif sign == "!=":
            except_for.append(Statement(_OPPOSITE.get(status, status), f"!= {version}", exact=version))
        elif sign in (">", ">="):
            if low:
                return ()
            low, bounded = (sign, version), True
        else:
            if low is None and bounded:
                return ()
            found.append(_between(status, low, (sign, version)))
            low, bounded = None, True
    return (*except_for, *found, *((_between(status, low, None),) if low else ()))


def _between(status: Status, low: tuple[str, str] | None, high: tuple[str, str] | None) -> Statement:
    return Statement(
        status,
        ", ".join(f"{sign} {version}" for sign, version in filter(None, (low, high))),
        low=low[1] if low else "",
        low_included=not low or low[0] == ">=",
        high=high[1] if high else "",
        high_included=bool(high) and high is not None and high[0] == "<=",
    )
