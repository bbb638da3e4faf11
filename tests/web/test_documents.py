"""A kept document is opened as text, mail or picture of which nothing runs, or as a file; and says so where it is not."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.documents import keep_document
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.people.signing import person_of
from kizuki.core.documents.shown import LONGEST
from kizuki.store.models import HospitalReport, Reading, SafetyInformation, StoredDocument
from tests.actions.obligations.desk import Desk
from tests.actions.record import TESTER, TODAY, opened_case
from tests.planted import planted
from tests.store.audit.everything import make_row
from tests.web.test_doors_stories import of_role
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def desk() -> Desk:
    return Desk()


def received(content: bytes, media_type: str, **values: Any) -> str:
    """Where the original of new information is opened."""
    told: dict[str, Any] = {"source": "hospital", "receipts": [ReceiptEntry(TODAY, name="営業")], "device": "pump"}
    told |= {"texts": {"summary": "停止した"}, "original": (content, media_type)} | values
    heard = receive_information(InformationEntry(**told), on=TODAY, actor=TESTER)
    return f"/documents/safety-information/{heard}/original"


def number_of(address: str) -> str:
    return SafetyInformation.objects.get(pk=address.split("/")[3]).number


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "text/csv", "image/svg+xml"])
def test_a_text_is_shown_as_it_is_written_and_nothing_of_it_runs(media_type: str) -> None:
    page = of_role("auditor").get(received(f"停止 {SCRIPT}".encode(), media_type))
    body = page.content.decode()
    assert "停止 &lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert SCRIPT not in body


def test_a_mail_is_shown_with_its_head_its_words_and_the_names_of_what_is_attached() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Cc"] = "看護 <nurse@example.org>", "psirt@example.com", "ce@example.org"
    mail["Subject"], mail["Date"] = "ポンプが停止", "Mon, 01 Jun 2026 09:12:00 +0900"
    mail.set_content(f"昨日 {SCRIPT} 停止しました")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="記録.pdf")
    page = of_role("auditor").get(received(mail.as_bytes(), "message/rfc822"))
    told = words(page)
    for part in (
        "差出人 看護 <nurse@example.org>",
        "宛先 psirt@example.com",
        "CC ce@example.org",
        "件名 ポンプが停止",
        "2026 09:12:00",
        "添付 記録.pdf",
        "停止しました",
    ):
        assert part in told.replace("&lt;", "<").replace("&gt;", ">"), part
    assert SCRIPT not in page.content.decode()
    assert "JVBERi" not in told, "what is attached is named, and stays in the file"


def test_a_mail_of_which_nobody_said_what_it_is_leaves_as_a_mail() -> None:
    content = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nDate: Mon, 1 Jun 2026 09:00:00 +0900\r\n\r\nhi"
    address = received(content, "application/octet-stream")
    file = of_role("auditor").get(f"{address}/file")
    digest = StoredDocument.objects.get(information__number=number_of(address)).sha256
    named = f'attachment; filename="{number_of(address)}_original_{digest[:8]}.eml"'
    assert (file["Content-Disposition"], file["Content-Type"]) == (named, "message/rfc822")
    assert "差出人 a@b.example" in words(of_role("auditor").get(address))


def test_a_picture_is_shown_through_an_image_that_loads_its_bytes_apart() -> None:
    client = of_role("auditor")
    address = received(PNG, "application/octet-stream")
    assert f'<img src="{address}/picture"' in client.get(address).content.decode()
    picture = client.get(f"{address}/picture")
    assert (picture.content, picture["Content-Type"], picture["X-Content-Type-Options"]) == (
        PNG,
        "image/png",
        "nosniff",
    )
    assert "sandbox" in picture["Content-Security-Policy"]
    assert picture["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize(
    ("content", "media_type"), [(b"%PDF-1.7", "application/pdf"), (b"\x00\x01\xff", "application/octet-stream")]
)
def test_every_other_file_is_named_and_offered_to_be_saved_alone(content: bytes, media_type: str) -> None:
    client = of_role("auditor")
    address = received(content, media_type)
    page = client.get(address)
    told = words(page)
    assert "この種類のファイルは画面に表示しません" in told
    assert StoredDocument.objects.get(information__number=number_of(address)).sha256 in told
    assert f'href="{address}/file"' in page.content.decode()
    assert not re.findall(r"<(?:iframe|object|embed|img)\b", page.content.decode())
    assert client.get(f"{address}/picture").status_code == 404


def test_a_file_leaves_so_that_no_browser_shows_it() -> None:
    file = of_role("auditor").get(f"{received(SCRIPT.encode(), 'text/html')}/file")
    assert file.content == SCRIPT.encode()
    assert file["Content-Disposition"].startswith("attachment;")
    assert (file["X-Content-Type-Options"], "sandbox" in file["Content-Security-Policy"]) == ("nosniff", True)


def test_what_is_cut_off_is_counted() -> None:
    page = of_role("auditor").get(received(b"a" * (LONGEST + 1234), "text/plain"))
    assert "残り 1234 文字" in words(page)
    assert "保存したファイルで読めます" not in words(of_role("psirt").get(received(b"short", "text/plain")))


def test_what_was_erased_says_so_and_gives_nothing() -> None:
    client = of_role("auditor")
    address = received(b"gone soon", "text/plain")
    StoredDocument.objects.filter(information__number=number_of(address)).update(
        content=b"", erased_at=timezone.now()
    )
    page = client.get(address)
    assert (page.status_code, "内容は消去されました" in words(page)) == (200, True)
    assert f"{address}/file" not in page.content.decode()
    assert client.get(f"{address}/file")["Location"] == address
    assert client.get(f"{address}/picture").status_code == 404


def test_a_list_from_which_something_hidden_was_taken_is_withheld_with_its_sentence(desk: Desk) -> None:
    content = b"one,two"
    mine, other = received(content, "text/csv"), received(content, "text/csv")
    client = of_role("safety_officer")
    assert "one,two" in words(client.get(mine))
    readers = [person_of(desk.office.sato), person_of(desk.office.tanaka)]
    set_embargo(f"information:{other.split('/')[3]}", True, readers, "約束", actor=desk.office.sato)
    page = client.get(mine)
    told = page.content.decode()
    assert (page.status_code, "公開を制限した情報を含むため" in told, "one,two" in told) == (403, True, False)
    assert client.get(f"{mine}/file").status_code == 302
    assert client.get(other).status_code == 404


@pytest.mark.parametrize("ending", ["", "/file"])
def test_who_opens_a_document_is_kept_as_a_reader_of_what_it_belongs_to(ending: str) -> None:
    address = received(b"words", "text/plain")
    assert not Reading.objects.exists()
    of_role("auditor").get(address + ending)
    assert list(Reading.objects.values_list("information", "door")) == [(int(address.split("/")[3]), "web")]


@pytest.mark.parametrize(
    "path",
    [
        "stored-document/1/content",
        "safety-information/1/case",
        "safety-information/999/original",
        "report/1/document",
        "sbom/1/document",
    ],
)
def test_nothing_opens_that_is_not_declared_to(path: str) -> None:
    received(b"words", "text/plain")
    assert of_role("general_manager").get(f"/documents/{path}").status_code == 404


def test_information_without_an_original_opens_none() -> None:
    address = received(b"", "", original=None)
    assert of_role("auditor").get(address).status_code == 404


def test_all_documents_of_a_case_are_listed_by_the_name_that_they_came_by_or_by_their_kind() -> None:
    case = opened_case("listed")
    attach_document(case, "記録.txt", b"one", actor=TESTER)
    with planted():
        paper, _ = keep_document(b"two", "text/plain")
        make_row(HospitalReport, 7, case_id=case, document=paper)
    client = of_role("auditor")
    assert f'href="/cases/{case}/documents"' in client.get(f"/cases/{case}").content.decode()
    page = client.get(f"/cases/{case}/documents")
    links = re.findall(r'<a class="kept-document" href="(\S+)">([^<]+)</a>', page.content.decode())
    assert [name for _, name in links] == ["記録.txt", "医療機関の報告"]
    assert [client.get(f"{link}/file").content for link, _ in links] == [b"one", b"two"]
    assert client.get("/cases/999/documents").status_code == 404
