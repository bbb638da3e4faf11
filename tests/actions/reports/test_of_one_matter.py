"""A report is of one matter and at most one person: named, numbered, due and sent for itself."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.describe import describe
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.core.refusal import Refused
from kizuki.store.models import Report, Submission
from kizuki.store.queries.cases import parts_of
from kizuki.store.queries.reports import reports_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.words import report_name
from tests.actions.office import Office
from tests.actions.record import TESTER
from tests.actions.reports.casualties import (
    SENT,
    answered,
    boxes,
    case_of,
    dead,
    described,
    drafted,
    matter,
    person,
    sent,
    taken,
)

pytestmark = pytest.mark.django_db

VIEWER = Viewer(None, "program", "ja")


def follow_up(report: int, **values: object) -> int:
    said = {"status": "incomplete", "reason": "調査が進んだ", "next_report_on": date(2026, 9, 30), **values}
    return start_follow_up(report, **said, actor=TESTER)  # type: ignore[arg-type]


def test_three_patients_give_three_forms_each_due_and_filled_for_itself() -> None:
    office = Office()
    case_id = case_of(
        matter(
            "m17",
            person("p5"),
            dead("p6", learned_on="2026-06-08"),
            person("p7", predictable=True, trend_unpredictable=False, trend_hazard=False),
            malfunction_predictable=True,
        )
    )
    for who in ("p5", "p6", "p7"):
        described(case_id, "m17", who)
    made = {who: drafted(office, case_id, "m17", who) for who in ("p5", "p6", "p7")}
    rows = {report.person: report for report in Report.objects.filter(case_id=case_id)}
    assert {who: (row.matter, row.number, row.due_on) for who, row in rows.items()} == {
        "p5": ("m17", 1, date(2026, 6, 16)),
        "p6": ("m17", 1, date(2026, 6, 23)),
        "p7": ("m17", 1, date(2026, 7, 1)),
    }
    assert {who: boxes(report)["initials"] for who, report in made.items()} == {"p5": "P5", "p6": "P6", "p7": "P7"}
    assert [boxes(made[who])["outcome"] == "死亡" for who in ("p5", "p6", "p7")] == [False, True, False]
    assert all(not report.missing for report in rows.values())


def test_silence_is_refused_where_two_could_be_meant_and_names_both() -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5")), matter("m18", person("p6"), learned_on="2026-06-03"))
    with pytest.raises(Refused) as found:
        drafted(office, case_id)
    assert found.value.place == "matter"
    assert "m17" in found.value.reason
    assert "person p6 (serious)" in found.value.reason
    assert Report.objects.get(pk=drafted(office, case_id, "m18")).person == "p6", "one person of that matter"
    described(case_id, "m17", "p5")
    with pytest.raises(Refused, match="name one of"):
        describe(case_id, {"patient": {"age": 3}}, actor=TESTER)


def test_one_matter_with_one_person_needs_no_name_and_keeps_theirs() -> None:
    office, case_id = Office(), case_of(matter("m17", person("p5")))
    describe(case_id, {"patient": {"initials": "K.S."}, "report": {"number": 1}}, actor=TESTER)
    report = Report.objects.get(pk=drafted(office, case_id))
    assert (report.matter, report.person) == ("m17", "p5")
    assert boxes(report.pk)["initials"] == "K.S."


def test_what_was_told_of_the_only_person_stays_theirs_when_another_is_learned_of() -> None:
    office, case_id = Office(), case_of(matter("m17", person("p5")))
    describe(case_id, {"patient": {"initials": "K.S."}}, actor=TESTER)
    answered(case_id, matter("m17", person("p5"), person("p6")))
    assert boxes(drafted(office, case_id, "m17", "p5"))["initials"] == "K.S."
    assert boxes(drafted(office, case_id, "m17", "p6"))["initials"] != "K.S."
    assert parts_of(case_id)["patient"] == {"initials": "K.S."}


def test_each_person_has_their_own_number_of_reports_and_receipt() -> None:
    office, case_id = Office(), case_of(matter("m17", person("p5"), person("p6")))
    for who in ("p5", "p6"):
        described(case_id, "m17", who)
    sent(office, first := drafted(office, case_id, "m17", "p5"))
    taken(office, first, "000005AB")
    assert follow_up(first, reported_on=date(2026, 6, 12)) == 2
    sent(office, second := drafted(office, case_id, "m17", "p5"), date(2026, 6, 12))
    taken(office, second, "000006AB", date(2026, 6, 12))
    assert follow_up(second, reported_on=date(2026, 6, 15)) == 3
    third, other = drafted(office, case_id, "m17", "p5"), drafted(office, case_id, "m17", "p6")
    assert [Report.objects.get(pk=report).number for report in (third, other)] == [3, 1]
    assert boxes(third)["prev_number"] == "000006AB"
    assert (boxes(other)["type"], boxes(other)["prev_number"]) == ("初回報告", "該当なし")
    assert Report.objects.get(pk=third).due_on == date(2026, 9, 30), "on the day that was promised"
    with pytest.raises(Refused, match="is not the last that was sent"):
        follow_up(first)


def test_who_is_learned_of_after_a_report_of_nobody_has_a_first_report_of_their_own() -> None:
    office, case_id = Office(), case_of(matter("m17", None))
    described(case_id, "m17")
    sent(office, first := drafted(office, case_id))
    assert Report.objects.get(pk=first).person == ""
    answered(case_id, matter("m17", dead("p5", learned_on="2026-06-09")))
    with pytest.raises(Refused, match="p5"):
        drafted(office, case_id)
    assert Report.objects.get(pk=drafted(office, case_id, "m17", "p5")).number == 1
    assert follow_up(first, reported_on=SENT) == 2
    assert Report.objects.get(pk=drafted(office, case_id, "m17", "")).number == 2


def test_a_submission_speaks_for_the_items_of_its_own_determination_matter_and_person() -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5"), person("p6")), matter("m18", person("p7")))
    described(case_id, "m17", "p5")
    sent(office, report := drafted(office, case_id, "m17", "p5"))
    assert Submission.objects.get(report_id=report).covers == [["1-ハ", "m17", "p5"], ["2-ロ", "m17", ""]]


def test_a_report_is_complete_only_when_no_item_of_this_person_is_open() -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5", predictable=None), person("p6")))
    for who in ("p5", "p6"):
        described(case_id, "m17", who, status="complete", status_reason=None, next_report_on=None)
    with pytest.raises(Refused) as found:
        drafted(office, case_id, "m17", "p5")
    assert found.value.place == "report.status"
    assert Report.objects.get(pk=drafted(office, case_id, "m17", "p6")).status == "complete"


def test_a_draft_that_has_become_incomplete_is_not_handed_in_as_complete() -> None:
    office, case_id = Office(), case_of(matter("m17", person("p5")))
    described(case_id, "m17", "p5", status="complete", status_reason=None, next_report_on=None)
    report = drafted(office, case_id)
    answered(case_id, matter("m17", person("p5", predictable=None)))
    Report.objects.filter(pk=report).update(missing=[])
    with pytest.raises(Refused) as found:
        request_review(report, on=SENT, actor=office.ito)
    assert found.value.place == "report.status"


def test_facts_that_name_no_ids_are_reported_where_they_tell_of_one_matter_only() -> None:
    def unnamed(*matters: dict[str, object]) -> list[dict[str, object]]:
        return [{key: value for key, value in row.items() if key != "id"} for row in matters]

    office = Office()
    anonymous = {key: value for key, value in person("").items() if key != "id"}
    case_id = case_of(*unnamed(matter("m1", anonymous)))
    report = Report.objects.get(pk=drafted(office, case_id))
    assert (report.matter, report.person, report.number) == ("", "", 1)
    answered(case_id, *unnamed(matter("m1", anonymous), matter("m2", anonymous)))
    with pytest.raises(Refused, match="do not name their matters"):
        draft_form(case_id, 8, matter="1", actor=office.ito)


def test_a_report_of_before_goes_on_under_the_name_that_its_only_person_has_got() -> None:
    office = Office()
    anonymous = {key: value for key, value in person("").items() if key != "id"}
    nameless = {key: value for key, value in matter("m1", anonymous).items() if key != "id"}
    case_id = case_of(nameless)
    described_before = {"initials": "K.S."}
    describe(case_id, {"patient": described_before, "report": {**SENT_BEFORE}}, actor=TESTER)
    sent(office, first := drafted(office, case_id))
    answered(case_id, matter("m17", person("p5")))
    with pytest.raises(Refused, match="has been submitted"):
        drafted(office, case_id)
    assert follow_up(first, reported_on=SENT) == 2
    second = Report.objects.get(pk=drafted(office, case_id))
    assert (second.matter, second.person, second.number) == ("m17", "p5", 2)
    assert boxes(second.pk)["initials"] == "K.S."


SENT_BEFORE = {
    "number": 1,
    "status": "incomplete",
    "status_reason": "調査を継続しているため。",
    "reported_on": "2026-06-10",
    "next_report_on": "2026-07-31",
}


def test_pages_name_the_matter_and_the_person_where_the_case_has_more_than_one() -> None:
    office, case_id = Office(), case_of(matter("m17", person("p5"), person("p6")), matter("m18", person("p7")))
    drafted(office, case_id, "m17", "p6")
    (row,) = reports_of(VIEWER, case_id)
    assert report_name(row.form, row.number, "ja", row.whom) == "様式第8 事項1 患者等2 初回報告"
    assert report_name(row.form, row.number, "en", "matter 1 person 2") == "Form 8 matter 1 person 2 First"
    answered(case_id, matter("m17", person("p6")))
    assert reports_of(VIEWER, case_id)[0].whom == ""
