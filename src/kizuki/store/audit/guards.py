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
    # A text is erased by retention or stays as it was written.
    Guard(
        "store_narrative",
        (("id",), ("case_id", "kind", "revision", "place")),
        "NEW.erased_at IS NULL OR NEW.body <> ''",
    ),
    # A row in force ends, and a dated entry is corrected, by another row that follows it.
    Guard("store_licence", (("id",), ("replaces_id",))),
    Guard("store_companyaddress", (("id",), ("replaces_id",))),
    Guard("store_appointment", (("id",), ("replaces_id",))),
    Guard("store_capacity", (("id",), ("replaces_id",))),
    Guard("store_addressee", (("id",), ("replaces_id",))),
    Guard("store_deviceevent", (("id",), ("replaces_id",))),
    Guard("store_precaution", (("id",), ("replaces_id",))),
    Guard("store_devicetraits", (("id",), ("device_id", "revision"))),
    Guard("store_milestone", (("id",),)),
    Guard("store_legacyjudgement", (("id",),)),
    Guard("store_patchmove", (("id",),)),
    Guard("store_unitpatchmove", (("id",),)),
    Guard("store_unitmove", (("id",),)),
    Guard("store_informationreceipt", (("id",),)),
    Guard("store_playbookrevision", (("id",), ("key", "revision"))),
    Guard("store_playbookrun", (("id",), ("incident_id", "key"))),
    Guard("store_caseduplicate", (("id",), ("case_id",))),
    Guard("store_caseclassification", (("id",), ("case_id", "revision"))),
    Guard("store_hospitalreport", (("id",), ("case_id", "revision"))),
    Guard("store_communication", (("id",),)),
    Guard("store_kepttext", (("id",), ("subject", "kind", "revision")), "NEW.erased_at IS NULL OR NEW.body <> ''"),
)

CHAIN_TABLE = "store_auditentry"
