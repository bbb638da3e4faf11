"""What a case rests on leads to its page, and the original of it is taken out as a file by whoever may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.people.signing import person_of
from kizuki.store.models import SafetyInformation
from tests.actions.obligations.desk import ON, Desk
from tests.actions.record import TESTER, TODAY
from tests.actions.test_information import a_case
from tests.web.test_doors_stories import of_role
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

MAIL = b"From: nurse@example.org\r\n\r\n<script>alert(1)</script>"


def received(**values: Any) -> int:
    told: dict[str, Any] = {"source": "hospital", "receipts": [ReceiptEntry(ON, name="営業")], "device": "pump"}
    told |= {"texts": {"summary": "停止した"}, "original": (MAIL, "message/rfc822")} | values
    return receive_information(InformationEntry(**told), on=TODAY, actor=TESTER)


def address(heard: int) -> str:
    return f"/documents/safety-information/{heard}/original"


def test_the_original_leaves_as_a_file_with_a_name_that_no_browser_runs() -> None:
    Desk()
    heard = received()
    officer = of_role("safety_officer")
    page = officer.get(f"/information/{heard}").content.decode()
    assert f'href="{address(heard)}"' in page
    file = officer.get(f"{address(heard)}/file")
    assert file.content == MAIL
    number, digest = SafetyInformation.objects.values_list("number", "original").get(pk=heard)
    assert file["Content-Disposition"] == f'attachment; filename="{number}_original_{digest[:8]}.eml"'
    assert (file["X-Content-Type-Options"], "sandbox" in file["Content-Security-Policy"]) == ("nosniff", True)


def test_the_original_of_information_under_embargo_is_none_for_who_is_not_named() -> None:
    desk = Desk()
    heard = received()
    readers = [person_of(desk.office.sato), person_of(desk.office.tanaka)]
    set_embargo(f"information:{heard}", True, readers, "発見者との約束", actor=desk.office.sato)
    assert of_role("safety_manager").get(address(heard)).status_code == 404


def test_information_without_an_original_has_none_to_take_out() -> None:
    Desk()
    heard = received(original=None)
    officer = of_role("safety_officer")
    assert officer.get(address(heard)).status_code == 404
    assert "/documents/" not in officer.get(f"/information/{heard}").content.decode()
    assert Client().get(address(heard)).status_code != 200


def test_the_page_of_a_case_leads_to_its_information_and_to_the_form_for_a_hospital_that_is_not_listed() -> None:
    Desk()
    heard = received(texts={"summary": "停止した", "hospital": "名簿外クリニック"})
    case = become_case(heard, a_case("c9"), on=ON, actor=TESTER)
    page = of_role("safety_officer").get(f"/cases/{case}")
    assert f'href="/information/{heard}"' in page.content.decode()
    assert f'href="/information/{heard}/do/name_hospital' in page.content.decode()
    assert "名簿外クリニック" in words(page)
