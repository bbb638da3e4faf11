"""The difference between two component lists: added, removed, changed, by identity without version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Literal

from msgspec import Struct

from kizuki.core.sbom.cpe import plain, read_cpe
from kizuki.core.sbom.purl import read_purl
from kizuki.core.sbom.shapes import Component, Sbom

By = Literal["purl", "cpe", "name"]
What = Literal["version", "content", "identifier"]


class Changed(Struct, frozen=True):
    """A component that both lists have, found by `by`, and what of it changed.

    `old` and `new` are its entries that differ: several where one list has it in several versions, so that nobody
    guesses which became which. One of them may be empty: an entry of it more or fewer.
    """

    by: By
    what: tuple[What, ...]
    old: tuple[Component, ...]
    new: tuple[Component, ...]


class Difference(Struct, frozen=True):
    """`uncompared`: components of both lists that have neither an identifier that can be read nor a name."""

    added: tuple[Component, ...]
    removed: tuple[Component, ...]
    changed: tuple[Changed, ...]
    same: int
    uncompared: tuple[Component, ...]


def difference(old: Sbom, new: Sbom) -> Difference:
    """What the new list has more, has no more, and has in another version or with another content.

    Components are one by package URL, then by CPE, then by name, each without its version; who could be found by one
    is not looked for by the next.
    """
    left_old, left_new = list(old.components), list(new.components)
    changed: list[Changed] = []
    same = 0
    for by, key in _KEYS:
        left_old, left_new, same_here = _pair(by, key, left_old, left_new, changed)
        same += same_here
    return Difference(
        added=tuple(row for row in left_new if _comparable(row)),
        removed=tuple(row for row in left_old if _comparable(row)),
        changed=tuple(changed),
        same=same,
        uncompared=tuple(row for row in (*left_old, *left_new) if not _comparable(row)),
    )


def _pair(
    by: By, key: Callable[[Component], str], old: list[Component], new: list[Component], changed: list[Changed]
) -> tuple[list[Component], list[Component], int]:
    """Compare what has the same key on both sides; what is left on each side, and how many are the same."""
    groups_old, groups_new = _grouped(old, key), _grouped(new, key)
    both = [name for name in groups_old if name and name in groups_new]
    same = 0
    for name in both:
        before, after = _without_same(groups_old[name], groups_new[name])
        same += len(groups_new[name]) - len(after)
        if before or after:
            changed.append(Changed(by, _what(by, before, after), tuple(before), tuple(after)))
    known = set(both)
    return [row for row in old if key(row) not in known], [row for row in new if key(row) not in known], same


def _grouped(components: Iterable[Component], key: Callable[[Component], str]) -> dict[str, list[Component]]:
    groups: dict[str, list[Component]] = {}
    for component in components:
        groups.setdefault(key(component), []).append(component)
    return groups


def _without_same(old: list[Component], new: list[Component]) -> tuple[list[Component], list[Component]]:
    """Take out pair by pair what both have alike."""
    old_counts, new_counts = Counter(map(_state, old)), Counter(map(_state, new))
    return _left(old, new_counts), _left(new, old_counts)


def _left(components: list[Component], others: Counter[tuple[object, ...]]) -> list[Component]:
    remaining = Counter(others)
    found = []
    for component in components:
        state = _state(component)
        if remaining[state]:
            remaining[state] -= 1
        else:
            found.append(component)
    return found


def _state(component: Component) -> tuple[object, ...]:
    hashes = frozenset((row.algorithm.upper().replace("-", ""), row.content.lower()) for row in component.hashes)
    return _version(component), hashes, _purl_key(component), _cpe_key(component)


def _what(by: By, old: list[Component], new: list[Component]) -> tuple[What, ...]:
    found: list[What] = []
    if sorted(map(_version, old)) != sorted(map(_version, new)):
        found.append("version")
    elif {_state(row)[1] for row in old} != {_state(row)[1] for row in new}:
        found.append("content")
    if (
        {(_purl_key(row), _cpe_key(row)) for row in old} != {(_purl_key(row), _cpe_key(row)) for row in new}
        and old
        and new
    ):
        found.append("identifier")
    return tuple(found) or ("version",)


def _version(component: Component) -> str:
    if component.version:
        return component.version
    purl = read_purl(component.purl) if component.purl else None
    cpe = read_cpe(component.cpe) if component.cpe else None
    return (purl.version if purl else "") or (cpe.plain_version if cpe else "")


def _purl_key(component: Component) -> str:
    purl = read_purl(component.purl) if component.purl else None
    return purl.key if purl else ""


def _cpe_key(component: Component) -> str:
    cpe = read_cpe(component.cpe) if component.cpe else None
    return f"{cpe.part}:{plain(cpe.vendor)}:{plain(cpe.product)}" if cpe and cpe.names_a_product else ""


def _name_key(component: Component) -> str:
    return " ".join(component.name.casefold().split())


def _comparable(component: Component) -> bool:
    return any(key(component) for _, key in _KEYS)


_KEYS: tuple[tuple[By, Callable[[Component], str]], ...] = (
    ("purl", _purl_key),
    ("cpe", _cpe_key),
    ("name", _name_key),
)


def difference_json(found: Difference) -> dict[str, Any]:
    """The difference as JSON; a component by what identifies it."""
    return {
        "added": [_row(row) for row in found.added],
        "removed": [_row(row) for row in found.removed],
        "changed": [
            {
                "by": row.by,
                "what": list(row.what),
                "old": [_row(each) for each in row.old],
                "new": [_row(each) for each in row.new],
            }
            for row in found.changed
        ],
        "same": found.same,
        "uncompared": [_row(row) for row in found.uncompared],
    }


def _row(component: Component) -> dict[str, Any]:
    return {
        "ref": component.ref,
        "name": component.name or None,
        "version": _version(component) or None,
        "purl": component.purl or None,
        "cpe": component.cpe or None,
        "supplier": component.supplier or None,
    }
