"""Ledgers and lists: every row is counted, the rest is a page away, and the file holds the same rows."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client

from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.store.models import Case, User
from kizuki.store.queries.ledgers import parts
from tests.actions.office import PASSWORD, person
from tests.actions.record import TESTER
from tests.web.cast import SATO
from tests.web.conftest import TODAY
from tests.web.looked_over import stumbles
from tests.web.test_portfolio_pages import words


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for page in ("cases", "reports", "incidents", "information", "register"):
        monkeypatch.setattr(f"kizuki.web.pages.{page}.today", lambda: TODAY)


def numbers(page: Any) -> list[str]:
    """The numbers of the cases of a page, in their order."""
    assert page.status_code == 200
    return re.findall(r'<span class="note">(2026-\d{4})</span></th>', page.content.decode())


def rows_of(answer: Any) -> list[dict[str, str]]:
    """A file of CSV as its rows by their head."""
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def close(case_id: int) -> None:
    Case.objects.filter(pk=case_id).update(state="closed", clock="", clock_on=None, clock_rank=9)


def test_every_case_is_in_the_ledger_also_a_closed_one(sato: Any, office: dict[str, int]) -> None:
    close(office["unused"])
    page = sato.get("/cases")
    assert len(numbers(page)) == len(office)
    assert f"全{len(office)}件" in words(page)
    closed = sato.get("/cases?state=closed")
    assert numbers(closed) == [Case.objects.get(pk=office["unused"]).number]
    assert len(numbers(sato.get("/cases?state=open"))) == len(office) - 1


def test_home_and_the_head_lead_to_the_ledger(sato: Any) -> None:
    home = sato.get("/").content.decode()
    assert home.count('href="/cases"') >= 2
    assert 'href="/reports"' in home


def test_filters_and_order_stand_in_the_address_and_keep_each_other(sato: Any, office: dict[str, int]) -> None:
    number = {key: Case.objects.get(pk=pk).number for key, pk in office.items()}
    assert numbers(sato.get("/cases?outcome=no_report")) == [number["unused"]]
    assert number["overdose"] in numbers(sato.get("/cases?item=1-ハ"))
    assert number["unused"] not in numbers(sato.get("/cases?item=1-ハ"))
    assert numbers(sato.get("/cases?words=ＴＬＳ")) == [number["unused"]], "a title is sealed, and found all the same"
    assert set(numbers(sato.get("/cases?words=高台市立"))) == {number["overdose"], number["death"], number["unclear"]}
    between = sato.get("/cases?from=令和8年6月1日&to=2026/6/3&sort=learned&outcome=report")
    assert numbers(between) == [number["overdose"]]
    assert "outcome=report&amp;from=2026-06-01&amp;to=2026-06-03&amp;sort=-learned" in between.content.decode()
    by_day = numbers(sato.get("/cases?sort=learned"))
    assert by_day == [number[key] for key in ("death", "unclear", "overdose", "abroad", "unused", "just_opened")]
    assert numbers(sato.get("/cases?sort=-learned")) == by_day[::-1]
    assert numbers(sato.get("/cases")) == sorted(number.values(), reverse=True)
    assert numbers(sato.get("/cases?sort=due"))[0] == number["death"], "a first report is owed since the day before"


def test_a_day_that_is_none_is_refused_beside_its_field_and_nothing_typed_is_lost(sato: Any) -> None:
    page = sato.get("/cases?from=soon&words=ポンプ&state=open")
    assert page.status_code == 422
    body = page.content.decode()
    assert 'value="soon"' in body
    assert 'value="ポンプ"' in body
    assert '<input type="hidden" name="state" value="open">' in body
    assert 'aria-describedby="wrong-from"' in body


@pytest.mark.parametrize(
    "asked", ["page=²", "page=" + "9" * 400, "state=none&sort=title&as=pdf", "device=0x1", "page=0"]
)
def test_what_a_list_does_not_know_opens_it_all_the_same(sato: Any, asked: str) -> None:
    assert sato.get(f"/cases?{asked}").status_code == 200
    assert sato.get(f"/reports?{asked}").status_code == 200


def test_a_long_ledger_has_pages_and_says_how_many_there_are(
    sato: Any, office: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "ROWS", 4)
    first, second = sato.get("/cases?state=open"), sato.get("/cases?state=open&page=2")
    assert len(numbers(first)) == 4
    assert numbers(first) + numbers(second) == sorted((case.number for case in Case.objects.all()), reverse=True)
    assert f"全{len(office)}件のうち 1～4件" in words(first)
    assert 'href="?state=open&amp;page=2" rel="next"' in first.content.decode()
    assert 'href="?state=open" rel="prev"' in second.content.decode()
    assert numbers(sato.get("/cases?page=99")) == numbers(sato.get("/cases?page=2")), (
        "behind the end is the last page"
    )
    assert len(rows_of(sato.get("/cases?as=csv&page=2"))) == len(office), "a file has all pages"


def test_what_is_under_embargo_is_neither_in_the_ledger_nor_counted_nor_in_a_file_nor_offered_as_a_filter(
    sato: Any, office: dict[str, int]
) -> None:
    person("kato", "regulatory")
    insiders = [User.objects.get(sign_in_name=SATO).pk, person_of(person("ito", "general_manager"))]
    shown = Case.objects.get(pk=office["abroad"]).number
    client = Client()
    assert client.login(username="kato", password=PASSWORD)
    hidden = office["overdose"]
    items = {row["該当した号"] for row in rows_of(client.get("/cases?as=csv"))}
    set_embargo(f"case:{hidden}", True, insiders, "調整中", actor=Actor.user(insiders[0]))
    number = Case.objects.get(pk=hidden).number
    for query in ("", "?state=open", "?words=輸液ポンプ", "?sort=due", "?item=1-ハ"):
        assert number not in numbers(client.get(f"/cases{query}"))
    assert f"全{len(office) - 1}件" in words(client.get("/cases"))
    left = rows_of(client.get("/cases?as=csv"))
    assert number not in {row["案件番号"] for row in left}
    assert "第1号ハ" in "".join(items)
    assert 'value="1-ハ"' not in client.get("/cases").content.decode()
    assert number in numbers(sato.get("/cases")), "who is inside sees it"
    assert shown in numbers(client.get("/cases"))


def test_a_file_has_what_is_on_the_screen_and_no_cell_is_computed(sato: Any, office: dict[str, int]) -> None:
    case = Case.objects.get(pk=office["unused"])
    case.title = "=1+1|件名"
    case.save(update_fields=["title"])
    answer = sato.get("/cases?as=csv&outcome=no_report")
    assert answer["Content-Disposition"] == 'attachment; filename="cases_2026-06-16.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (row,) = rows_of(answer)
    assert (row["件名"], row["情報入手日"], row["状態"]) == ("'=1+1|件名", "2026-06-13", "対応中")
    book = openpyxl.load_workbook(io.BytesIO(sato.get("/cases?as=xlsx&outcome=no_report").content))
    sheet = book.active
    assert sheet is not None
    told = dict(zip(*([cell.value for cell in line] for line in sheet.iter_rows()), strict=True))
    assert told["件名"] == "=1+1|件名"
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}


def told(count: int) -> None:
    """So many pieces of information that wait, and as many incidents."""
    for number in range(count):
        receipts = [ReceiptEntry(TODAY - timedelta(days=number), name="営業　太郎")]
        entry = InformationEntry("hospital", receipts, {"summary": f"連絡{number}"}, device="pump")
        receive_information(entry, on=TODAY, actor=TESTER)
        incident = IncidentEntry("event", f"停止{number}", TODAY - timedelta(days=number), [], "takadai")
        open_incident(incident, on=TODAY, actor=TESTER)


@pytest.mark.parametrize("path", ["/information", "/incidents"])
def test_every_other_list_has_pages_its_number_and_its_files_too(
    sato: Any, office: dict[str, int], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    told(3)
    monkeypatch.setattr(parts, "ROWS", 2)
    first, second = (sato.get(f"{path}{query}") for query in ("", "?page=2"))
    shown = [re.findall(rf'href="{path}/(\d+)"', page.content.decode()) for page in (first, second)]
    assert [len(one) for one in shown] == [2, 1]
    assert not set(shown[0]) & set(shown[1])
    assert "全3件のうち 1～2件" in words(first)
    assert 'rel="next"' in first.content.decode()
    assert 'rel="prev"' in second.content.decode()
    assert len(rows_of(sato.get(f"{path}?as=csv"))) == 3
    assert sato.get(f"{path}?as=xlsx").content.startswith(b"PK")


def test_hospitals_have_pages_and_the_register_a_file(
    sato: Any, office: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    register_hospital(key="minami", name="南市民病院", prefecture="岩手県", actor=TESTER)
    monkeypatch.setattr(parts, "ROWS", 1)
    pages = [words(sato.get(f"/hospitals?page={number}")) for number in (1, 2)]
    assert [("南市民病院" in page, "高台市立中央病院" in page) for page in pages] == [(True, False), (False, True)]
    assert {row["都道府県"] for row in rows_of(sato.get("/hospitals?as=csv"))} == {"岩手県", "青森県"}
    assert rows_of(sato.get("/register?as=csv")) == []
    assert sato.get("/register?as=csv").content.decode("utf-8-sig").startswith("案件番号,")


def test_cases_that_nobody_proposed_are_counted_to_their_end(
    sato: Any, office: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    Case.objects.filter(pk=office["just_opened"]).update(outcome="no_report")
    monkeypatch.setattr("kizuki.web.pages.register.BESIDE", parts.Span(0, 1))
    assert "ほかに1件あります" in words(sato.get("/register"))


@pytest.mark.parametrize("path", ["/cases", "/reports", "/information", "/incidents", "/register", "/hospitals"])
def test_nobody_stumbles_over_a_list_in_either_language(sato: Any, office: dict[str, int], path: str) -> None:
    told(1)
    for lang in ("ja", "en"):
        sato.post("/language", {"language": lang, "next": "/"})
        assert list(stumbles(sato.get(path).content.decode())) == []
