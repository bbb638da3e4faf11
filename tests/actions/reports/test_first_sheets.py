"""The sheet of a first report: printed and kept with its case; what was sent stands in the documents from its record."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pypdf
import pytest

from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.determine import determine
from kizuki.actions.company.register_addressee import AddresseeEntry, register_addressee
from kizuki.actions.devices.record_shipments import record_shipments
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.reports.draft_first_sheet import draft_first_sheet
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.actions.reports.sheet_filling import sheet_ground
from kizuki.actions.reports.write_sheet_box import write_sheet_box
from kizuki.core.devices.shipments import MonthSaid
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Attachment, AuditEntry, Case, Report
from kizuki.store.obligations.ledger import live_of
from kizuki.store.queries.attachments import attached_document
from kizuki.store.queries.cases import parts_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.reports.standing import spoken_since
from tests.actions.office import Office
from tests.actions.record import DEATH_IN_JAPAN, TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

SENT = datetime(2026, 6, 1, 5, 20, tzinfo=UTC)


OF_THE_PERSON = ("age", "sex", "death_date")


def said_of_the_person(report: Report) -> tuple[str, ...]:
    said = {box["id"]: box["value"] for box in report.fields}
    return tuple(said[name] for name in OF_THE_PERSON)


def death() -> int:
    """A death in Japan of which one sentence is known."""
    company_and_pump()
    case_id = opened_case(facts=DEATH_IN_JAPAN)
    determine(case_id, on=date(2026, 6, 20), actor=TESTER)
    return case_id


def text_of(case_id: int, attachment: int) -> str:
    found = attached_document(PROGRAM, case_id, attachment)
    assert found is not None
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(found.content)).pages)


def sent(case_id: int, office: Office, *, delivered: bool = True) -> None:
    (first,) = (row for row in live_of(case_id) if row.kind == "first_report")
    sheet = FirstSheet([first.kept_as], "fax", "PMDA", SENT, delivered=delivered)
    record_first_report(case_id, sheet, now=SENT, actor=office.kato)


def test_a_sheet_is_printed_from_one_sentence_kept_with_its_case_and_made_once() -> None:
    case_id = death()
    describe(case_id, {"event": {"situation": "ICUで輸液ポンプが警報なく停止した。"}}, actor=TESTER)
    before = AuditEntry.objects.count()
    kept = draft_first_sheet(case_id, actor=TESTER)
    text = text_of(case_id, kept)
    assert "第一報連絡票" in text
    assert "ICUで輸液ポンプが警報なく停止した。" in text
    assert "（送信後に記録）" in text
    assert "確認中" in text
    assert draft_first_sheet(case_id, actor=TESTER) == kept
    assert AuditEntry.objects.count() == before + 1
    assert Attachment.objects.get(pk=kept).name.startswith("第一報連絡票_")


def test_without_a_sentence_it_says_what_it_lacks_and_keeps_nothing() -> None:
    case_id = death()
    describe(case_id, {"event": {}}, actor=TESTER)
    with pytest.raises(Refused, match="facts"):
        draft_first_sheet(case_id, actor=TESTER)
    assert not Attachment.objects.exists()


def test_a_form_says_that_a_sheet_was_sent_only_once_its_dispatch_is_recorded() -> None:
    office, case_id = Office(), death()
    remarks = {
        field["id"]: field["value"] for field in Report.objects.get(pk=draft_form(case_id, 8, actor=TESTER)).fields
    }
    assert "第一報" not in (remarks["remarks"] or "")
    sent(case_id, office, delivered=False)
    failed = {f["id"]: f["value"] for f in Report.objects.get(pk=draft_form(case_id, 8, actor=TESTER)).fields}
    assert "第一報" not in (failed["remarks"] or ""), "a transmission that failed told nobody"
    sent(case_id, office)
    told = {f["id"]: f["value"] for f in Report.objects.get(pk=draft_form(case_id, 8, actor=TESTER)).fields}
    assert "第一報：2026年6月1日 14時20分 FAX送信（着信は未確認）" in told["remarks"]


def test_a_name_for_whom_no_first_report_is_asked_is_refused() -> None:
    case_id = death()
    with pytest.raises(Refused, match="is none of"):
        draft_first_sheet(case_id, matters=["m99"], actor=TESTER)


def test_a_box_of_a_sheet_stands_before_the_case_in_this_sheet_alone() -> None:
    office, case_id = Office(), death()
    ground = sheet_ground(case_id, (), ())
    assert ground.filled().missing == ("facts",)
    write_sheet_box(case_id, "facts", "病室で停止した。", read=ground.tag("event.situation"), actor=office.ito)
    instant = "令和8年6月1日 9時05分"
    write_sheet_box(case_id, "learned_at", instant, read=ground.tag("first.learned_at"), actor=office.ito)
    (person,) = ground.said("first.persons")
    rows = [{**person, "age_band": "70代", "sex": "女"}]
    write_sheet_box(case_id, "persons", rows, read=ground.tag("first.persons"), actor=office.ito)
    form = sheet_ground(case_id, (), ()).filled()
    assert form.missing == ()
    assert form.field("learned_at").value == "2026年6月1日 9時05分"
    (row,) = form.field("persons").value  # type: ignore[misc]
    assert [row.cell(name) for name in ("who", "age_band", "sex")] == ["患者等1", "70代", "女"]  # type: ignore[union-attr]
    text = text_of(case_id, draft_first_sheet(case_id, actor=office.ito))
    assert "病室で停止した。" in text
    assert person["id"] not in text, "an id of the record is nothing to whoever reads the paper"
    assert "situation" not in str(parts_of(case_id).get("event", {}).get("situation", "")), (
        "the case is not rewritten"
    )


def test_what_a_sheet_tells_of_a_person_stands_in_their_report_whenever_it_was_drafted() -> None:
    office, case_id = Office(), death()
    before = Report.objects.get(pk=draft_form(case_id, 8, actor=office.ito))
    assert said_of_the_person(before) == ("調査中", "調査中", "調査中")
    ground = sheet_ground(case_id, (), ())
    (person,) = ground.said("first.persons")
    rows = [{**person, "age_band": "70代", "sex": "男", "on": "令和8年5月31日"}]
    write_sheet_box(case_id, "persons", rows, read=ground.tag("first.persons"), actor=office.ito)
    assert spoken_since(before), "its print says what was before"
    after = Report.objects.get(pk=draft_form(case_id, 8, actor=office.ito))
    assert (after.pk, said_of_the_person(after)) == (before.pk, ("70代", "男", "2026-05-31"))
    assert {box["source"] for box in after.fields if box["id"] in OF_THE_PERSON} == {"first.persons"}
    # What the case itself tells of the person is nearer than a sheet that was written in haste.
    describe(case_id, {"patient": {"age": "76"}}, actor=TESTER)
    again = Report.objects.get(pk=draft_form(case_id, 8, actor=office.ito))
    assert said_of_the_person(again) == ("76歳", "男", "2026-05-31")


def test_what_a_sheet_does_not_know_either_is_taken_over_by_no_report() -> None:
    office, case_id = Office(), death()
    ground = sheet_ground(case_id, (), ())
    (person,) = ground.said("first.persons")
    rows = [{**person, "age_band": "確認中", "sex": "不明"}]
    write_sheet_box(case_id, "persons", rows, read=ground.tag("first.persons"), actor=office.ito)
    drafted = Report.objects.get(pk=draft_form(case_id, 8, actor=office.ito))
    assert said_of_the_person(drafted) == ("調査中", "調査中", "調査中")


def test_what_somebody_else_wrote_into_a_sheet_is_not_written_over_unseen() -> None:
    office, case_id = Office(), death()
    read = sheet_ground(case_id, (), ()).tag("first.supposed")
    write_sheet_box(case_id, "supposed", "外部からの接続か。", read=read, actor=office.ito)
    with pytest.raises(Refused) as refusal:
        write_sheet_box(case_id, "supposed", "電源の故障か。", read=read, actor=office.sato)
    assert refusal.value.place == "read"
    with pytest.raises(Refused, match="no box of form first"):
        write_sheet_box(case_id, "situation", "x", read=read, actor=office.sato)
    with pytest.raises(Refused, match="the rules fill it"):
        write_sheet_box(case_id, "sent", "送った", read=read, actor=office.sato)
    with pytest.raises(Refused, match="not a day with its time"):
        write_sheet_box(case_id, "learned_at", "昨日", read=read, actor=office.sato)


def test_whoever_is_learned_of_later_has_a_sheet_of_their_own_with_words_of_its_own() -> None:
    office, case_id = Office(), two_deaths()
    one, other = (harm["id"] for harm in newest_facts(case_id).facts["matters"][0]["harms"])
    with pytest.raises(Refused, match="name those whom the sheet is for"):
        sheet_ground(case_id, (), ())
    read = sheet_ground(case_id, (), (one,)).tag("event.situation")
    write_sheet_box(case_id, "facts", "一人目。", read=read, persons=(one,), actor=office.ito)
    assert sheet_ground(case_id, (), (one,)).filled().field("facts").value == "一人目。"
    assert sheet_ground(case_id, (), (other,)).filled().field("facts").value != "一人目。"
    assert [row["id"] for row in sheet_ground(case_id, (), (other,)).said("first.persons")] == [other]


def test_what_is_told_of_its_own_matter_stands_before_what_is_common_to_the_case() -> None:
    """A measure abroad and the same hole at home have their own sentences; the sheet of one never says the other's."""
    case_id = two_deaths()
    own = newest_facts(case_id).facts["matters"][0]["id"]
    one, other = (harm["id"] for harm in newest_facts(case_id).facts["matters"][0]["harms"])
    describe(case_id, {"event": {"situation": "共通の一文。"}}, actor=TESTER)
    describe(case_id, {"event": {"situation": "この事項の一文。"}}, matter=own, actor=TESTER)
    describe(case_id, {"event": {"situation": "この方の一文。"}}, matter=own, person=one, actor=TESTER)
    said = [sheet_ground(case_id, (), of).filled().field("facts").value for of in ((one,), (other,), (one, other))]
    assert said == ["この方の一文。", "この事項の一文。", "この事項の一文。"]


