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


def _changed(never_null: tuple[str, ...], ids: tuple[str, ...]) -> str:
    """SQL that holds where one of these columns is about to change; `ids` are numbers that may be null."""
    parts = [f"NEW.{name} <> OLD.{name}" for name in never_null]
    parts += [f"COALESCE(NEW.{name}, -1) <> COALESCE(OLD.{name}, -1)" for name in ids]
    return " OR ".join(parts)


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
    # A revision stays as it was saved; it only stops being the current one.
    Guard(
        "store_assessment",
        (("id",), ("device_id", "advisory_id", "revision")),
        _changed(
            ("device_id", "advisory_id", "revision", "answers", "result", "record", "digest", "score", "highest"),
            ("release_id", "proposed_by_id"),
        )
        + " OR NEW.made_at <> OLD.made_at OR (NEW.current AND NOT OLD.current)",
    ),
    Guard("store_assessmentsignature", (("id",),)),
    Guard("store_assessmentdifference", (("id",),)),
    # A hazard is withdrawn once, and nothing else of it changes.
    Guard(
        "store_hazard",
        (("id",),),
        _changed(
            (
                *("device_id", "advisory_id", "pips", "situation", "harm", "harm_kinds", "severity", "likelihood"),
                *("controls", "detectability", "credible", "not_credible_because", "entered_at"),
            ),
            ("entered_by_id", "patients_exposed"),
        )
        + " OR (NEW.through_other_system IS NULL) <> (OLD.through_other_system IS NULL)"
        + " OR COALESCE(NEW.through_other_system, FALSE) <> COALESCE(OLD.through_other_system, FALSE)"
        + " OR OLD.withdrawn_at IS NOT NULL OR (OLD.reviewed_by_id IS NOT NULL"
        + " AND COALESCE(NEW.reviewed_by_id, 0) <> OLD.reviewed_by_id)",
    ),
    Guard("store_severitymapping", (("id",), ("version",)), "OLD.approved_at IS NOT NULL OR NEW.rows <> OLD.rows"),
)

CHAIN_TABLE = "store_auditentry"
