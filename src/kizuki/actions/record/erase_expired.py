"""Erase the texts whose period of retention has passed."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import MOST_ROWS
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Attachment, Narrative
from kizuki.store.queries.retention import Expired, expired, token_of
from kizuki.store.queries.viewer import PROGRAM


def erase_expired(token: str, *, on: date, actor: Actor) -> int:
    """Erase every text of the cases that `expired` lists on this day, and names of attachments. Returns their number.

    `token` names what was previewed; `Refused` where the set moved since. Facts, determinations, reports and the audit
    stay. A run of at most 1,000 rows is one transaction with its entry; one that was interrupted is previewed anew.
    """
    rows = expired(PROGRAM, on)
    if token_of(rows) != token:
        raise Refused("token", "what has expired is not what was previewed any more: look again")
    return sum(_erase(row, actor) for row in rows)


def _erase(row: Expired, actor: Actor) -> int:
    erased = 0
    for table, column in ((Narrative, "body"), (Attachment, "name")):
        standing = table.objects.filter(case_id=row.case_id, erased_at=None).order_by("pk")
        while ids := list(standing.values_list("pk", flat=True)[:MOST_ROWS]):
            with verb("erase_expired", actor=actor, of=[f"case:{row.case_id}"]) as act:
                table.objects.filter(pk__in=ids, erased_at=None).update(**{column: "", "erased_at": act.at})
                act.record(
                    subjects=[f"case:{row.case_id}"],
                    payload={
                        "texts": len(ids),
                        "table": table._meta.db_table,
                        "years": row.period.years,
                        "ended_on": row.ended_on.isoformat(),
                    },
                )
            erased += len(ids)
    return erased
