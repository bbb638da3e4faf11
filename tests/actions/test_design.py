"""Design information of a release: versions, quotes, and what is asked again when what was quoted changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.actions.devices.enter_design import DesignGiven, enter_design
from kizuki.actions.devices.quote_design import quote_design
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.loading.loading import commit_load, preview_load
from kizuki.actions.register.watching import watch_register
from kizuki.core.devices.design import DesignChange
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import DesignEntry, DesignQuote, Reopening, Task
from kizuki.store.queries.design import design_of_release, quotes_of_case
from kizuki.store.queries.kept_documents import kept_document
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import Office
from tests.actions.record import TESTER, TODAY, company_and_pump, library, opened_case, sbom
from tests.actions.register.test_register import ON, decided, not_used_case

pytestmark = pytest.mark.django_db

PORT = DesignGiven("interfaces", "DICOM受信", date(2026, 5, 1), "104/tcp のみ。院内網から届く")
CLOSED = DesignGiven("interfaces", "DICOM受信", date(2026, 5, 2), gone=True)


def release(version: str = "1.0") -> int:
    return register_release("pump", version, sbom(library("jinja2", "2.10")), actor=TESTER).release


def entry() -> int:
    return DesignEntry.objects.get(current=True).pk


def test_the_same_title_makes_a_new_version_and_the_same_words_make_none() -> None:
    company_and_pump()
    pump = release()
    assert enter_design(pump, [PORT], on=TODAY, actor=TESTER) == 1
    assert enter_design(pump, [PORT], on=TODAY, actor=TESTER) == 0
    later = DesignGiven("interfaces", "DICOM受信", TODAY, "", (b"%PDF-1.7", "application/pdf"))
    assert (
        enter_design(pump, [later, DesignGiven("threat_model", "TM-7", TODAY, "図 3")], on=TODAY, actor=TESTER) == 2
    )
    found = design_of_release(PROGRAM, pump)
    assert found is not None
    shown = [(row.kind, row.title, row.number) for row in found.rows]
    assert shown == [("interfaces", "DICOM受信", 2), ("threat_model", "TM-7", 1)]
    assert [(row.number, row.body) for row in found.earlier] == [(1, PORT.body)]
    told = kept_document(PROGRAM, "design-entry", found.rows[0].id, "document")
    assert told is not None
    assert (told.media_type, told.content) == ("application/pdf", b"%PDF-1.7")
    assert verify_record().intact


def test_what_cannot_be_kept_is_refused_by_its_place_before_anything_is() -> None:
    company_and_pump()
    pump = release()
    for wrong, said in (
        (DesignGiven("ports", "x", TODAY, "y"), r"1.kind"),
        (DesignGiven("interfaces", "", TODAY, "y"), r"1.title"),
        (DesignGiven("interfaces", "x", TODAY, " "), r"1.body"),
        (DesignGiven("interfaces", "x", TODAY + timedelta(days=1), "y"), r"1.dated_on"),
    ):
        with pytest.raises(Refused, match=said):
            enter_design(pump, [PORT, wrong], on=TODAY, actor=TESTER)
    assert not DesignEntry.objects.exists()


def test_two_releases_differ_by_what_was_added_removed_and_changed() -> None:
    company_and_pump()
    one, two = release("1.0"), release("2.0")
    usb, web = (DesignGiven("interfaces", title, TODAY, "開いている") for title in ("USB", "HTTP"))
    enter_design(one, [PORT, usb], on=TODAY, actor=TESTER)
    enter_design(two, [DesignGiven("interfaces", "DICOM受信", TODAY, "2762/tcp (TLS)"), web], on=TODAY, actor=TESTER)
    found = design_of_release(PROGRAM, two, against=one)
    assert found is not None
    assert set(found.changes) == {
        DesignChange("interfaces", "DICOM受信", "changed"),
        DesignChange("interfaces", "HTTP", "added"),
        DesignChange("interfaces", "USB", "removed"),
    }
    enter_design(two, [DesignGiven("interfaces", "HTTP", TODAY, gone=True)], on=TODAY, actor=TESTER)
    found = design_of_release(PROGRAM, two, against=one)
    assert found is not None
    assert DesignChange("interfaces", "HTTP", "added") not in found.changes


def test_a_case_that_quotes_what_is_changed_is_asked_again_once() -> None:
    company_and_pump()
    pump, case_id = release(), opened_case()
    enter_design(pump, [PORT, DesignGiven("interfaces", "USB", TODAY, "x")], on=TODAY, actor=TESTER)
    quoted = DesignEntry.objects.get(title="DICOM受信").pk
    made = quote_design(quoted, "attackable", case_id=case_id, actor=TESTER)
    assert quote_design(quoted, "attackable", case_id=case_id, actor=TESTER) == made
    (row,) = quotes_of_case(PROGRAM, case_id)
    assert (row.fact, row.title, row.number, row.stands) == ("attackable", "DICOM受信", 1, True)
    enter_design(pump, [DesignGiven("interfaces", "USB", TODAY, "y")], on=TODAY, actor=TESTER)
    assert not Task.objects.filter(kind="design_changed").exists(), "nobody quotes it"
    enter_design(pump, [CLOSED], on=TODAY, actor=TESTER)
    task = Task.objects.get(kind="design_changed")
    assert (task.subject, task.values["count"]) == (f"case:{case_id}", 1)
    assert not quotes_of_case(PROGRAM, case_id)[0].stands
    assert verify_record().intact


def test_a_no_report_decision_that_quotes_what_is_changed_is_reopened() -> None:
    office, case_id = Office(), not_used_case()
    pump = release()
    enter_design(pump, [PORT], on=ON, actor=TESTER)
    quote_design(entry(), "component_present", case_id=case_id, actor=TESTER)
    decided(office, case_id)
    assert watch_register(on=ON, actor=TESTER) == []
    enter_design(pump, [DesignGiven("build_options", "LTO", ON, "有効")], on=ON, actor=TESTER)
    assert watch_register(on=ON, actor=TESTER) == [], "it does not rest on that"
    enter_design(pump, [CLOSED], on=ON, actor=TESTER)
    assert len(watch_register(on=ON, actor=TESTER)) == 1
    (cause,) = Reopening.objects.get().causes
    assert (cause["code"], cause["about"]) == ("design_changed", "1.0 interfaces DICOM受信")


def test_a_quote_is_of_what_stands_on_the_device_of_the_case() -> None:
    company_and_pump()
    pump, case_id = release(), opened_case()
    register_device(DeviceEntry("other", "別のポンプ"), actor=TESTER)
    other = register_release("other", "1.0", sbom(library("x", "1")), actor=TESTER).release
    enter_design(other, [PORT], on=TODAY, actor=TESTER)
    with pytest.raises(Refused, match="another device"):
        quote_design(entry(), "attackable", case_id=case_id, actor=TESTER)
    with pytest.raises(Refused, match="is not one of"):
        quote_design(entry(), "exploited", case_id=case_id, actor=TESTER)
    with pytest.raises(Refused, match="of a case or of an assessment"):
        quote_design(entry(), "attackable", actor=TESTER)
    enter_design(pump, [PORT], on=TODAY, actor=TESTER)
    mine = DesignEntry.objects.get(release=pump).pk
    with pytest.raises(Refused, match="is none of the case"):
        quote_design(mine, "attackable", case_id=case_id, matter="nowhere", actor=TESTER)
    enter_design(pump, [CLOSED], on=TODAY, actor=TESTER)
    with pytest.raises(Refused, match="replaced by a newer version"):
        quote_design(mine, "attackable", case_id=case_id, actor=TESTER)
    assert not DesignQuote.objects.exists()


def test_a_list_of_design_information_is_previewed_and_kept() -> None:
    company_and_pump()
    pump = release()
    header = "品目略号,版,種類,名称,時点,内容,該当しなくなった\n"
    rows = "pump,1.0,interfaces,DICOM受信,2026-05-01,104/tcp,\npump,9.9,interfaces,USB,2026-05-01,x,\n"
    shown = preview_load("design", (header + rows).encode(), {}, on=TODAY)
    assert [row.what for row in shown.rows] == ["made", "refused"]
    good = (header + rows.splitlines()[0] + "\n").encode()
    shown = preview_load("design", good, {}, on=TODAY)
    commit_load("design", good, {}, token=shown.token, on=TODAY, actor=TESTER)
    assert [row.what for row in preview_load("design", good, {}, on=TODAY).rows] == ["stands"]
    found = design_of_release(PROGRAM, pump)
    assert found is not None
    assert [row.title for row in found.rows] == ["DICOM受信"]
