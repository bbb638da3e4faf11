"""The table `spdx2.toml`: tags, lists, rules and relations of SPDX 2."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from msgspec import Struct

from kizuki.core.beside import text_beside
from kizuki.core.sbom.shapes import RelationKind


class Meaning(Struct, frozen=True):
    """What a type of relation says; `turned`: the right side depends on, or contains, the left one."""

    kind: RelationKind
    turned: bool


class Rules(Struct, frozen=True):
    """What one kind of object must have (`must`; up to 2.2 also `must_2_2`), and the form of each key's value."""

    must: tuple[str, ...]
    must_2_2: tuple[str, ...]
    forms: dict[str, str]


class Table(Struct, frozen=True):
    """`tags`: tag to (section, key, how it is taken apart). `opens`: tag that begins an object, to its section."""

    tags: dict[str, tuple[str, str, str]]
    opens: dict[str, str]
    lists: frozenset[str]
    rules: dict[str, Rules]
    forms: dict[str, re.Pattern[str]]
    relations: dict[str, Meaning]


_MEANINGS = {
    "depends_on": Meaning("depends_on", False),
    "depended_on_by": Meaning("depends_on", True),
    "contains": Meaning("contains", False),
    "contained_by": Meaning("contains", True),
    "other": Meaning("other", False),
}


@cache
def spdx2_table() -> Table:
    """The table, read once."""
    raw = tomllib.loads(text_beside(__file__, "spdx2.toml"))
    tags = {}
    for section, rows in raw["tags"].items():
        for tag, said in rows.items():
            key, _, how = said.partition(" ")
            tags[tag] = (section, key, how)
    rules = {
        name: Rules(
            tuple(row["must"]),
            tuple(row["must_2_2"]),
            {key: form for key, form in row.items() if key not in ("must", "must_2_2")},
        )
        for name, row in raw["rules"].items()
    }
    return Table(
        tags=tags,
        opens=dict(raw["opens"]),
        lists=frozenset(raw["lists"]["keys"]),
        rules=rules,
        forms={name: re.compile(pattern) for name, pattern in raw["forms"].items()},
        relations={name: _MEANINGS[meaning] for meaning, names in raw["relations"].items() for name in names},
    )
