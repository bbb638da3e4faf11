"""Design information (設計情報等) of a release: its kinds, what rests on it, and how two releases differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import dumps

KINDS = (
    "interfaces",
    "data_flows",
    "component_calls",
    "build_options",
    "security_functions",
    "threat_model",
)
"""Interfaces and ports, data flows, where a component is called, build options, security functions, and the reference
to the threat model."""

FACTS = ("component_present", "attackable", "affects_function")
"""The answers for which design information is quoted (notification 4(3))."""


@dataclass(frozen=True, slots=True)
class DesignVersion:
    """What a release's design says under one kind and title: `digest` names the words and the file."""

    kind: str
    title: str
    digest: str


@dataclass(frozen=True, slots=True)
class DesignChange:
    """How another release differs under one kind and title: `added`, `removed` or `changed`."""

    kind: str
    title: str
    change: str


def design_digest(kind: str, title: str, body: str, document: str, gone: bool) -> str:
    """The SHA-256 of everything that a version says; `document` is the digest of its file, '' where there is none."""
    told = dumps([kind, title, body, document, gone], ensure_ascii=False, separators=(",", ":"))
    return sha256(told.encode()).hexdigest()


def design_changes(old: Iterable[DesignVersion], new: Iterable[DesignVersion]) -> tuple[DesignChange, ...]:
    """What is otherwise in `new` than in `old`, in the order of the kinds, then by title."""
    before, after = _by_place(old), _by_place(new)
    found = []
    for place in sorted(before.keys() | after.keys(), key=lambda one: (KINDS.index(one[0]), one[1])):
        if place not in before:
            found.append(DesignChange(*place, "added"))
        elif place not in after:
            found.append(DesignChange(*place, "removed"))
        elif before[place] != after[place]:
            found.append(DesignChange(*place, "changed"))
    return tuple(found)


def _by_place(rows: Iterable[DesignVersion]) -> Mapping[tuple[str, str], str]:
    return {(row.kind, row.title): row.digest for row in rows}
