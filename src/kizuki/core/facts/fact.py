"""One fact: where it stands in the input, and its value, presumed or said, or that it is not yet known."""

from __future__ import annotations

from enum import Enum
from typing import Generic, TypeVar

from kizuki.core.facts.finding import Finding, Reason, State, open_for

T = TypeVar("T")


class Fact(Generic[T]):
    """A fact of a case. `value` is None while it is not yet known; `path` is its place in the input.

    `presumed`: nobody has answered it, and the law is read as if it had this value; its reason says so.
    """

    __slots__ = ("_asked", "_because", "_found", "path", "presumed", "value")

    def __init__(self, path: str, value: T | None, *, presumed: bool = False) -> None:
        self.path = path
        self.value = value
        self.presumed = presumed
        self._because: tuple[Reason, ...] = ()
        # Rules ask the same of a fact many times over: the last answer is kept.
        self._asked: tuple[T, ...] | None = None
        self._found: Finding | None = None

    @property
    def known(self) -> bool:
        """Whether somebody has answered it."""
        return self.value is not None

    def is_(self, *values: T) -> Finding:
        """Met when the fact is one of the values, open while it is not known."""
        if self._found is not None and self._asked == values:
            return self._found
        if self.value is None:
            found = open_for(self.path)
        else:
            found = Finding(State.MET if self.value in values else State.NOT_MET, self._because or self._stated())
        self._asked, self._found = values, found
        return found

    def is_not(self, *values: T) -> Finding:
        """Met when the fact is known and none of the values."""
        if self.value is None:
            return open_for(self.path)
        return Finding(State.NOT_MET if self.value in values else State.MET, self._because or self._stated())

    def reason(self) -> Reason:
        """This fact as a reason: code `<fact>=<value>`, or `<fact>=presumed` where nobody has answered it."""
        return (self._because or self._stated())[0]

    def _stated(self) -> tuple[Reason, ...]:
        said = "presumed" if self.presumed else _shown(self.value)
        self._because = (Reason(f"{self.path.rpartition('.')[2]}={said}", self.path),)
        return self._because

    def __repr__(self) -> str:
        return f"Fact({self.path}={_shown(self.value)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fact) and (self.path, self.value) == (other.path, other.value)

    def __hash__(self) -> int:
        return hash((self.path, self.value))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return "+".join(sorted(_shown(member) for member in value)) or "nothing"
    return str(value.value) if isinstance(value, Enum) else str(value)