def test_units_in_japan_are_those_in_use_and_else_those_registered_which_the_sheet_says() -> None:
    office, case_id = Office(), death()
    device = Case.objects.get(pk=case_id).device.key

    def units() -> object:
        return sheet_ground(case_id, (), ()).filled().field("units_in_japan").value

    assert units() == "確認中"
    register_units(device, [UnitEntry("KZ-0001"), UnitEntry("KZ-0002")], actor=TESTER)
    assert units() == "2台（登録分）"
    months = [MonthSaid(date(2026, 4, 1), 10, 1000, 940), MonthSaid(date(2026, 5, 1), 12, 1012, 951)]
    record_shipments(device, months, on=date(2026, 6, 20), actor=office.ito)
    assert units() == "951台"


def two_deaths() -> int:
    company_and_pump()
    facts = json.loads(json.dumps(DEATH_IN_JAPAN))
    (matter,) = facts["matters"]
    matter["harms"] = [matter["harms"][0], {**matter["harms"][0], "learned_on": "2026-06-10"}]
    case_id = opened_case(facts=facts)
    determine(case_id, on=date(2026, 6, 20), actor=TESTER)
    return case_id


def test_the_sheet_goes_to_the_office_of_pmda_that_is_registered_with_its_fax() -> None:
    case_id = death()
    fixed = "独立行政法人医薬品医療機器総合機構　医療機器品質管理・安全対策部　医療機器安全対策課　御中"
    assert sheet_ground(case_id, (), ()).filled().field("addressee").value == fixed
    office = AddresseeEntry("pmda_first_report", "見本機構", "見本課", fax="00-1111-2222")
    register_addressee(office, from_on=date(2026, 4, 1), actor=TESTER)
    assert (
        sheet_ground(case_id, (), ()).filled().field("addressee").value
        == "見本機構　見本課　御中（FAX 00-1111-2222）"
    )
