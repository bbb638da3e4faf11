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
    Guard("store_feedrun", (("id",),)),
    Guard("store_report", (("id",), ("case_id", "form", "number", "attempt")), "OLD.submitted_at IS NOT NULL"),
    Guard("store_reportstep", (("id",), ("report_id", "position"))),
    Guard("store_submission", (("report_id",),)),
    Guard("store_receipt", (("id",),)),
    Guard("store_firstreport", (("id",),)),
    Guard(
        "store_noreportdecision",
        (("id",),),
        "NEW.case_id <> OLD.case_id OR NEW.determination_id <> OLD.determination_id OR NEW.reason <> OLD.reason"
        " OR NEW.explanation_id <> OLD.explanation_id OR NEW.sha256 <> OLD.sha256 OR NEW.rests_on <> OLD.rests_on"
        " OR NEW.review_on <> OLD.review_on OR NEW.proposed_by_id <> OLD.proposed_by_id"
        " OR (OLD.decided_on IS NOT NULL"
        " AND (NEW.decided_on IS NULL OR NEW.decided_on <> OLD.decided_on OR NEW.decided_by_id <> OLD.decided_by_id))"
        " OR OLD.state IN ('refused', 'reopened', 'replaced')",
    ),
    Guard("store_decisionevidence", (("id",), ("decision_id", "document_id"))),
    Guard("store_reopening", (("id",), ("decision_id", "position"))),
    # A text is erased by retention or stays as it was written.
    Guard(
        "store_narrative",
        (("id",), ("case_id", "kind", "revision", "place")),
        "NEW.erased_at IS NULL OR NEW.body <> ''",
    ),
)

CHAIN_TABLE = "store_auditentry"
