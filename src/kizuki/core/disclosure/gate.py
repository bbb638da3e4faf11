"""The gate before the public: nothing says that a product is affected while nothing protects those who have it.

Every outlet takes a `Passage`, and only `passage_for` makes one. What the law demands, what is told to authorities,
parties and affected hospitals, and statements that reveal nothing are never held back (notification 4(2), 5).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kizuki.core.disclosure.table import AUDIENCES, DEMANDS, OUTLETS, PAPERS, REVEALING, STATUSES, require_one_of
from kizuki.core.refusal import Refused

_GATE = object()


@dataclass(frozen=True, slots=True)
class Saying:
    """What is about to leave: through which outlet, for whom, what it says of products, the duty of law that demands it
    ('' none), and the digest of its document."""

    outlet: str
    audience: str
    says: tuple[str, ...]
    demand: str
    sha256: str
    tlp: str = "AMBER"


@dataclass(frozen=True, slots=True)
class Shelter:
    """What stands in the record at this moment: what protects (codes like `measure:3`, `patch:p1`), until when it is
    held back (None: no embargo runs), and the digests whose publication two people signed."""

    protections: Collection[str] = ()
    embargo_until: datetime | None = None
    overridden: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """That the gate was passed by one document, and why. `ends_embargo`: the law makes it public before its day."""

    sha256: str
    because: tuple[str, ...]
    ends_embargo: bool
    made_by: object

    def __post_init__(self) -> None:
        """Nobody makes one but the gate."""
        if self.made_by is not _GATE:
            raise TypeError("a passage is made by the gate alone")

    def require(self, sha256: str) -> None:
        """`Refused` where it was given for another document."""
        if sha256 != self.sha256:
            raise Refused("document", "the gate was passed by another document")


def passage_for(saying: Saying, shelter: Shelter, at: datetime) -> Passage:
    """The passage of a document; `Refused` at `disclosure` says what keeps it back.

    `at` is the moment of publication, with its offset.
    """
    require_one_of(saying.outlet, (*OUTLETS, *PAPERS), "outlet")
    require_one_of(saying.audience, AUDIENCES, "audience")
    if not saying.says:
        raise Refused("says", "says nothing of any product")
    for status in saying.says:
        require_one_of(status, STATUSES, "says")
    if saying.demand:
        require_one_of(saying.demand, DEMANDS, "demand")
    runs = shelter.embargo_until is not None and shelter.embargo_until > at
    because, ends = _because(saying, shelter, runs)
    return Passage(saying.sha256, because, ends, _GATE)


def _because(saying: Saying, shelter: Shelter, runs: bool) -> tuple[tuple[str, ...], bool]:
    """The codes on which it passes, and whether the embargo ends with it."""
    if saying.audience != "public":
        if saying.audience == "party" and saying.tlp == "CLEAR":
            raise Refused("tlp", "what is marked TLP:CLEAR is public, not told to a party")
        return (f"told_to_{saying.audience}",), False
    if saying.demand:
        return (f"demanded_by_law_{saying.demand}",), runs
    if not REVEALING & set(saying.says):
        return ("reveals_nothing",), False
    if saying.sha256 in shelter.overridden:
        return ("overridden_by_two",), runs
    if runs:
        raise Refused("disclosure", f"is held back until {shelter.embargo_until:%Y-%m-%dT%H:%M%z}")
    if not shelter.protections:
        raise Refused("disclosure", "neither a mitigation nor a compensating control is recorded")
    return tuple(sorted(shelter.protections)), False
