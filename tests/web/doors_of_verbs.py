"""Where each verb that a person runs is told: a door of `every.DOORS`, or a form of a page by what stands in it."""

from __future__ import annotations

from collections.abc import Mapping

Form = tuple[str, ...]
"""The name of the path that the form is sent to, then fields that it has; `name=value` of a button or hidden field."""

FORMS: Mapping[str, Form] = {
    "add_hazard": ("hazards", "situation"),
    "review_hazard": ("hazards", "review"),
    "withdraw_hazard": ("hazards", "withdraw"),
    "save_assessment": ("desk", "keep=1"),
    "confirm_assessment": ("assessment", "act=confirm"),
    "return_assessment": ("assessment", "act=return"),
    "state_no_hazard": ("assessment", "act=no-hazard"),
    "dissent_from_assessment": ("assessment", "act=dissent"),
    "propose_severity_mapping": ("severity", "level"),
    "approve_severity_mapping": ("severity", "approve"),
    "assign_task": ("work", "take"),
    "close_task": ("work", "done"),
    "attach_document": ("attach", "file"),
    "confirm_alias": ("unmatchable", "product"),
    "declare_not_to_be_had": ("unmatchable", "obligation"),
    "confirm_listed": ("known-terms", "step=confirm"),
    "draft_inquiry_answer": ("inquiries", "step=draft"),
    "approve_inquiry_answer": ("inquiries", "step=approve"),
    "send_inquiry_answer": ("inquiries", "step=send"),
    "record_inquiry": ("inquiries", "step=record"),
    "propose_no_report": ("propose", "explanation"),
    "decide_no_report": ("decision", "step=agree"),
    "set_awareness_day": ("decision", "step=set_awareness_day"),
    "settle_knowledge_day": ("known-on-device", "step=settle"),
    "sign_knowledge_day": ("known-on-device", "step=agree"),
    "start_playbook": ("incident", "playbook"),
    "join_person": ("incident", "step=join"),
    "set_embargo": ("embargo", "step=set"),
    "make_hospital_link": ("hospital-telling", "ends_on"),
    "enter_vulnerability": ("new-vulnerability", "summary"),
    "triage_findings": ("triage", "act=triage"),
    "suppress_findings": ("triage", "act=suppress"),
    "open_case_from_findings": ("triage", "act=case"),
    "lift_suppression": ("triage", "act=lift"),
    "make_api_token": ("my-tokens", "scopes"),
    "begin_second_factor": ("my-second-factor", "step=begin"),
    "confirm_second_factor": ("my-second-factor", "step=confirm"),
    "end_second_factor": ("my-second-factor", "step=end"),
    "demand_second_factor": ("signing", "step=demand_second_factor"),
    "end_session": ("my-sessions", "end"),
    "end_api_token": ("my-tokens", "end"),
    "renew_calendar_key": ("me", "calendar=1"),
    "set_report_chain": ("signing", "step=set_report_chain"),
    "set_single_person_mode": ("signing", "step=set_single_person_mode"),
    "engage_reviewer": ("signing", "step=engage_reviewer"),
    "write_box": ("report-editor", "box"),
    "write_sheet_box": ("first-sheet", "box"),
    "write_period_box": ("period-editor", "box"),
    "request_review": ("report-editor", "then=request_review"),
    "review_report": ("report", "step=review"),
    "approve_report": ("report", "step=approve"),
    "send_back": ("report", "step=send_back"),
    "pull_back": ("report", "step=pull_back"),
    "submit_report": ("report", "step=submit"),
    "submit_unapproved": ("report", "step=submit_unapproved"),
    "record_receipt": ("report", "step=record_receipt"),
    "start_follow_up": ("report-check", "step=follow_up"),
    "explain_difference": ("report-check", "step=explain"),
    "record_transmission": ("report-check", "step=formally"),
    "register_units": ("import", "file"),
    "take_listing": ("import", "file"),
    "take_over_case": ("import", "file"),
    "keep_earlier_decision": ("import", "file"),
    "keep_period": ("import", "file"),
    "describe_device": ("import", "file"),
    "set_milestone": ("import", "file"),
}

BEFORE_TODAY: Mapping[str, str] = {
    "begin_record": "first run: nobody has a page of today yet",
    "use_access": "the link by which a person comes in for the first time",
}
"""What a person does before they have a page of today."""

ALONG_THE_WAY: Mapping[str, str] = {
    "note_sign_in": "signing in",
    "use_second_factor": "signing in or signing with a code",
    "note_pause": "signing in with a wrong password too often",
    "renew_hash": "signing in with a password whose hash has aged",
    "see_finding": "opening the page of a finding",
    "determine": "every answer, and the worker after an upgrade",
    "offer_first_run": "starting the server on an empty record",
    "configure_feeds": "starting the worker with its settings",
}
"""What the program keeps while a person does something else."""

OF_THE_WORKER = frozenset(
    {
        *("advance_feed", "record_feed_run", "schedule_feeds", "keep_advisories", "keep_known_exploited"),
        *("keep_exploit_predictions", "keep_support", "judge_configurations", "match_release", "finish_match_run"),
        *("reevaluate_assessments", "reopen_by_signal", "reopen_no_report", "watch_measures", "watch_triage"),
        *("ask_about_trends", "ask_for_notices", "ask_again_for_notices", "send_notice", "ask_for_signers"),
        *("call_duty", "escalate", "owe_lists", "take_into_ledger", "take_information_into_ledger", "commit_rows"),
        "hear_words_of_information",
        *("watch_sheets", "tell_alarms", "watch_training", "watch_conformity"),
        *("recommit", "seal_standing_texts", "end_upload"),
    }
)
"""What the worker does by itself."""

OF_THE_INSTALLATION: Mapping[str, str] = {
    "rotate_key": "kizuki keys: whoever holds the machine's key file",
    "reseal_texts": "kizuki keys: goes on with a rotation",
    "name_signing_key": "kizuki keys: whoever holds the machine's signing key",
    "anchor_chain": "kizuki audit anchor: asks an authority over the network",
    "keep_supplier_statements": "kizuki feeds load: files of suppliers, loaded as every feed is",
    "assess_vulnerability": "kizuki score: vectors taken from files; a person assesses at the question desk",
    "receive_upload": "POST /api/v1/uploads: a build machine with its token",
}
"""What is done at the machine, or by another one, and by nobody at a page."""

BY_A_HOSPITAL: Mapping[str, str] = {
    "acknowledge_as_hospital": "the page that a hospital opens by its link",
    "answer_measure_as_hospital": "the page that a hospital opens by its link",
}
"""What people of a hospital do, who have no account here."""

AT_THE_TERMINAL_STILL: set[str] = set()
"""What a person decides and does at the terminal alone: nothing any more, and nothing comes here."""

AFTER_A_DOOR = {
    "write_sheet_box": "draft_first_sheet",
    "confirm_second_factor": "begin_second_factor",
    "end_second_factor": "begin_second_factor",
}
"""Told on a page to which the answer of a door leads, once it is known of whom the sheet speaks, or which app."""
