"""Questionnaires from facts to the sent sheet, and to the fact that makes it wrong."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest

from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.questionnaires.keep_sent_sheet import keep_sent_sheet
from kizuki.actions.questionnaires.send_sheets import send_sheets
from kizuki.actions.questionnaires.tell_sheet_facts import FactEntry, tell_sheet_facts
from kizuki.actions.questionnaires.watch_sheets import watch_sheets
from kizuki.actions.verb import Actor
from kizuki.core.questionnaires import edition_of
from kizuki.core.questionnaires.catalogue import asked_of
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Obligation, Release, SentSheet, SheetFact
from kizuki.store.queries.sent_sheets import sent_workbook, to_correct, wrong_in
from kizuki.store.queries.sheet_answers import answers_for, keys_for
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.hospital_cast import ON, Told
from tests.actions.record import TESTER
from tests.asked_work import asked_of as work_of
from tests.planted import planted

pytestmark = pytest.mark.django_db

R7, MDS2 = "mhlw_checklist_vendor_r7", "mds2_2019"
WORKER = Actor.program("worker")
LATER = ON + timedelta(days=30)


@pytest.fixture
def it() -> Told:
    return Told()


def told(it: Told, owner: str, answer: str = "yes", on: date = ON, **names: str) -> int:
    entries = [FactEntry(name.replace("__", "."), names.get(name) or answer, on) for name in names]
    return tell_sheet_facts(owner, entries, on=max(on, ON), actor=it.office.ito)


def everything(it: Told) -> None:
    """Every fact that anybody can tell, of the company, the pump and both sites."""
    for owner, kind in (
        ("company:1", "company"),
        (f"device:{it.device}", "device"),
        *((f"release:{pk}", "release") for pk in Release.objects.values_list("pk", flat=True)),
        *((f"hospital:{pk}", "hospital") for pk in (it.north, it.south)),
    ):
        entries = [
            FactEntry(
                fact.name, "yes" if fact.kind == "yes_no" else "text", ON, "" if fact.kind == "yes_no" else "あり"
            )
            for fact in asked_of(kind)  # type: ignore[arg-type]
        ]
        tell_sheet_facts(owner, entries, on=ON, actor=it.office.ito)


def boxes(it: Told, sheet: str, hospital: int, on: date = ON) -> dict[str, tuple[str, str]]:
    edition = edition_of(sheet)
    (first, *_) = answers_for(PROGRAM, edition, keys_for(PROGRAM, edition, [hospital]), on)
    return {box.no: (box.state, box.answer) for box in first.boxes}


def test_the_record_answers_by_itself_what_it_knows(it: Told) -> None:
    north, south = boxes(it, R7, it.north), boxes(it, R7, it.south)
    assert north["2⑥"] == ("filled", "no")
    assert south["2⑥"] == ("filled", "yes")
    register_units("pump", [UnitEntry("S-2", "south", None)], actor=TESTER)
    assert boxes(it, R7, it.south)["2⑥"] == ("not_ours", "")
    mds2 = boxes(it, MDS2, it.north)
    assert mds2["DOC-1"] == ("filled", "見本メディカル株式会社")
    assert (mds2["SBOM-1"], mds2["SBOM-2"], mds2["SBOM-2.3"]) == (("filled", "yes"),) * 3
    assert mds2["SBOM-2.2"] == ("filled", "no")
    assert mds2["PAUT-8"] == ("open", "")


def test_while_no_release_of_a_device_is_out_nobody_says_whether_its_units_run_the_newest(it: Told) -> None:
    with planted():
        Release.objects.update(released_on=LATER)
    assert boxes(it, R7, it.north)["2⑥"] == ("not_ours", "")


def test_a_fact_of_the_site_that_nobody_told_is_not_ours_and_one_of_the_maker_is_open(it: Told) -> None:
    found = boxes(it, R7, it.north)
    assert found["4"] == ("not_ours", "")
    assert found["1①"] == ("open", "")
    told(it, "company:1", company__system_security_officer="yes")
    told(it, f"hospital:{it.north}", installation__rules="yes")
    assert boxes(it, R7, it.north)["4"] == boxes(it, R7, it.north)["1①"] == ("filled", "yes")
    assert boxes(it, R7, it.south)["4"] == ("not_ours", "")


def test_on_a_record_that_holds_every_fact_nine_boxes_of_ten_are_filled_on_each_sheet(it: Told) -> None:
    everything(it)
    send_sheets(MDS2, on=ON, actor=it.office.ito)
    send_sheets(R7, on=ON, actor=it.office.ito)
    for sheet in (R7, MDS2):
        rows = SentSheet.objects.filter(sheet=sheet)
        assert rows.count() == 2
        for row in rows:
            assert row.filled / row.boxes >= 0.9, (sheet, row.filled, row.boxes)


def test_a_sheet_is_kept_with_its_day_answers_and_workbook(it: Told) -> None:
    told(it, "company:1", company__system_security_officer="yes")
    (sent,) = send_sheets(R7, ["north"], on=ON, actor=it.office.ito)
    found = sent_workbook(PROGRAM, sent)
    assert found is not None
    page = openpyxl.load_workbook(io.BytesIO(found[1])).active
    assert page is not None
    rows = {str(row[0]): row for row in page.iter_rows(values_only=True)}
    assert rows["1①"][3] == "はい"
    assert rows["1①"][6] == ON.isoformat()
    assert rows["4"][7] == "医療機関のみが知る項目"
    assert not verify_record().faults


def test_the_same_facts_on_the_same_day_give_the_same_bytes(it: Told) -> None:
    first, second = (send_sheets(R7, ["north"], on=ON, actor=it.office.ito)[0] for _ in range(2))
    kept = dict(SentSheet.objects.values_list("pk", "workbook"))
    assert kept[first] == kept[second]


def test_a_fact_that_changes_lists_every_sent_sheet_that_is_now_wrong_and_no_other(it: Told) -> None:
    everything(it)
    send_sheets(R7, on=ON, actor=it.office.ito)
    assert watch_sheets(on=ON, actor=WORKER) == []
    told(it, f"hospital:{it.north}", installation__rules="no")
    assert work_of("watch_sheets")
    wrong = watch_sheets(on=ON, actor=WORKER)
    (row,) = to_correct(PROGRAM)
    assert (row.hospital, [row.id]) == (it.north, wrong)
    assert [(one.no, one.sent, one.now) for one in wrong_in(PROGRAM, wrong, ON)[row.id]] == [("4", "yes", "no")]
    owed = Obligation.objects.get(kind="sheet_correction")
    assert (owed.state, owed.learned_on, owed.due_on) == ("owed", ON, ON + timedelta(days=14))
    assert watch_sheets(on=ON, actor=WORKER) == wrong
    assert Obligation.objects.filter(kind="sheet_correction").count() == 1
    told(it, "company:1", company__system_security_officer="no")
    assert len(watch_sheets(on=ON, actor=WORKER)) == 2
    assert {one.hospital for one in to_correct(PROGRAM)} == {it.north, it.south}


def test_a_sheet_sent_anew_ends_the_correction_and_a_fact_that_is_again_as_it_was_ends_it_too(it: Told) -> None:
    everything(it)
    send_sheets(R7, on=ON, actor=it.office.ito)
    told(it, "company:1", company__system_security_officer="no")
    watch_sheets(on=ON, actor=WORKER)
    send_sheets(R7, ["north"], on=ON, actor=it.office.ito)
    assert [one.hospital for one in to_correct(PROGRAM)] == [it.south]
    told(it, "company:1", company__system_security_officer="yes")
    watch_sheets(on=ON, actor=WORKER)
    assert [one.hospital for one in to_correct(PROGRAM)] == [it.north]
    ends = Obligation.objects.filter(kind="sheet_correction").order_by("pk").values_list("ended_by", flat=True)
    assert sorted(ends) == ["", "send_sheets", "watch_sheets"]


def test_a_release_that_is_newer_makes_the_box_about_updates_wrong_without_anybodys_word(it: Told) -> None:
    from kizuki.actions.devices.register_release import register_release

    send_sheets(R7, ["south"], on=ON, actor=it.office.ito)
    register_release("pump", "3.0", None, actor=TESTER)
    (wrong,) = watch_sheets(on=LATER, actor=WORKER)
    assert [(one.no, one.sent, one.now) for one in wrong_in(PROGRAM, [wrong], LATER)[wrong]] == [("2⑥", "yes", "no")]


def test_a_person_may_say_that_a_sheet_stands_until_it_differs_in_another_way(it: Told) -> None:
    everything(it)
    send_sheets(R7, ["north"], on=ON, actor=it.office.ito)
    told(it, "company:1", company__system_security_officer="no")
    watch_sheets(on=ON, actor=WORKER)
    owed = Obligation.objects.get(kind="sheet_correction").pk
    with pytest.raises(Refused, match="reason"):
        keep_sent_sheet(owed, " ", actor=it.office.sato)
    keep_sent_sheet(owed, "電話で伝えた", actor=it.office.sato)
    watch_sheets(on=ON, actor=WORKER)
    assert to_correct(PROGRAM) == ()
    told(it, f"hospital:{it.north}", installation__rules="no")
    watch_sheets(on=ON, actor=WORKER)
    assert len(to_correct(PROGRAM)) == 1


def test_a_disclosure_that_was_sent_for_every_device_answers_whether_it_was_handed(it: Told) -> None:
    assert boxes(it, R7, it.north)["2③"] == ("not_ours", "")
    send_sheets(MDS2, ["north"], on=ON, actor=it.office.ito)
    assert boxes(it, R7, it.north)["2③"] == ("filled", "yes")
    assert boxes(it, R7, it.south)["2③"] == ("not_ours", "")


def test_what_is_told_of_a_release_goes_before_what_is_told_of_its_device(it: Told) -> None:
    first = Release.objects.get(version="1.0").pk
    told(it, f"device:{it.device}", access__mfa="yes")
    told(it, f"release:{first}", access__mfa="no")
    assert boxes(it, MDS2, it.north)["PAUT-8"] == ("filled", "no")
    assert boxes(it, MDS2, it.south)["PAUT-8"] == ("filled", "yes")
    told(it, f"release:{first}", access__mfa="withdrawn")
    assert boxes(it, MDS2, it.north)["PAUT-8"] == ("filled", "yes")


@pytest.mark.parametrize(
    ("owner", "entry"),
    [
        ("company:1", FactEntry("access.mfa", "yes", ON)),
        ("company:1", FactEntry("company.nothing", "yes", ON)),
        ("company:1", FactEntry("company.isao", "text", ON, "はい")),
        ("company:1", FactEntry("company.incident_contact", "text", ON)),
        ("company:1", FactEntry("company.isao", "yes", LATER)),
        ("company:1", FactEntry("company.isao", "yes", ON, "", LATER)),
        ("company:2", FactEntry("company.isao", "yes", ON)),
        ("patient:1", FactEntry("company.isao", "yes", ON)),
    ],
)
def test_a_fact_that_cannot_be_is_refused_and_nothing_is_kept(it: Told, owner: str, entry: FactEntry) -> None:
    with pytest.raises(Refused):
        tell_sheet_facts(owner, [entry], on=ON, actor=it.office.ito)
    assert not SheetFact.objects.exists()


def test_a_sheet_whose_items_are_not_loaded_is_not_sent(it: Told) -> None:
    with pytest.raises(Refused, match="items not loaded"):
        send_sheets("mhlw_checklist_r8", on=ON, actor=it.office.ito)


def test_two_hundred_hospitals_are_answered_in_queries_that_do_not_grow(
    it: Told, django_assert_max_num_queries: object
) -> None:
    from kizuki.actions.devices.register_hospital import register_hospital

    edition = edition_of(R7)
    for number in range(30):
        register_hospital(key=f"h{number}", name=f"第{number}病院", actor=TESTER)
    register_units("pump", [UnitEntry(f"H-{n}", f"h{n}", "1.0") for n in range(30)], actor=TESTER)
    from kizuki.store.queries.sheet_answers import hospitals_with_units

    every = hospitals_with_units(PROGRAM)
    with django_assert_max_num_queries(16):
        found = answers_for(PROGRAM, edition, keys_for(PROGRAM, edition, every), ON)
    assert len(found) == 32
