"""The printed report: the kept bytes, as a file with a name that an office can file."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

from tests.web.cast import PASSWORD, SATO, move_in
from tests.web.test_pages import words


@pytest.fixture
def printed(db: None, today: Any, client: Any) -> tuple[Any, dict[str, int]]:
    """The office with the draft of one report, signed in."""
    office = move_in(today, printed=True)
    client.post("/sign-in", {"name": SATO, "password": PASSWORD})
    return client, office


def test_a_draft_is_marked_listed_and_downloads_as_an_attachment(printed: tuple[Any, dict[str, int]]) -> None:
    from kizuki.store.models import Report

    client, office = printed
    report = Report.objects.get()
    page = words(client.get(f"/cases/{office['overdose']}"))
    assert "様式8 初回報告 下書き" in page
    assert "未記入の必須欄" in page
    response = client.get(f"/cases/{office['overdose']}/reports/{report.pk}.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response.content == bytes(report.document.content)
    assert response.content.startswith(b"%PDF")
    disposition = unquote(response["Content-Disposition"])
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert disposition.endswith("_様式8_初回報告_下書き.pdf")


def test_a_report_is_found_only_under_its_own_case(printed: tuple[Any, dict[str, int]]) -> None:
    from kizuki.store.models import Report

    client, office = printed
    assert client.get(f"/cases/{office['death']}/reports/{Report.objects.get().pk}.pdf").status_code == 404
    assert client.get(f"/cases/{office['overdose']}/reports/999999.pdf").status_code == 404


def test_a_follow_up_is_named_so() -> None:
    from kizuki.web.words import report_name

    assert report_name("8", 1, "ja") == "様式8 初回報告"
    assert report_name("8", 2, "ja") == "様式8 追加報告（第2報）"
    assert report_name("10", 3, "en") == "Form 10 follow-up 3"
    assert report_name("first", 1, "ja") == "第一報"
