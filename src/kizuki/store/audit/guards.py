"""Which tables are guarded by triggers, and from what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """Rows of `table` are never deleted, and never updated while `update_refused_when` holds (SQL over OLD and NEW).

    `keys` are its unique columns: SQLite's INSERT OR REPLACE deletes the row that stands in the way without asking
    any trigger, so an insert over a kept row is refused as well.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    update_refused_when: str = ""


GUARDS = (
    Guard("store_auditentry", (("seq",), ("previous_hash",), ("hash",))),
    Guard("store_auditsubject", (("id",), ("subject", "entry_id"))),
    Guard("store_storeddocument", (("sha256",),)),
    Guard("store_factsheet", (("id",), ("case_id", "revision"))),
    Guard("store_determination", (("id",),)),
    Guard("store_report", (("id",), ("case_id", "form", "number")), "OLD.submitted_at IS NOT NULL"),
    Guard("store_triagejudgement", (("id",),), "NEW.erased_at IS NULL OR NEW.reason <> ''"),
    # A text is erased by retention or stays as it was written.
    Guard(
        "store_narrative",
        (("id",), ("case_id", "kind", "revision", "place")),
        "NEW.erased_at IS NULL OR NEW.body <> ''",
    ),
)

CHAIN_TABLE = "store_auditentry"
