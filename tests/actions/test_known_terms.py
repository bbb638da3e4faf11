"""Known or unknown: proposed from the precautions, confirmed by a person, and quoted."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.confirm_listed import TermSaid, confirm_listed
from kizuki.actions.cases.describe import describe
from kizuki.actions.devices.record_precaution import record_precaution
from kizuki.actions.reports.draft_form import draft_form
from kizuki.core.devices.listed import EntryTerm
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, Report
from kizuki.store.queries.cases import parts_of
from kizuki.store.queries.checking import check_of
from kizuki.store.queries.known_terms import foreseen_by_terms, known_terms
from kizuki.store.queries.listed import listed_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import ON, Office, filled_case
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

TERM = {"code": "A1105", "term": "通信の不具合", "known": True, "causality": "suspected", "risk": "occurred"}


def precaution(case_id: int, dated_on: date, **values: object) -> int:
    key = Case.objects.get(pk=case_id).device.key
    given = {"edition": "第3版", "terms": (EntryTerm("imdrf", "A1105"),), **values}
    made = record_precaution(
        key, "重要な基本的注意", "通信が途絶することがある。", dated_on=dated_on, actor=TESTER, **given
    )  # type: ignore[arg-type]
    assert made is not None
    return made


def told(case_id: int, office: Office) -> str:
    """The event happened on 1 July, with one term; returns the id of its matter."""
    event = parts_of(case_id)["event"] | {"occurred_on": "2026-07-01", "device_problems": [TERM]}
    describe(case_id, {"event": event}, actor=office.ito)
    return str(newest_facts(case_id).facts["matters"][0]["id"])


def test_a_term_is_known_by_the_sentence_and_edition_of_the_day_and_the_check_finds_it() -> None:
    office, case_id = Office(), filled_case()
    matter = told(case_id, office)
    entry = precaution(case_id, date(2025, 4, 1))
    report = draft_form(case_id, 8, actor=office.ito)
    unquoted = {(one.code, one.field) for one in check_of(PROGRAM, report, ON).findings}  # type: ignore[union-attr]
    assert ("known_without_sentence", "device_problem") in unquoted
    found = known_terms(PROGRAM, case_id)
    assert found is not None
    line = next(one for one in found.lines if one.term.codes == (("imdrf", "A1105"),))
    assert (line.proposed.answer, line.confirmed) == ("listed", None)
    confirm_listed(case_id, matter, "", TermSaid(line.term, "listed", entry, ""), actor=office.ito)
    (row,) = listed_of(PROGRAM, case_id)
    assert (row.sentence, row.edition, row.in_force_on) == ("通信が途絶することがある。", "第3版", date(2025, 4, 1))
    assert row.event_on == date(2026, 7, 1)
    quoted = {(one.code, one.field) for one in check_of(PROGRAM, report, ON).findings}  # type: ignore[union-attr]
    assert ("known_without_sentence", "device_problem") not in quoted


def test_a_precaution_revised_as_a_measure_makes_nothing_known_before_its_day() -> None:
    office, case_id = Office(), filled_case()
    matter = told(case_id, office)
    entry = precaution(case_id, date(2026, 7, 20), as_measure=True)
    found = known_terms(PROGRAM, case_id)
    assert found is not None
    line = next(one for one in found.lines if one.term.codes == (("imdrf", "A1105"),))
    assert (line.proposed.answer, line.proposed.why) == ("not_listed", "later_than_the_event")
    with pytest.raises(Refused, match="not in force on 2026-07-01"):
        confirm_listed(case_id, matter, "", TermSaid(line.term, "listed", entry, "措置"), actor=office.ito)


def test_against_the_proposal_a_person_says_why_and_the_newest_word_counts() -> None:
    office, case_id = Office(), filled_case()
    matter = told(case_id, office)
    entry = precaution(case_id, date(2025, 4, 1))
    line = next(one for one in known_terms(PROGRAM, case_id).lines if one.term.codes)  # type: ignore[union-attr]
    with pytest.raises(Refused) as refusal:
        confirm_listed(case_id, matter, "", TermSaid(line.term, "not_listed", None, ""), actor=office.ito)
    assert refusal.value.place == "reason"
    confirm_listed(case_id, matter, "", TermSaid(line.term, "listed", entry, ""), actor=office.ito)
    confirm_listed(case_id, matter, "", TermSaid(line.term, "not_listed", None, "程度が異なる"), actor=office.sato)
    (row,) = listed_of(PROGRAM, case_id)
    assert (row.known, row.reason, row.confirmed_by) == (False, "程度が異なる", "sato")


def test_a_confirmed_term_says_so_in_the_form_where_nobody_wrote_otherwise() -> None:
    office, case_id = Office(), filled_case()
    untold = {key: value for key, value in TERM.items() if key != "known"}
    own = {"jfmda": "9001", "term": "設定の誤り", "causality": "suspected", "risk": "occurred", "known": False}
    event = {"occurred_on": "2026-07-01", "device_problems": [untold, own]}
    describe(case_id, {"event": parts_of(case_id)["event"] | event}, actor=office.ito)
    matter = str(newest_facts(case_id).facts["matters"][0]["id"])
    entry = precaution(case_id, date(2025, 4, 1), terms=(EntryTerm("imdrf", "A1105"), EntryTerm("jfmda", "9001")))
    lines = [one for one in known_terms(PROGRAM, case_id).lines if one.key == "device_problems"]  # type: ignore[union-attr]
    assert [line.proposed.answer for line in lines] == ["listed", "listed"], "a code of either list is its own"
    report = draft_form(case_id, 8, actor=office.ito)
    assert [row["known"] for row in box_of(report, "device_problem")] == ["調査中", "未知"], (
        "what nobody confirmed is not known"
    )
    for line in lines:
        confirm_listed(case_id, matter, "", TermSaid(line.term, "listed", entry, ""), actor=office.ito)
    draft_form(case_id, 8, actor=office.ito)
    assert [row["known"] for row in box_of(report, "device_problem")] == ["既知", "未知"], (
        "what was told stays as told"
    )


def box_of(report: int, name: str) -> list[dict[str, str]]:
    return next(box["value"] for box in Report.objects.get(pk=report).fields if box["id"] == name)


def test_the_terms_bear_on_the_malfunction_and_on_each_person_apart() -> None:
    office, case_id = Office(), filled_case("event-4-infusion-overdose")
    facts = newest_facts(case_id).facts["matters"][0]
    found = known_terms(PROGRAM, case_id)
    assert found is not None
    of_malfunction = foreseen_by_terms(found, facts["id"], "")
    of_person = foreseen_by_terms(found, facts["id"], facts["harms"][0]["id"])
    assert {line.key for line in of_malfunction.lines} == {"device_problems"}
    assert {line.key for line in of_person.lines} == {"health_impacts"}
    assert (of_malfunction.answer, of_person.answer) == (None, None), "nobody has confirmed anything"
    line = of_person.lines[0]
    said = TermSaid(line.term, "not_listed", None, "記載なし")
    confirm_listed(case_id, line.matter, line.person, said, actor=office.ito)
    again = known_terms(PROGRAM, case_id)
    assert again is not None
    assert foreseen_by_terms(again, facts["id"], facts["harms"][0]["id"]).answer is False
    assert foreseen_by_terms(again, facts["id"], "").answer is None, "a harm says nothing of the malfunction"


def test_a_term_of_the_precautions_has_its_code_or_its_words() -> None:
    _, case_id = Office(), filled_case()
    for term in (
        EntryTerm("imdrf", words="x"),
        EntryTerm("own", "A1"),
        EntryTerm("who"),
        EntryTerm("own", words=" "),
    ):
        with pytest.raises(Refused, match=r"precaution\.terms\.0"):
            precaution(case_id, date(2025, 4, 1), terms=(term,))
    with pytest.raises(Refused, match="no severity"):
        precaution(case_id, date(2025, 4, 1), terms=(EntryTerm("imdrf", "A1", up_to="awful"),))
