"""The form that records that a first report left: what was drawn up is offered, what is known stands there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuki.actions.company.register_addressee import register_addressee
from kizuki.store.models import Attachment, FirstReport, Obligation
from kizuki.store.record import clock
from tests.actions.record import TESTER
from tests.web.test_doors_stories import done, of_role
from tests.web.test_first_addressee import OFFICE, noon, recording
from tests.web.test_first_sheet_page import begun, death_by_telephone, write
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

__all__ = ["noon"]


def drawn_twice(officer: Client, case_id: int) -> list[Attachment]:
    """The sheet drawn up, and once more after its facts changed, an hour later."""
    address = begun(officer, case_id)
    write(officer, address, "facts", "病室で停止した。")
    officer.post(address, {"then": "draw"})
    write(officer, address, "facts", "病室で停止し、患者が死亡した。")
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        officer.post(address, {"then": "draw"})
    return list(Attachment.objects.filter(case_id=case_id).order_by("pk"))


def test_each_sheet_that_is_drawn_up_has_a_name_of_its_own_with_day_and_time(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    assert [one.name for one in drawn_twice(officer, case_id)] == [
        "第一報連絡票_患者等1_第1版_2026-06-16_1200.pdf",
        "第一報連絡票_患者等1_第2版_2026-06-16_1300.pdf",
    ]
    address = (
        f"/cases/{case_id}/first-sheet?for={Obligation.objects.get(case_id=case_id, kind='first_report').person}"
    )
    assert len(officer.get(address).context["page"].kept) == 2, "both are found again"


def test_the_kept_sheets_are_offered_and_the_newest_is_what_was_sent_unless_another_is_chosen(
    office: dict[str, int],
) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    older, newer = drawn_twice(officer, case_id)
    address, told = recording(officer, case_id)
    field = officer.get(address).context["page"].shown.form["kept"]
    assert [value for value, _ in field.field.choices] == [str(newer.pk), str(older.pk), ""]
    assert field.value() == str(newer.pk)
    done(officer, address, told | {"addressee": "PMDA", "kept": older.pk})
    assert FirstReport.objects.get().document_id == older.document_id


def test_a_file_that_is_uploaded_is_kept_in_the_place_of_the_chosen_one(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    _, newer = drawn_twice(officer, case_id)
    address, told = recording(officer, case_id)
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 signed by hand", "application/pdf")
    done(officer, address, told | {"addressee": "PMDA", "kept": newer.pk, "sheet": scan})
    document = FirstReport.objects.get().document
    assert document is not None
    assert bytes(document.content) == b"%PDF-1.4 signed by hand"


def test_where_nothing_was_drawn_up_nothing_is_to_be_chosen_and_a_sheet_of_another_case_never(
    office: dict[str, int],
) -> None:
    officer = of_role("safety_officer")
    other, _ = drawn_twice(officer, death_by_telephone(officer))
    case_id = death_by_telephone(officer)
    address, told = recording(officer, case_id)
    assert "kept" not in officer.get(address).context["page"].shown.form.fields
    done(officer, address, told | {"addressee": "PMDA", "kept": other.pk})
    assert FirstReport.objects.get().document_id is None


def test_fax_and_today_stand_there_where_a_number_is_registered_and_nothing_where_none_is(
    office: dict[str, int],
) -> None:
    officer = of_role("safety_officer")
    address, _ = recording(officer, death_by_telephone(officer))
    form = officer.get(address).context["page"].shown.form
    assert (form["way"].value(), form["on"].value()) == (None, None)
    register_addressee(OFFICE, from_on=date(2026, 4, 1), actor=TESTER)
    form = officer.get(address).context["page"].shown.form
    assert (form["way"].value(), form["on"].value()) == ("fax", date(2026, 6, 16))


def test_whoever_is_named_is_called_as_on_every_page_and_nobody_is_chosen_beforehand(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address, _ = recording(officer, death_by_telephone(officer))
    field = officer.get(address).context["page"].shown.form["named"]
    assert [label for _, label in field.field.choices] == ["第一報（FAX等） 患者等1"]
    assert not field.value()


def test_its_arrival_is_told_with_how_it_was_confirmed(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address, told = recording(officer, case_id)
    done(officer, address, told | {"addressee": "PMDA"})
    arrival = Obligation.objects.get(case_id=case_id, kind="arrival")
    page = officer.get(f"/cases/{case_id}/do/confirm_arrival?row={arrival.pk}")
    assert "確認の方法・内容" in words(page)
    assert page.context["page"].shown.form["reason"].label == "確認の方法・内容"
