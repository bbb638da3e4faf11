"""Which tables are guarded by triggers, and from what."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.store.audit.kept_words import changed, document_changed, said_again, words_changed


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
    "store_narrative": "text",
    "store_kepttext": "text",
}
"""Tables whose faults have a sentence of their own; a row of any other is named by its table."""


_HAZARD = ("situation", "harm", "likelihood", "controls", "detectability", "not_credible_because")

GUARDS = (
    Guard("store_auditentry", (("seq",), ("previous_hash",), ("hash",))),
    Guard("store_auditsubject", (("id",), ("subject", "entry_id"))),
    Guard("store_commitment", (("id",), ("entry_id", "table_name", "row_key"))),
    Guard(
        "store_storeddocument",
        (("sha256",),),
        document_changed(),
        digest="content",
        spoken_of_as="'document:' || kept.sha256",
    ),
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
    Guard("store_feedrun", (("id",),)),
    Guard(
        "store_report",
        (("id",), ("case_id", "form", "matter", "person", "series", "number", "attempt")),
        "OLD.submitted_at IS NOT NULL AND ("
        + changed(
            (
                *("id", "case_id", "form", "edition", "matter", "person", "series", "number", "attempt", "purpose"),
                *("withdrawal_why", "state", "status", "missing", "document_id", "pages", "drafted_at"),
            ),
            ("determination_id", "author_id"),
            ("next_report_on", "due_on", "submitted_at"),
        )
        + f" OR {words_changed('fields')})",
    ),
    Guard("store_reportstep", (("id",), ("report_id", "position"))),
    Guard("store_submission", (("report_id",),)),
    Guard("store_receipt", (("id",),)),
    Guard("store_firstreport", (("id",),)),
    Guard(
        "store_noreportdecision",
        (("id",),),
        "NEW.case_id <> OLD.case_id OR NEW.determination_id <> OLD.determination_id OR NEW.reason <> OLD.reason"
        " OR NEW.explanation_id <> OLD.explanation_id OR NEW.sha256 <> OLD.sha256 OR NEW.rests_on <> OLD.rests_on"
        " OR COALESCE(NEW.proof_set_id, 0) <> COALESCE(OLD.proof_set_id, 0)"
        " OR NEW.review_on <> OLD.review_on OR NEW.proposed_by_id <> OLD.proposed_by_id"
        " OR (OLD.decided_on IS NOT NULL"
        " AND (NEW.decided_on IS NULL OR NEW.decided_on <> OLD.decided_on OR NEW.decided_by_id <> OLD.decided_by_id))"
        " OR OLD.state IN ('declined', 'reopened', 'replaced')",
    ),
    Guard("store_matter", (("key",),), "NEW.key <> OLD.key OR NEW.made_at <> OLD.made_at"),
    Guard("store_harmedperson", (("key",),), "NEW.key <> OLD.key OR NEW.matter_id <> OLD.matter_id"),
    Guard("store_sheetidentity", (("id",), ("sheet_id", "place"))),
    # An obligation that ended stays as it ended; the same owed anew is a row of its own.
    Guard(
        "store_obligation",
        (("id",), ("owner", "kind", "matter", "person", "item", "round")),
        "OLD.ended_at IS NOT NULL OR NEW.owner <> OLD.owner OR NEW.kind <> OLD.kind OR NEW.matter <> OLD.matter"
        " OR NEW.person <> OLD.person OR NEW.item <> OLD.item OR NEW.round <> OLD.round"
        " OR NEW.opened_at <> OLD.opened_at",
    ),
    Guard("store_obligationstep", (("id",), ("obligation_id", "position"))),
    Guard("store_firstreportobligation", (("id",), ("first_report_id", "obligation_id"))),
    Guard(
        "store_endproposal",
        (("id",),),
        "OLD.signed_at IS NOT NULL OR NEW.act <> OLD.act OR NEW.sha256 <> OLD.sha256"
        " OR NEW.case_id <> OLD.case_id OR NEW.words_id <> OLD.words_id OR NEW.proposed_by_id <> OLD.proposed_by_id",
    ),
    Guard("store_decisionevidence", (("id",), ("decision_id", "document_id"))),
    Guard("store_proofset", (("id",),)),
    Guard("store_decisionsignature", (("id",), ("decision_id",))),
    Guard("store_activeexploitation", (("id",), ("advisory_id",))),
    Guard("store_reopening", (("id",), ("decision_id", "position"))),
    Guard("store_knowledgeday", (("id",),)),
    Guard(
        "store_triagejudgement",
        (("id",),),
        changed(
            ("id", "kind", "state", "justification", "findings", "made_by", "made_at"),
            ("owner_id",),
            ("expires_on", "reportable_on"),
        )
        + f" OR {words_changed('reason')}",
    ),
    # A text stays as it was written; it is erased by retention, or sealed anew under another key.
    Guard(
        "store_narrative",
        (("id",), ("case_id", "kind", "revision", "place")),
        changed(("id", "case_id", "kind", "revision", "place", "made_at"))
        + f" OR {words_changed('body', commitment='commitment')}",
        spoken_of_as="'text:' || kept.commitment",
    ),
    # A row in force ends, and a dated entry is corrected, by another row that follows it.
    Guard("store_licence", (("id",), ("replaces_id",))),
    Guard("store_companyaddress", (("id",), ("replaces_id",))),
    Guard("store_appointment", (("id",), ("replaces_id",))),
    Guard("store_reviewercontract", (("id",), ("replaces_id",))),
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
    Guard("store_takenovercase", (("id",), ("case_id",), ("number",))),
    Guard("store_runningperiod", (("id",), ("device_id", "form", "first_on"))),
    Guard("store_earlierdecision", (("id",), ("number",))),
    Guard(
        "store_kepttext",
        (("id",), ("subject", "kind", "revision")),
        changed(("id", "subject", "kind", "revision", "made_at"))
        + f" OR {words_changed('body', commitment='commitment')}",
        spoken_of_as="'text:' || kept.commitment",
    ),
    Guard(
        "store_attachment",
        (("id",), ("case_id", "document_id")),
        changed(("id", "case_id", "document_id", "attached_at"))
        + f" OR {words_changed('name', commitment='commitment')}",
        spoken_of_as="'text:' || kept.commitment",
    ),
    Guard("store_recorduse", (("id",),)),
    Guard("store_anchor", (("id",),), digest="token", spoken_of_as="'anchor:' || kept.id || ':' || kept.sha256"),
    # A revision stays as it was saved; it only stops being the current one.
    Guard(
        "store_assessment",
        (("id",), ("device_id", "advisory_id", "revision")),
        changed(
            ("device_id", "advisory_id", "revision", "digest", "score", "highest"),
            ("release_id", "proposed_by_id"),
        )
        + f" OR {words_changed('answers', 'result', 'record')}"
        + " OR NEW.made_at <> OLD.made_at OR (NEW.current AND NOT OLD.current)",
    ),
    Guard(
        "store_assessmentsignature",
        (("id",),),
        changed(("id", "assessment_id", "kind", "code", "by_id", "at")) + f" OR {words_changed('remark')}",
    ),
    Guard("store_assessmentdifference", (("id",),)),
    # A hazard is withdrawn once, and nothing else of it changes.
    Guard(
        "store_hazard",
        (("id",),),
        # Once it is withdrawn, only the key of its words and their end are left to change.
        "("
        + changed(
            ("device_id", "advisory_id", "pips", "harm_kinds", "severity", "credible", "entered_at"),
            ("entered_by_id", "patients_exposed"),
            ("through_other_system",),
        )
        + f" OR {words_changed(*_HAZARD)} OR {said_again('withdrawn_because')}"
        + " OR (OLD.reviewed_by_id IS NOT NULL AND COALESCE(NEW.reviewed_by_id, 0) <> OLD.reviewed_by_id))"
        + " OR (OLD.withdrawn_at IS NOT NULL AND ("
        + changed((), ("withdrawn_by_id", "reviewed_by_id"), ("withdrawn_at",))
        + " OR NEW.withdrawn_because_commitment <> OLD.withdrawn_because_commitment"
        + " AND (OLD.withdrawn_because_commitment <> '' OR OLD.withdrawn_because = '')))",
    ),
    Guard("store_severitymapping", (("id",), ("version",)), "OLD.approved_at IS NOT NULL OR NEW.rows <> OLD.rows"),
)

CHAIN_TABLE = "store_auditentry"
