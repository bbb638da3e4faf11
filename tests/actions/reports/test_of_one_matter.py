"""A report is of one matter and at most one person: named, numbered, due and sent for itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.cases.describe import describe
from kizuki.actions.reports.meant import about
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import submit_report
from kizuki.core.facts import read_case
from kizuki.core.forms.told import Told
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from kizuki.store.models import Report
from kizuki.store.queries.cases import parts_of
from kizuki.store.queries.reports import reports_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.words import report_name
from tests.actions.office import Office, read, sending
from tests.actions.record import TESTER
from tests.actions.reports.casualties import (
    SAYS,
    SENT,
    answered,
    approved,
    boxes,
    case_of,
    dead,
    described,
    drafted,
    ids,
    matter,
    person,
    sent,
    spoken_for,
    taken,
    who_is,
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
    rows = {who_is(case_id, report.person): report for report in Report.objects.filter(case_id=case_id)}
    assert {who: (who_is(case_id, row.matter), row.number, row.due_on) for who, row in rows.items()} == {
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
    named = ids(case_id)
    assert f"matter {named['m17']} (event, learned 2026-06-01)" in found.value.reason
    assert f"person {named['p6']} (serious)" in found.value.reason
    report = Report.objects.get(pk=drafted(office, case_id, "m18"))
    assert report.person == named["p6"], "one person of that matter"
    described(case_id, "m17", "p5")
    with pytest.raises(Refused, match="name one of"):
        describe(case_id, {"patient": {"age": 3}}, actor=TESTER)


def test_one_matter_with_one_person_needs_no_name_and_keeps_theirs() -> None:
    office, case_id = Office(), case_of(matter("m17", person("p5")))
    describe(case_id, {"patient": {"initials": "K.S."}, "report": {"number": 1}}, actor=TESTER)
    report = Report.objects.get(pk=drafted(office, case_id))
    assert (who_is(case_id, report.matter), who_is(case_id, report.person)) == ("m17", "p5")
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
    assert (boxes(other)["type"], boxes(other)["prev_number"]) == ("初回報告", None)
    assert Report.objects.get(pk=third).due_on == date(2026, 9, 30), "on the day that was promised"
    with pytest.raises(Refused, match="is not the last that was sent"):
        follow_up(first)


def test_who_is_learned_of_after_a_report_of_nobody_has_a_first_report_of_their_own() -> None:
    office, case_id = Office(), case_of(matter("m17", None))
    described(case_id, "m17")
    sent(office, first := drafted(office, case_id))
    assert Report.objects.get(pk=first).person == ""
    answered(case_id, matter("m17", dead("p5", learned_on="2026-06-09")))
    with pytest.raises(Refused, match=ids(case_id)["p5"]):
        drafted(office, case_id)
    assert Report.objects.get(pk=drafted(office, case_id, "m17", "p5")).number == 1
    assert follow_up(first, reported_on=SENT) == 2
    assert Report.objects.get(pk=drafted(office, case_id, "m17", "")).number == 2


def test_a_person_learned_of_later_is_due_from_their_own_day_once_the_matter_was_reported() -> None:
    office, case_id = Office(), case_of(matter("m17", person("p5")))
    described(case_id, "m17", "p5")
    sent(office, drafted(office, case_id))
    # 2-ロ of the matter is due on 1 July and was told with p5; the death of 29 June has fifteen days of its own.
    answered(case_id, matter("m17", person("p5"), dead("p6", learned_on="2026-06-29")), on=date(2026, 6, 29))
    assert Report.objects.get(pk=drafted(office, case_id, "m17", "p6")).due_on == date(2026, 7, 14)


def test_a_submission_speaks_for_the_items_of_its_own_determination_matter_and_person() -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5"), person("p6")), matter("m18", person("p7")))
    described(case_id, "m17", "p5")
    sent(office, report := drafted(office, case_id, "m17", "p5"))
    assert spoken_for(report) == {("1-ハ", "m17", "p5"): "met", ("2-ロ", "m17", ""): "met"}


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
    def unnamed(*matters: dict[str, Any]) -> dict[str, Any]:
        rows = [{key: value for key, value in row.items() if key not in ("id", "harms")} for row in matters]
        return {"device": {"own": True, "designated": False}, "matters": rows}

    case_id = case_of(matter("m17", None))
    one, two = (read_case(unnamed(*[matter("m1")] * count)) for count in (1, 2))
    meant = about(case_id, 8, assess(one), one, Told(0, None))
    assert (meant.subject.matter, meant.subject.person, meant.subject.alone) == ("", "", True)
    with pytest.raises(Refused, match="do not name their matters"):
        about(case_id, 8, assess(two), two, Told(1, None))


def test_a_report_of_before_goes_on_under_the_name_that_its_only_person_has_got() -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5")), patient={"initials": "K.S.", "weight": 60}, report=SAYS)
    approved(office, first := drafted(office, case_id))
    # As a release before wrote it, with what it says of itself and of the patient without a place.
    Report.objects.filter(pk=first).update(matter="", person="")
    submit_report(first, sending("portal", SENT, read(first)), on=SENT, actor=office.kato)
    with pytest.raises(Refused, match="has been submitted"):
        drafted(office, case_id)
    assert follow_up(first, reported_on=SENT) == 2
    second = Report.objects.get(pk=drafted(office, case_id))
    assert (who_is(case_id, second.matter), who_is(case_id, second.person), second.number) == ("m17", "p5", 2)
    assert boxes(second.pk)["initials"] == "K.S."


def test_pages_name_the_matter_and_the_person_where_the_case_has_more_than_one() -> None:
    office, case_id = Office(), case_of(matter("m17", person("p5"), person("p6")), matter("m18", person("p7")))
    drafted(office, case_id, "m17", "p6")
    (row,) = reports_of(VIEWER, case_id)
    assert report_name(row.form, row.number, "ja", row.whom) == "様式8 事項1 患者等2 初回報告"
    assert report_name(row.form, row.number, "en", "matter 1 person 2") == "Form 8 matter 1 person 2 initial report"
    answered(case_id, matter("m17", person("p6")))
    assert reports_of(VIEWER, case_id)[0].whom == ""
