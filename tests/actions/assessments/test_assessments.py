"""Saving, confirming and recomputing assessments: nothing that was saved can be changed, and two people are needed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
from kizuki.actions.assessments.draft import draft_of, keep_draft, sheet_of_current
from kizuki.actions.assessments.save_assessment import assessed_of, save_assessment
from kizuki.actions.assessments.sheet import Sheet, accepted, adopted, answered, sheet_of_record, standing_of
from kizuki.actions.assessments.sign_assessment import (
    confirm_assessment,
    dissent_from_assessment,
    return_assessment,
    state_no_hazard,
)
from kizuki.actions.people.delegate import delegate
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.scoring.profiles import propose, read_device_profile
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Advisory, Assessment, AssessmentSignature, Device
from kizuki.store.queries.recomputing import recomputed, recomputed_assessments
from tests.actions.assessments.desk import ON, Desk, furnished, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return furnished()


def _save(desk: Desk, one: Sheet) -> Assessment:
    number = save_assessment(desk.device, desk.advisory, one, on=ON, actor=desk.author)
    return Assessment.objects.get(device_id=desk.device, advisory_id=desk.advisory, revision=number)


def test_a_draft_leaves_no_trace_in_the_audit_and_is_gone_after_save(desk: Desk) -> None:
    person = int(desk.author.code.partition(":")[2])
    before = head().seq
    keep_draft(person, desk.device, desk.advisory, sheet(XIT="H"))
    assert head().seq == before
    assert draft_of(person, desk.device, desk.advisory) == sheet(XIT="H")
    _save(desk, sheet(XIT="H"))
    assert head().seq == before + 1
    assert draft_of(person, desk.device, desk.advisory) is None
    assert verify_record().intact


def test_a_question_that_nobody_answered_is_saved_as_unknown_and_said_to_be_so(desk: Desk) -> None:
    made = _save(desk, answered(Sheet(), {"XAVN": "Y"}))
    assert made.record["input"]["answers"]["XAVT"] == "U"
    assert made.record["origins"]["XAVT"] == {"origin": "not_answered"}
    assert made.record["origins"]["XAVN"] == {"origin": "person"}
    # Everything Unknown behind a network: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H (scoring.md V15).
    assert float(made.score) == 10.0


def test_the_same_sheet_makes_no_second_revision_and_a_new_answer_does(desk: Desk) -> None:
    assert _save(desk, sheet(XIT="H")).revision == 1
    assert _save(desk, sheet(XIT="H")).revision == 1
    assert _save(desk, sheet(XIT="L")).revision == 2
    assert list(Assessment.objects.order_by("revision").values_list("current", flat=True)) == [False, True]
    assert sheet_of_current(desk.device, desk.advisory).answers["XIT"] == "L"


def test_a_draft_begins_with_the_answers_that_a_program_kept(desk: Desk) -> None:
    told = sheet(XIT="H")
    device = Device.objects.get(pk=desk.device)
    name = Advisory.objects.get(pk=desk.advisory).identifier
    kept = {"answers": assessed_of(told, ON).given["answers"]}
    assert assess_vulnerability(device.key, name, kept, actor=Actor.program("loading")) == 1
    found = sheet_of_current(desk.device, desk.advisory)
    assert found.answers == kept["answers"]
    assert found.origins == {}


def test_what_nobody_answered_is_still_unanswered_in_the_next_draft(desk: Desk) -> None:
    made = _save(desk, answered(Sheet(), {"XAVN": "Y"}))
    assert sheet_of_current(desk.device, desk.advisory).answers == {"XAVN": "Y"}
    assert sheet_of_record({**made.record, "sheet": {}}).answers == {"XAVN": "Y"}


@pytest.mark.parametrize(
    "change", ["score = 0", "record = '{}'", "digest = ''", "proposed_by_id = NULL", "revision = 9"]
)
def test_no_column_of_a_saved_revision_can_be_changed(desk: Desk, change: str) -> None:
    from django.db import connection

    made = _save(desk, sheet(XIT="H"))
    with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE store_assessment SET {change} WHERE id = {made.pk}")
    with pytest.raises(DatabaseError, match="is not deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM store_assessment WHERE id = {made.pk}")


def test_a_superseded_revision_does_not_become_the_current_one_again(desk: Desk) -> None:
    first = _save(desk, sheet(XIT="H"))
    _save(desk, sheet(XIT="L"))
    with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
        Assessment.objects.filter(pk=first.pk).update(current=True)


def test_the_stored_result_follows_from_the_stored_answers_and_a_forged_one_is_named(desk: Desk) -> None:
    made = _save(desk, sheet(XIT="H", XMAVS="N", XMAVD="N", XMAVG="Y"))
    assert recomputed(made.record, made.digest) == ()
    forged = {**made.record, "outcome": {**made.record["outcome"], "pips": []}}
    assert recomputed(forged, made.digest) == ("digest", "pips")
    milder = {**made.record, "input": {**made.record["input"], "answers": {**sheet(XIT="N").answers}}}
    assert "cvss31" in recomputed(milder)
    (row,) = recomputed_assessments()
    assert (row.device, row.revision, row.faults, row.difference) == ("pump", 1, (), False)


def test_who_saved_does_not_confirm_and_another_person_does_once(desk: Desk) -> None:
    made = _save(desk, sheet(XIT="H"))
    with pytest.raises(Refused, match="does not confirm"):
        confirm_assessment(made.pk, actor=desk.author)
    confirm_assessment(made.pk, actor=desk.second)
    with pytest.raises(Refused, match="already"):
        return_assessment(made.pk, remark="遅い", actor=desk.second)
    newer = _save(desk, sheet(XIT="L"))
    with pytest.raises(Refused, match="not the current"):
        confirm_assessment(made.pk, actor=desk.second)
    with pytest.raises(Refused, match="empty"):
        return_assessment(newer.pk, remark=" ", actor=desk.second)
    return_assessment(newer.pk, remark="XIT を見直す", actor=desk.second)
    assert verify_record().intact


def test_who_stands_in_for_the_author_does_not_confirm_their_assessment(desk: Desk) -> None:
    made = _save(desk, sheet(XIT="H"))
    today = timezone.localdate()
    author, second = (int(one.code.partition(":")[2]) for one in (desk.author, desk.second))
    delegate(author, second, begins_on=today, ends_on=today, reason="出張", actor=desk.author)
    with pytest.raises(Refused, match="one of the two stands in for the other"):
        confirm_assessment(made.pk, actor=desk.second)


def test_a_dissent_stands_beside_and_moves_no_score(desk: Desk) -> None:
    made = _save(desk, sheet(XIT="L"))
    dissent_from_assessment(made.pk, code="XIT", remark="治療が止まりうる", actor=desk.author)
    with pytest.raises(Refused, match="not a question"):
        dissent_from_assessment(made.pk, code="XYZ", remark="x", actor=desk.author)
    made.refresh_from_db()
    assert (made.signatures.get().code, float(made.score)) == ("XIT", 5.3)
    with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
        AssessmentSignature.objects.update(remark="")


def test_a_reduction_counts_only_with_person_evidence_and_a_day_that_has_not_come(desk: Desk) -> None:
    one = sheet(XAT="H", XMAVS="N", XMAVD="N", XMAVG="Y")
    assert standing_of(one, ON).result.cvss31.environmental is None
    for evidence, expires_on in (("", date(2027, 1, 1)), ("DOC-1", None)):
        with pytest.raises(Refused):
            accepted(one, "MAV", "A", who="鈴木", evidence=evidence, expires_on=expires_on)
    agreed = accepted(one, "MAV", "A", who="鈴木", evidence="DOC-1", expires_on=date(2026, 7, 1))
    assert "MAV:A" in standing_of(agreed, ON).result.cvss31.vector
    assert "MAV" not in standing_of(agreed, date(2026, 7, 1)).result.cvss31.vector
    assert _save(desk, agreed).record["input"]["confirmed"][0]["evidence"] == "DOC-1"


def test_a_proposal_is_taken_over_with_its_origin_and_never_over_an_answer(desk: Desk) -> None:
    profile = read_device_profile({"id": "pump", "interfaces": [{"id": "wlan0", "kind": "wifi"}]})
    one = adopted(answered(Sheet(), {"XAVT": "U"}), propose(profile).proposed, "現物で確認")
    assert (one.answers["XAVN"], one.answers["XAVT"]) == ("Y", "U")
    made = _save(desk, one)
    assert made.record["origins"]["XAVN"]["origin"] == "device_profile"
    assert made.record["origins"]["XAVN"]["entry"] == "interfaces.wlan0"
    assert made.record["origins"]["XAVT"] == {"origin": "person"}
    assert made.record["sheet"]["adopted_because"] == "現物で確認"


def test_no_hazard_is_stated_by_another_person_and_only_where_every_answer_is_none(desk: Desk) -> None:
    grave = _save(desk, sheet(XIT="L"))
    with pytest.raises(Refused, match="not every safety-relevant answer"):
        state_no_hazard(grave.pk, reason="届かない", actor=desk.second)
    harmless = _save(desk, sheet(XCO="L"))
    with pytest.raises(Refused, match="does not review"):
        state_no_hazard(harmless.pk, reason="届かない", actor=_as_manager(desk))
    state_no_hazard(harmless.pk, reason="届かない", actor=desk.second)


def _as_manager(desk: Desk):  # type: ignore[no-untyped-def]
    """The author, as somebody whose role may review."""
    from kizuki.store.models import User

    User.objects.filter(pk=int(desk.author.code.partition(":")[2])).update(role="safety_officer")
    return desk.author
