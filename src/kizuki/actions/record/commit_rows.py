"""Commit to the rows of a record that was begun before the chain covered rows."""

from __future__ import annotations

from collections.abc import Callable

from kizuki.actions.rows import MOST_ROWS
from kizuki.actions.verb import Actor, verb
from kizuki.store.audit.adopting import uncommitted_keys
from kizuki.store.audit.chain import head
from kizuki.store.audit.of_before import COMMITTED, awaits_commitments


def commit_rows(*, actor: Actor, between: Callable[[], None] = lambda: None) -> int:
    """Commit to every row of evidence that no entry has committed to yet. Returns their number.

    At most 1,000 rows an entry, all under one run id (the number of the newest entry when it began); it goes on where
    it was cut off, and its last entry says that the record is covered. From then on, as in every record that began
    with this version, a row without entry is a fault, and this does nothing.
    """
    if not awaits_commitments():
        return 0
    run, done = head().seq, 0
    for table, keys in uncommitted_keys(MOST_ROWS):
        with verb("commit_rows", actor=actor, of=()) as act:
            act.commit_to(table, keys)
            act.record(subjects=[f"run:{run}"], payload={"run": run, "table": table, "rows": len(keys)})
        done += len(keys)
        between()
    with verb("commit_rows", actor=actor, of=()) as act:
        act.record(subjects=[f"run:{run}", COMMITTED], payload={"run": run, "rows": done})
    return done
