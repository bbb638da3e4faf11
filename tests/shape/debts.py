"""What is not yet as the design says, frozen: these lists may only grow shorter.

`docs/not-yet.md` is written from them (`make map`): the text under a list is what it says there.
"""

from __future__ import annotations

VERBS_WITHOUT_A_DOOR: set[str] = set()
"""What the record can do, and no page, command or task of the worker calls."""

COLUMNS_READ_NOWHERE = {
    "JournalLine.operation",
    "OutboxTask.created_at",
    "Submission.covers",
}
"""Columns that are written and that nothing in the program reads by their name."""

CLOCK_READS: set[str] = set()
"""Modules outside the one clock that ask the machine what time it is."""

LONG_FUNCTIONS = {
    "actions.cases.answer_facts:answer_facts",
    "actions.cases.keep_earlier_decision:keep_earlier_decision",
    "actions.cases.take_over_case:take_over_case",
    "actions.devices.keep_period:keep_period",
    "actions.devices.record_patch_on_units:record_patch_on_units",
    "actions.feeds.record_feed_run:record_feed_run",
    "actions.findings.settle_knowledge_day:settle_knowledge_day",
    "actions.findings.sign_knowledge_day:sign_knowledge_day",
    "actions.findings.suppress_findings:suppress_findings",
    "actions.findings.triage_findings:triage_findings",
    "actions.incidents.split_incident:split_incident",
    "actions.information.take_listing:take_listing",
    "actions.register.propose_no_report_set:propose_no_report_set",
    "actions.register.reopen_no_report:reopen_no_report",
    "actions.reports.draft_form:draft_form",
    "actions.reports.start_follow_up:start_follow_up",
    "core.reporting.assess:assess",
    "core.reporting.shown:determination_json",
    "store.queries.binder.decisions:determinations",
    "store.queries.devices:_device_rows",
    "web.desk.page:desk_page",
    "web.desk.printing:assessment_data",
    "web.desk.record:record_shown",
}
"""Functions of more than 40 lines."""

LONG_FILES = {
    "core/reporting/article_228_20_paragraph_2.py",
}
"""Files of more than 300 lines."""

FREE_TEXT_IN_THE_CLEAR: set[str] = set()
"""Columns with free text that is not sealed yet."""

TABLES_WITHOUT_A_READER: set[str] = set()
"""Tables that are written and shown nowhere."""
