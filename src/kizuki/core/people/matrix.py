"""Which role may run which verb, and which step of post-marketing safety control the verb belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

ROLES = (
    "general_manager",
    "safety_manager",
    "safety_officer",
    "quality_manager",
    "psirt",
    "regulatory",
    "reviewer",
    "auditor",
)
"""総括製造販売責任者, 安全管理責任者, 安全管理実施責任者, 国内品質業務運営責任者, PSIRT, RA, a named reviewer under
contract, read-only auditor."""

STEPS = ("organise", "collect", "examine", "plan", "act", "record")
"""体制 and the steps of GVP省令 7条-9条, 16条: 収集, 検討, 立案, 措置, 記録."""


@dataclass(frozen=True, slots=True)
class Row:
    """One verb of the matrix: its step, the roles that may run it, and the roles that are told of it.

    `order` are the same roles as the table lists them: the first is the one that is usually asked.
    """

    verb: str
    step: str
    roles: frozenset[str]
    told: frozenset[str]
    order: tuple[str, ...]


@cache
def matrix() -> Mapping[str, Row]:
    """Every verb by name, from the tables beside this file. ValueError where a table names an unknown role or step."""
    rows: dict[str, Row] = {}
    for table in sorted(resources.files(__package__).iterdir(), key=lambda file: file.name):
        if not (table.name.startswith("matrix") and table.name.endswith(".toml")):
            continue
        for step, verbs in tomllib.loads(table.read_text(encoding="utf-8")).items():
            for verb, entry in verbs.items():
                if verb in rows:
                    raise ValueError(f"people: the verb {verb} stands twice ({table.name})")
                rows[verb] = _row(step, verb, entry)
    return rows


def row_of(verb: str) -> Row:
    """The row of a verb; KeyError where the matrix lacks it: a verb that nobody thought about is nobody's."""
    return matrix()[verb]


def may(role: str, verb: str) -> bool:
    """Whether a person of this role may run the verb."""
    return role in row_of(verb).roles


def _row(step: str, verb: str, entry: Mapping[str, list[str]]) -> Row:
    roles, told = frozenset(entry["who"]), frozenset(entry.get("told", []))
    if step not in STEPS or not (roles | told) <= set(ROLES):
        raise ValueError(f"people: the verb {verb} stands under an unknown step or role")
    if "auditor" in roles:
        raise ValueError(f"people: an auditor only reads, so may not run {verb}")
    return Row(verb, step, roles, told, tuple(entry["who"]))
