"""Obligations, what a determination asks for, and the moves between them, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

LIVE = ("owed", "open", "carried", "sent", "lapse_proposed")
"""States in which something is still to be done or still unanswered. `owed`: met. `open`: it depends on facts.
`carried`: named as open in a report that was sent, so that a follow-up must name it again. `sent`: waits for PMDA's word.
`lapse_proposed`: the facts no longer ask for it, and a second person has not signed that yet."""

RUNNING = ("owed", "open", "carried", "lapse_proposed")
"""States in which facts still move it."""

Key = tuple[str, str, str, str]
"""Kind, matter, person and item (or code): what makes two obligations of one owner the same."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed. `matter`, `person` and `item` are '' where there is none.

    `due_on` is the day that counts (of the law for an item, of work for a class confirmation), `target_at` an instant
    beside it; `later_on` a later day, or one that is gone, that waits for a signature. `round` counts how often the
    same was owed; `learned_on` the day from which it counts. `questions` are paths in ids; `reading` the digest of the
    facts that it reads; `ended_by` the act that ended it.
    """

    kind: str
    state: str
    matter: str = ""
    person: str = ""
    item: str = ""
    form: str = ""
    law: str = ""
    round: int = 1
    learned_on: date | None = None
    due_on: date | None = None
    internal_on: date | None = None
    target_at: datetime | None = None
    later_on: date | None = None
    questions: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    reading: str = ""
    grave: bool = False
    """A known death or foreign measure: no correction of the typist's takes it away."""
    ended_by: str = ""
    id: int | None = None

    @property
    def key(self) -> Key:
        """What it is, whatever its round."""
        return self.kind, self.matter, self.person, self.item

    @property
    def kept_as(self) -> int:
        """The id under which it is kept."""
        assert self.id is not None, "it was read from the record"
        return self.id

    @property
    def live(self) -> bool:
        """Whether it still asks for an act."""
        return self.state in LIVE

    @property
    def running(self) -> bool:
        """Whether facts still move it."""
        return self.state in RUNNING


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that facts and determination ask for now; `met` False: it depends on the questions. `own_day`: it counts
    from the day of a harm that was learned later than its matter."""

    kind: str
    met: bool
    matter: str = ""
    person: str = ""
    item: str = ""
    form: str = ""
    law: str = ""
    learned_on: date | None = None
    due_on: date | None = None
    internal_on: date | None = None
    target_at: datetime | None = None
    questions: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    reading: str = ""
    grave: bool = False
    own_day: bool = False

    @property
    def key(self) -> Key:
        """What it is."""
        return self.kind, self.matter, self.person, self.item


@dataclass(frozen=True, slots=True)
class Move:
    """One change of the ledger: `row` as it is afterwards, `before` as it was (None: opened now), and why.

    `name`: open, confirm, regrade, tighten, propose_later, lapse, propose_lapse, restore.
    """

    name: str
    row: Obligation
    before: Obligation | None = None
