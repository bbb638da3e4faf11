"""A record of before the ledger: every case gets what it owes, by name and day, and the upgrade alone does nothing else.

Every matter was learned on 2 November 2026: 15 days end on the 17th, 30 days on 2 December; a first report was to go
out on the day itself. All that is expected was worked out from the article by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.store.upgraded import answered, kept_record

UPGRADE = """
from kizuki.actions.register.watching import watch_register
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.viewer import PROGRAM
def stand():
    return {"sheets": FactSheet.objects.count(), "decisions": sorted(NoReportDecision.objects.values_list("pk", "state")),
        "reports": sorted(Report.objects.values_list("pk", "state"))}
before, entries, lines = stand(), AuditEntry.objects.count(), []
done = bring_up_to_date(on=ON, tell=lines.append)
between = AuditEntry.objects.count()
again_lines = []
again = bring_up_to_date(on=ON, tell=again_lines.append)
once_more = AuditEntry.objects.count()
found = {"before": before, "after": stand(), "lines": lines, "said": done.said(),
    "new": between - entries - AuditEntry.objects.filter(verb__in=("commit_rows", "seal_standing_texts")).count(),
    "named": AuditEntry.objects.filter(seq__gt=entries).count(), "again": once_more - between, "again_said": again.said(),
    "verbs": sorted(set(AuditEntry.objects.order_by("seq").values_list("verb", flat=True)[entries:])),
    "actors": sorted(set(AuditEntry.objects.order_by("seq").values_list("actor", flat=True)[entries:])),
    "cases": {row.key: {"state": row.state, "clock": [row.clock, str(row.clock_on), row.clock_rank],
        "owed": owed(row.key), "ended": rows(row.key, "ended", "sent", "taken_over"),
        "beside": Obligation.objects.filter(case=row, kind="beside", state="open").count(),
        "tasks": sorted(Task.objects.filter(case=row, state="open").values_list("kind", flat=True))}
        for row in Case.objects.order_by("pk")},
    "information": [[row.owner, row.kind, row.state, str(row.due_on)]
        for row in Obligation.objects.filter(case=None).order_by("pk")],
    "information_tasks": sorted(
        Task.objects.filter(state="open", subject__startswith="information:").values_list("kind", "subject")),
    "pages": [case_page(PROGRAM, row.pk).row.number for row in Case.objects.order_by("pk")] == list(
        Case.objects.order_by("pk").values_list("number", flat=True)),
    "unstepped": Obligation.objects.filter(steps=None).count()}
