"""Commit anew to the rows that a migration of this program rewrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from kizuki.actions.rows import MOST_ROWS
from kizuki.actions.verb import Actor, verb
from kizuki.store.audit.chain import head
from kizuki.store.audit.joining import Unlike, unlike_rows
from kizuki.store.audit.journal import digest_of_commitments, drop_lines
from kizuki.store.audit.rewriting import Rewriting, digests_now, passed_by, rewritings


def recommit(*, actor: Actor, between: Callable[[], None] = lambda: None) -> int:
    """Commit to the rows of every table that an applied migration names in `rewrites`, once for each migration.
    Returns their number.

    At most 1,000 rows an entry, with one digest over what was committed to before and one over what is from now on;
    the last entry of a migration names it, and it is not asked about again. It goes on where it was cut off. One more
    entry names the migrations that the record was made with: the chain says from then on what was rewritten and what
    was not, and nobody who writes in the list of applied migrations has a row of theirs committed to.
    """
    done = sum(_recommit(rewriting, actor, between) for rewriting in rewritings())
    passed = passed_by()
    if passed:
        with verb("recommit", actor=actor, of=()) as act:
            act.record(subjects=[one.subject for one in passed], payload={"run": head().seq, "rows": 0, "lines": 0})
        between()
    return done


def _recommit(rewriting: Rewriting, actor: Actor, between: Callable[[], None]) -> int:
    run, done, lines = head().seq, 0, 0
    for table in rewriting.tables:
        while rows := list(islice(unlike_rows(tables=(table,)), MOST_ROWS)):
            done += _commit(rewriting, rows, run, actor)
            between()
    with verb("recommit", actor=actor, of=()) as act:
        for table in rewriting.tables:
            # What triggers saw of the migration itself: no verb claims that.
            lines += drop_lines(table)
        act.record(subjects=[rewriting.subject], payload={"run": run, "rows": done, "lines": lines})
    return done


def _commit(rewriting: Rewriting, rows: Sequence[Unlike], run: int, actor: Actor) -> int:
    table, keys = rows[0].table, [row.key for row in rows]
    with verb("recommit", actor=actor, of=()) as act:
        act.commit_to(table, keys)
        now = digests_now(table, keys)
        act.record(
            subjects=[f"run:{run}"],
            payload={
                "run": run,
                "migration": rewriting.migration,
                "table": table,
                "rows": len(rows),
                "before": digest_of_commitments((table, row.key, row.committed) for row in rows),
                "after": digest_of_commitments((table, key, now.get(key, "")) for key in keys),
            },
        )
    return len(rows)
