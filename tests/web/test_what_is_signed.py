"""Whoever signs sees beside the button what is signed: the document to be opened, its digest, and what changed in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from kizuki.store.models import InquiryAnswer, Report
from kizuki.web import assets
from kizuki.web.doors.door import Door
from kizuki.web.doors.every import DOORS
from kizuki.web.doors.fields import Password
from tests.actions.office import ON, PASSWORD
from tests.web.test_pages import words
from tests.web.test_signing import as_person, drafted, post

__all__ = ["as_person"]

_FORMS_OF_PASSWORDS = ("sign_in.html", "parts/signing.html")
"""Where a password is no signature; and the fields alone, beside which their page says what is signed."""


def test_every_door_that_asks_for_a_password_says_what_is_signed_with_it() -> None:
    asking = [
        one for one in DOORS.values() if any(isinstance(field, Password) for field in one.form.base_fields.values())
    ]
    assert len(asking) > 10
    nothing = Door.__dataclass_fields__["signs"].default
    silent = [one.name for one in asking if one.signs is nothing]
    assert silent == ["set_password"], "that one is no signature"


def test_every_page_with_a_password_beside_a_button_says_what_is_signed_with_it() -> None:
    folder = Path(assets.__file__).parent / "templates" / "kizuki"
    pages = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    asking = {name for name, text in pages.items() if 'type="password"' in text or "parts/signing.html" in text}
    assert len(asking) > 5
    silent = {name for name in asking if "parts/signed.html" not in pages[name]}
    assert silent == set(_FORMS_OF_PASSWORDS)


def beside(page: str) -> str:
    """What stands between the head of what is signed and the button."""
    (found,) = re.findall(r'<div class="signed".*?</div>', page, re.S)
    return str(found)


@pytest.mark.django_db
def test_a_report_is_signed_beside_its_sheet_its_print_its_digest_and_what_is_otherwise(as_person: Any) -> None:
    path, report = drafted()
    ito, sato = as_person("ito"), as_person("sato")
    assert post(ito, path, "request_review", report).status_code == 302
    for address in (path, f"{path}/edit"):
        found = beside(sato.get(address).content.decode())
        assert f'href="{path}/edit#sheet"' in found
        assert f'href="{path}.pdf"' in found
        assert Report.objects.get(pk=report).document_id in found
        assert "前に署名した版、提出した版はありません" in found
    sent_back = {"to": "draft", "comment": "使用状況を書き足してください"}
    assert post(sato, path, "send_back", report, **sent_back).status_code == 302
    from kizuki.actions.reports.write_box import write_box
    from kizuki.actions.verb import Actor
    from kizuki.store.models import User

    before = ito.get(f"{path}/edit").content.decode()
    (read,) = re.findall(r'id="read-usage" name="read" value="([^"]*)"', before)
    write_box(
        report, "usage", "集中治療室で使用", read=read, actor=Actor.user(User.objects.get(sign_in_name="ito").pk)
    )
    assert post(ito, path, "request_review", report).status_code == 302
    found = beside(sato.get(path).content.decode())
    assert "医療機器の使用状況" in found
    assert "前に署名した版" not in found


@pytest.mark.django_db
def test_the_answer_to_an_inquiry_can_be_opened_by_whoever_signs_it_and_by_nobody_who_sees_no_case(
    as_person: Any,
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    path, _ = drafted()
    case = int(path.split("/")[2])
    ito, tanaka = as_person("ito"), as_person("tanaka")
    asked = {"step": "record", "asked_by": "PMDA", "asked_on": ON.isoformat(), "points": "原因は何か"}
    page = reverse("inquiries", args=[case])
    assert ito.post(page, asked | {"wanted_on": date(2026, 12, 30).isoformat()}).status_code == 302
    (inquiry,) = re.findall(r'name="inquiry" value="([0-9]+)"', ito.get(page).content.decode())
    sent = SimpleUploadedFile("answer.txt", "原因は電源である。".encode(), content_type="text/plain")
    assert ito.post(page, {"step": "draft", "inquiry": inquiry, "document": sent}).status_code == 302
    answer = InquiryAnswer.objects.get()
    found = beside(tanaka.get(page).content.decode())
    place = {"table": "inquiry-answer", "row_id": answer.pk, "column": "document"}
    address = reverse("document", kwargs=place)
    assert f'href="{address}"' in found
    assert answer.document_id in found
    assert "原因は電源である。" in tanaka.get(address).content.decode()
    assert tanaka.get(reverse("document", kwargs=place | {"row_id": answer.pk + 1})).status_code == 404
    assert PASSWORD not in words(tanaka.get(page))
