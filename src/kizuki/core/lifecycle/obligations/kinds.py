"""The closed list of what can be owed, and by which acts each ends, from the table beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kizuki.core.refusal import Refused

OWNERS = (
    *("case", "information", "period", "measure", "unit", "device", "register", "question_out", "inquiry", "person"),
    *("hospital", "sent_sheet", "corrective_action", "company"),
)
"""Whose duty something can be: the part of an owner (`case:12`) before the colon."""


VIEWS: Mapping[str, str] = {
    "decide_information": "information_decision",
    "approve_afterwards": "afterwards_approval",
    "decide_no_report": "no_report_decision",
    "reopened_no_report": "class_confirmation",
    "sign_case_duplicate": "second_signature",
    "information_joined": "joined_information",
    "awareness_moved": "joined_information",
    "measure_not_started": "measure_missing",
    "acknowledge_finder": "finder_acknowledgement",
}
"""Tasks by kind that are views of an obligation: opened and closed with it, and by nobody's click."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of obligation: its owners, the states in which it opens, its rank on home and the acts that end it;
    `order` are the same acts as the table lists them: the first is the usual one."""

    code: str
    owners: frozenset[str]
    starts: tuple[str, ...]
    rank: int
    ends: frozenset[str]
    opens: bool = True
    order: tuple[str, ...] = ()


@cache
def _table() -> Mapping[str, Kind]:
    text = (resources.files(__package__) / "kinds.toml").read_text(encoding="utf-8")
    return {
        code: Kind(
            code,
            frozenset(row["owners"]),
            tuple(row["starts"]),
            row["rank"],
            frozenset(row["ends"]),
            row.get("opens", True),
            tuple(row["ends"]),
        )
        for code, row in tomllib.loads(text).items()
    }


KINDS = tuple(_table())
"""Every kind by its code, in the order of the table."""


def kind_of(code: str) -> Kind:
    """The kind; `Refused` where there is none of this name, or where what opens it does not exist yet."""
    row = _table().get(code)
    if row is None:
        raise Refused("obligation.kind", f"{code!r} is not one of: {', '.join(KINDS)}")
    return row


def require_opener(code: str, owner: str) -> Kind:
    """The kind that is about to be opened for an owner (`case:12`); `Refused` where that cannot be."""
    kind = kind_of(code)
    if not kind.opens:
        raise Refused("obligation.kind", f"nothing opens {code} yet")
    if owner.partition(":")[0] not in kind.owners:
        raise Refused("obligation.owner", f"{code} is never owed by {owner}")
    return kind


def require_end(code: str, act: str) -> None:
    """`Refused` unless this act may end an obligation of this kind: nothing ends by an act that does not name it."""
    if act not in kind_of(code).ends:
        raise Refused("obligation", f"{code} is not ended by {act}, but by: {', '.join(sorted(kind_of(code).ends))}")