watch_register(on=ON, actor=Actor.program("test"))
found["watched"] = stand()["decisions"]
found["faults"] = [(fault.code, fault.place) for fault in verify_record().faults]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the upgrade told and left."""
    with kept_record(request, tmp_path_factory.mktemp("upgraded")) as (url, keys):
        yield answered(url, keys, UPGRADE)


FIRST, CLASS = "first_report p1 2026-11-02", "class_confirmation 2026-11-17"
DEATH, FAULT = "item p1 1-イ 2026-11-17", "item 2-ロ 2026-12-02"

OWED = {
    "never-determined": [CLASS, FIRST, FAULT, DEATH],
    "death": [CLASS, FIRST, FAULT, DEATH],
    "failed-fax": [CLASS, FIRST, FAULT, DEATH],
    "shorthand": [CLASS, FIRST, FAULT, DEATH],
    # An incomplete report while nobody knew of a death ended neither its first report nor its item.
    "harm-unknown-then-death": [CLASS, FIRST, "follow_up 8 2026-12-18", DEATH],
    "nobody-then-death": [CLASS, FIRST, DEATH],
    # The sheet was for the one death that was known; the second person is owed one of their own.
    "second-death": [CLASS, "first_report p2 2026-11-02", FAULT, DEATH, "item p2 1-イ 2026-11-17"],
    "second-death-after-both": [CLASS, "first_report p2 2026-11-02", "item p2 1-イ 2026-11-17"],
    "closed-and-settled": [],
    "closed-then-death": [CLASS, FIRST, DEATH],
    "closed-then-death-undetermined": [CLASS, FIRST, DEATH],
    # What was withdrawn without a second person is owed anew until somebody decides why; its class is asked again.
    "withdrawn": [
        CLASS,
        CLASS,
        "first_report 2026-11-02",
        "item 1-チ 2026-11-17",
        FAULT,
        "open_question also_in_domestic_units 2026-11-17",
        "withdrawal withdrawal",
    ],
    # A complete report over open items: a follow-up names them again.
    "complete-while-open": ["item p1 1-ハ 2026-11-17", "item p1 2-イ 2026-12-02"],
    "rejected": [CLASS, FAULT],
    "rejected-and-sent-again": [],
    "unanswered": [],
    "several-persons": [CLASS, FIRST, FAULT, DEATH, "item p2 1-ハ 2026-11-17"],
    "two-matters": [],
    "matter-put-in-front": [
        "class_confirmation 2026-11-21",
        "first_report p2 2026-11-06",
        "item 2-ロ 2026-12-06",
        "item p2 1-イ 2026-11-21",
    ],
    "foreign-measure": [CLASS, "item 1-チ 2026-11-17", "open_question also_in_domestic_units 2026-11-17"],
    "not-reportable": [CLASS, "item 3-ハ"],
    "no-report-decided": [
        "class_confirmation 2026-11-17",
        FIRST,
        FAULT,
        DEATH,
        "no_report_review 2027-02-07",
        "second_signature 2026-11-02",
    ],
    "no-report-proposed": [CLASS, "no_report_decision 2026-11-17"],
    "no-report-open": [CLASS, "no_report_decision 2026-11-17"],
    # Fifteen days from the day on which the exploitation was stored.
    "no-report-reopened": ["class_confirmation 2026-12-14", "no_report_decision 2026-12-14"],
    "kept-of-duplicate": [CLASS, FIRST, FAULT, DEATH],
    "duplicate": [],
    "death-as-duplicate": [],
    # A form never ends a first report, and the approval is still owed.
    "unapproved": ["afterwards_approval", FIRST],
    "on-its-way-approved": [CLASS, FAULT, "item p1 1-ハ 2026-11-17"],
    "on-its-way-several": [CLASS, FAULT, "item p1 1-ハ 2026-11-17", "item p2 1-ハ 2026-11-17"],
    # Refused by this version: the class, by the day that was shown before.
    "week-day": ["class_confirmation 2026-11-02"],
    "ruled-out-by-a-dash": [CLASS],
    "ruled-out": [CLASS, FAULT],
    "joined": [CLASS, FAULT, "joined_information information:4 2026-11-19"],
}


@pytest.mark.parametrize("key", OWED)
def test_a_case_owes_what_the_law_asks_by_name_and_day(upgraded: dict[str, Any], key: str) -> None:
    assert upgraded["cases"][key]["owed"] == sorted(OWED[key])


@pytest.mark.parametrize(
    ("key", "ended"),
    [
        ("second-death", ["first_report p1 2026-11-02 record_first_report"]),
        ("foreign-measure", ["first_report 2026-11-02 record_first_report"]),
        ("two-matters", ["item p1 1-ハ 2026-11-17 record_receipt", "item 2-ロ 2026-12-02 record_receipt"]),
        ("two-matters", ["item 2-ロ 2026-12-05 record_receipt", "class_confirmation 2026-11-20 submit"]),
        ("matter-put-in-front", ["item p1 1-ハ 2026-11-17 record_receipt"]),
        ("rejected", ["item 2-ロ 2026-12-02 record_receipt"]),
        ("unanswered", ["item 2-ロ 2026-12-02"]),
        ("no-report-decided", ["class_confirmation 2026-11-17 decide_no_report"]),
        ("not-reportable", ["follow_up 8 2026-12-18 submit", "withdrawal not_reportable record_receipt"]),
        ("death-as-duplicate", ["first_report p1 2026-11-02 take_over", "item p1 1-イ 2026-11-17 take_over"]),
    ],
)
def test_what_was_done_before_ended_what_it_named(upgraded: dict[str, Any], key: str, ended: list[str]) -> None:
    assert set(ended) <= set(upgraded["cases"][key]["ended"])


def test_a_closed_case_that_owes_something_is_open_again_listed_and_counted(upgraded: dict[str, Any]) -> None:
    open_again = [line.split(":")[0] for line in upgraded["lines"] if "it is open again" in line]
    assert open_again == ["2026-0019", "2026-0020", "2026-0021", "2026-0022"]
    assert "(4 reopened, 3 unclear)" in upgraded["said"]
    states = {key: row["state"] for key, row in upgraded["cases"].items()}
    assert [key for key, state in states.items() if state == "closed"] == ["duplicate", "death-as-duplicate"]
    # Reported to the end, and yet nobody decided on the duties beside the report.
    assert upgraded["cases"]["closed-and-settled"]["beside"] > 0


def test_where_it_is_unclear_a_person_is_asked(upgraded: dict[str, Any]) -> None:
    asked = {
        key: row["tasks"] for key, row in upgraded["cases"].items() if any("old" in kind for kind in row["tasks"])
    }
    assert asked == {
        "several-persons": ["look_at_old_reports"],
        "on-its-way-several": ["look_at_old_reports", "submit_report"],
        "no-report-decided": ["look_at_old_duplicate"],
        "week-day": ["correct_old_facts"],
        "ruled-out-by-a-dash": ["correct_old_facts"],
    }


def test_facts_that_this_version_refuses_are_named_and_stop_nothing(upgraded: dict[str, Any]) -> None:
    refused = [line for line in upgraded["lines"] if "matters.0." in line]
    assert refused == [
        "2026-0047: matters.0.learned_on: '2026-W45-1' is not a day like 2026-06-01",
        "2026-0048: matters.0.harms.0.causality_reason: causality is ruled_out only with a reason",
    ]
    assert upgraded["said"].endswith("2 refused")
    assert upgraded["pages"], "every case has its page"


def test_every_write_has_its_entry_and_the_chain_stands(upgraded: dict[str, Any]) -> None:
    assert upgraded["faults"] == []
    assert upgraded["verbs"] == [
        "commit_rows",
        "recommit",
        "seal_standing_texts",
        "take_information_into_ledger",
        "take_into_ledger",
    ]
    assert upgraded["actors"] == ["program:upgrade"]
    told = "one for each case and each undecided information, and one that names what the record was made with"
    assert upgraded["new"] == len(upgraded["cases"]) + 2 + 1, told
    assert upgraded["unstepped"] == 0


def test_the_upgrade_alone_makes_no_revision_and_moves_no_report_and_no_decision(upgraded: dict[str, Any]) -> None:
    assert upgraded["after"] == upgraded["before"]
    assert upgraded["watched"] == upgraded["before"]["decisions"]


def test_a_second_time_changes_nothing(upgraded: dict[str, Any]) -> None:
    assert upgraded["again"] == 0
    assert upgraded["again_said"].startswith("0 texts and documents sealed, 0 rows committed to, 0 cases taken")


def test_undecided_information_is_owed_its_decision(upgraded: dict[str, Any]) -> None:
    # Known on Wednesday the 4th: three business days end on Monday the 9th.
    assert upgraded["information"] == [
        ["information:1", "information_decision", "open", "2026-11-09"],
        ["information:2", "information_decision", "open", "2026-11-09"],
    ]
    assert upgraded["information_tasks"] == [
        ["decide_information", "information:1"],
        ["decide_information", "information:2"],
    ]


def test_home_shows_the_earliest_day_of_what_is_met(upgraded: dict[str, Any]) -> None:
    clocks = {key: row["clock"] for key, row in upgraded["cases"].items()}
    assert clocks["closed-then-death"] == ["first_report", "2026-11-02", 0]
    assert clocks["second-death-after-both"] == ["first_report", "2026-11-02", 0]
    assert clocks["rejected"] == ["class_confirmation", "2026-11-17", 1]
    assert clocks["duplicate"] == ["", "None", 9]
