"""Which tables are guarded by triggers, and from what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """Rows of `table` are never deleted, and never updated while `update_refused_when` holds (SQL over OLD and NEW).

    `keys` are its unique columns: SQLite's INSERT OR REPLACE deletes the row that stands in the way without asking
    any trigger, so an insert over a kept row is refused as well.

    `digest` names the column whose SHA-256 stands in the row's column `sha256`; `spoken_of_as` is what the entry that
    kept a row calls it (SQL over `kept`): a row that no entry names came in by another way. Verifying reads both.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    update_refused_when: str = ""
    digest: str = ""
    spoken_of_as: str = ""

    @property
    def name(self) -> str:
        """The last part of the codes of its faults (`record.audit.<name>_altered`)."""
        return _NAMES.get(self.table, "row")


_NAMES = {
    "store_storeddocument": "document",
    "store_factsheet": "fact_sheet",
    "store_determination": "determination",
}
"""Tables whose faults have a sentence of their own; a row of any other is named by its table."""


GUARDS = (
    Guard("store_auditentry", (("seq",), ("previous_hash",), ("hash",))),
    Guard("store_auditsubject", (("id",), ("subject", "entry_id"))),
    Guard("store_storeddocument", (("sha256",),), digest="content", spoken_of_as="'document:' || kept.sha256"),
    Guard(
        "store_factsheet",
        (("id",), ("case_id", "revision")),
        digest="facts",
        spoken_of_as="'fact_sheet:' || kept.id || ':' || kept.sha256",
    ),
    Guard(
        "store_determination",
        (("id",),),
        digest="answer",
        spoken_of_as="'determination:' || kept.id || ':' || kept.sha256",
    ),
    Guard("store_report", (("id",), ("case_id", "form", "number")), "OLD.submitted_at IS NOT NULL"),
    # A text is erased by retention or stays as it was written.
    Guard(
        "store_narrative",
        (("id",), ("case_id", "kind", "revision", "place")),
        "NEW.erased_at IS NULL OR NEW.body <> ''",
    ),
)

CHAIN_TABLE = "store_auditentry"
