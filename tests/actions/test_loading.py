"""The sample portfolio in the record, and one round over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kizuki.actions.cases.determine import determine
from kizuki.actions.feeds.making_round import Step, make_round
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.sample.load import load_sample, people_have_passwords
from kizuki.sample.reading import read_portfolio
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Case, Report, StoredDocument, User
from kizuki.store.queries import cases, devices, overview, reports
from kizuki.store.queries.attachments import attached_document
from kizuki.store.queries.viewer import PROGRAM, Viewer
from tests.actions.record import rolled_back
from tests.asked_work import asked, work_through

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
ROUND = Actor.program("round")


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Step]]:
    """The sample, loaded once, after one round; what a test does to it is undone after the test."""
    with django_db_blocker.unblock(), rolled_back():
        load_sample()
        yield list(make_round(on=TODAY, actor=ROUND))


def test_every_case_of_the_portfolio_gets_the_outcome_that_was_derived_by_hand(sample: list[Step]) -> None:
    expected = {case["key"]: case["expected"] for case in read_portfolio().cases}
    rows = {row.key: row for row in cases.open_cases(PROGRAM)}
    assert set(rows) == set(expected)
    for key, row in rows.items():
        assert row.outcome == expected[key]["outcome"]
        assert row.primary_item == expected[key].get("primary", "")
        assert (row.due_on and row.due_on.isoformat()) == expected[key].get("due_on")
        assert row.prompt_first_report == expected[key]["prompt_first_report"]


def test_cases_are_numbered_in_the_order_in_which_they_were_learned(sample: list[Step]) -> None:
    rows = Case.objects.order_by("number").values_list("opened_at", flat=True)
    assert list(rows) == sorted(rows)


def test_each_due_form_is_drafted_and_each_first_report_has_its_sheet(sample: list[Step]) -> None:
    counts = Counter(step.kind for step in sample)
    wanted = [form for case in read_portfolio().cases for form in case["expected"]["forms"]]
    assert counts["drafted"] == Report.objects.count() == len(wanted)
    assert counts["refused"] == 0
    assert set(Report.objects.values_list("form", flat=True)) == {"8", "10"}
    asked = [case["key"] for case in read_portfolio().cases if case["expected"]["prompt_first_report"] == "met"]
    sheets = {step.case: attached_document(PROGRAM, step.case, step.attachment) for step in sample if step.attachment}
    assert sorted(Case.objects.get(pk=case).key for case in sheets) == sorted(asked)
    assert all(sheet is not None and sheet.content.startswith(b"%PDF-") for sheet in sheets.values())
    document = StoredDocument.objects.filter(media_type="application/pdf").first()
    assert document
    assert bytes(document.content).startswith(b"%PDF-")


def test_loading_and_working_again_adds_nothing_but_the_notes_that_it_was_matched(sample: list[Step]) -> None:
    before = head().seq
    assert load_sample().changes == 0
    kinds = Counter(step.kind for step in make_round(on=TODAY, actor=ROUND))
    assert kinds == Counter(step.kind for step in sample)
    assert head().seq - before == kinds["matched"]


def test_the_whole_record_is_intact(sample: list[Step]) -> None:
    found = verify_record()
    assert found.faults == ()
    assert (found.entries, found.documents) == (head().seq, StoredDocument.objects.count())


def test_the_worker_finds_nothing_left_to_change(sample: list[Step], monkeypatch: pytest.MonkeyPatch) -> None:
    # On a later day the same facts get another answer: the review day of a no-report moves.
    # The instants go on: what waits was asked for when the sample was loaded.
    monkeypatch.setattr("kizuki.store.record.clock.today", lambda: TODAY)
    before = head().seq
    work_through()
    assert not asked()
    assert head().seq - before == len(devices.devices(PROGRAM))


def test_the_people_of_the_sample_have_no_password_until_one_is_given(sample: list[Step]) -> None:
    assert not people_have_passwords()
    load_sample(password="a word for all of them")
    assert people_have_passwords()
    assert User.objects.get(sign_in_name="anzen").check_password("a word for all of them")


def test_a_draft_is_replaced_and_a_submitted_report_is_not(sample: list[Step]) -> None:
    report = Report.objects.filter(form="8").order_by("pk")[0]
    case = report.case_id
    Report.objects.filter(pk=report.pk).update(state="submitted", submitted_at="2026-11-23T00:00:00Z")
    with pytest.raises(Refused, match="has been submitted"):
        draft_form(case, 8, actor=ROUND)


def test_a_form_is_drafted_from_new_facts_without_a_worker(sample: list[Step]) -> None:
    from kizuki.actions.cases.answer_facts import answer_facts
    from kizuki.store.cases.facts import newest_facts

    report = Report.objects.filter(state="draft").order_by("pk")[0]
    known = newest_facts(report.case_id)
    known.facts["matters"][0]["notes"] = "新しい情報"
    answer_facts(report.case_id, known.facts, revision=known.revision, on=TODAY, actor=ROUND)
    draft_form(report.case_id, 8, matter=report.matter, person=report.person, actor=ROUND)
    assert Report.objects.get(pk=report.pk).determination.fact_sheet.revision == known.revision + 1


def test_a_clock_that_stands_behind_the_record_keeps_no_case_from_its_answer(sample: list[Step]) -> None:
    outcomes = {row.outcome for row in cases.open_cases(PROGRAM)}
    for case in Case.objects.all():
        determine(case.pk, on=date(2020, 1, 1), actor=ROUND)
    assert {row.outcome for row in cases.open_cases(PROGRAM)} == outcomes


@pytest.mark.parametrize(
    ("query", "most"),
    [
        (lambda viewer: cases.open_cases(viewer), 2),
        (lambda viewer: cases.case_page(viewer, Case.objects.order_by("-pk")[0].pk), 18),
        (lambda viewer: cases.cases_of_device(viewer, devices.devices(viewer)[0].id), 13),
        (lambda viewer: devices.devices(viewer), 12),
        (lambda viewer: devices.findings_of_device(viewer, 0), 3),
        (lambda viewer: overview.our_devices(viewer), 16),
    ],
)
def test_a_query_asks_the_database_a_fixed_number_of_times(
    sample: list[Step], django_assert_max_num_queries: Any, query: Any, most: int
) -> None:
    with django_assert_max_num_queries(most):
        query(Viewer(None, "program", "en"))


def test_the_number_of_questions_does_not_grow_with_the_rows(
    sample: list[Step], django_assert_num_queries: Any
) -> None:
    rows = devices.devices(PROGRAM)
    few = min(rows, key=lambda row: row.affected)
    many = max(rows, key=lambda row: row.affected)
    for row in (few, many):
        with django_assert_num_queries(3):
            findings = devices.findings_of_device(PROGRAM, row.id)
        assert {finding.verdict for finding in findings} <= {"affected", "undetermined"}
        assert len({(f.component, f.version) for f in findings if f.verdict == "affected"}) == row.affected


def test_a_finding_shows_why_in_the_language_of_the_viewer(sample: list[Step]) -> None:
    device = next(row for row in devices.devices(PROGRAM) if row.affected)
    japanese = devices.findings_of_device(PROGRAM, device.id)[0].evidence
    english = devices.findings_of_device(Viewer(None, "program", "en"), device.id)[0].evidence
    assert japanese["why_codes"] == english["why_codes"] != []
    assert japanese["why"] != english["why"]


def test_a_device_page_has_its_releases_and_one_that_is_not_there_is_none(sample: list[Step]) -> None:
    device = next(row for row in devices.devices(PROGRAM) if row.key == "infusion-pump")
    page = devices.device_page(PROGRAM, device.id)
    assert page
    assert [(row.version, row.state, row.units) for row in page.releases] == [("3.2.1", "kept", 25)]
    assert devices.device_page(PROGRAM, 10**9) is None
    assert cases.case_page(PROGRAM, 10**9) is None
    assert reports.printed_report(PROGRAM, 10**9) is None
