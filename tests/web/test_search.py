"""One search for everything that its reader sees; and addresses that name no row of any table."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.verb import Actor
from kizuki.core.searching import number_of_cve
from kizuki.store.models import User
from tests.actions.office import person
from tests.actions.record import TESTER, advisory
from tests.web.conftest import TODAY


def found(client: Client, asked: str) -> str:
    """The page of what was found."""
    answer = client.get("/search", {"q": asked})
    assert answer.status_code == 200
    return answer.content.decode().partition("<h1>")[2]


@pytest.mark.parametrize("asked", ["過量投与", "ﾎﾟﾝﾌﾟ　過量", "無線モジュール 脆弱性"])
def test_a_case_is_found_however_wide_its_words_are_typed(sato: Client, asked: str) -> None:
    assert "過量投与" in found(sato, asked).partition('id="found-case"')[2]


def test_devices_hospitals_and_people_are_found_by_a_part_of_their_names(sato: Client) -> None:
    assert "輸液ポンプ FLOW-3" in found(sato, "ｆｌｏｗ")
    assert "高台市立中央病院" in found(sato, "髙台")
    assert "佐藤 恵" in found(sato, "SATO")


def test_one_letter_and_nothing_are_no_question(sato: Client) -> None:
    assert "2文字以上" in found(sato, "a")
    assert "見つかりませんでした" in found(sato, "ここにないもの")


@pytest.mark.parametrize("asked", ["2024-1086", "CVE-2024-1086", "ｃｖｅ ２０２４ー１０８６", "cve2024-1086"])
def test_a_part_of_a_cve_number_is_enough(asked: str) -> None:
    assert number_of_cve(asked) == "2024-1086"


@pytest.mark.parametrize("asked", ["CVE-2026-0001", "ｃｖｅ ２０２６ー０００１", "PYSEC-2026-1"])
def test_cases_and_decisions_of_a_vulnerability_are_found_by_any_of_its_numbers(
    sato: Client, office: dict[str, int], asked: str
) -> None:
    """The case is kept under the CVE number; PYSEC-2026-1 is another name of the same vulnerability."""
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    link_vulnerabilities(office["just_opened"], ["CVE-2026-0001"], actor=TESTER)
    page = found(sato, asked)
    assert f'href="/cases/{office["just_opened"]}"' in page.partition('id="found-case"')[2].partition("</section>")[0]
    assert f'href="/cases/{office["unclear"]}"' not in page


def test_a_case_under_embargo_is_not_found_by_its_vulnerability(sato: Client) -> None:
    reader = person("embargo reader", "safety_manager")
    number = int(reader.code.removeprefix("user:"))
    second = int(person("embargo second", "general_manager").code.removeprefix("user:"))
    facts = {"matters": [{"kind": "event", "locus": "domestic", "learned_on": TODAY.isoformat()}]}
    entry = CaseEntry("sv", "pump", "ひみつ8820", facts, confidential=Confidential([number, second], None))
    case_id = open_case(entry, on=TODAY, actor=reader)
    link_vulnerabilities(case_id, ["CVE-2026-7719"], actor=TESTER)
    named = Client()
    named.force_login(User.objects.get(pk=number))
    assert f'href="/cases/{case_id}"' in found(named, "CVE-2026-7719")
    assert "見つかりませんでした" in found(sato, "CVE-2026-7719")
    assert f"/cases/{case_id}" not in sato.get("/register", {"number": "CVE-2026-7719"}).content.decode()


def test_what_is_secret_is_found_by_its_readers_and_not_even_counted_for_others(sato: Client) -> None:
    named = [person("second reader", "general_manager"), person("first reader", "safety_manager")]
    readers = [int(one.code.removeprefix("user:")) for one in named]
    facts = {"matters": [{"kind": "event", "locus": "domestic", "learned_on": TODAY.isoformat()}]}
    entry = CaseEntry("s", "pump", "ひみつ7719", facts, confidential=Confidential(readers, None))
    open_case(entry, on=TODAY, actor=Actor.user(readers[1]))
    reader = Client()
    reader.force_login(User.objects.get(pk=readers[0]))
    assert "ひみつ7719</a>" in found(reader, "ひみつ")
    assert "見つかりませんでした" in found(sato, "ひみつ")


@pytest.mark.parametrize(
    "path",
    [
        "/findings/99999999999999999999-1", "/devices/²", "/hospitals/0", "/patches/99999999999999999999",
        "/people/" + "9" * 5000, "/cases/" + "9" * 5000,
    ],
)  # fmt: skip
def test_an_id_that_no_row_can_have_leads_to_no_page(sato: Client, path: str) -> None:
    assert sato.get(path).status_code == 404


@pytest.mark.parametrize("number", ["²", "-1", "9" * 5000, "1e3", "\0"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/findings", "device"), ("/findings", "before"), ("/findings/triage", "take"), ("/unmatchable", "after"),
        ("/company", "on"), ("/spread", "cve"), ("/do/withdraw_alias", "alias"), ("/do/edit_playbook", "playbook"),
        ("/search", "q"),
    ],
)  # fmt: skip
def test_a_number_that_is_none_never_breaks_a_page(sato: Client, path: str, name: str, number: str) -> None:
    asked: dict[str, Any] = {name: number}
    assert sato.get(path, asked).status_code < 500


def test_a_word_of_a_mail_leads_to_the_page_on_which_it_is_read(sato: Client) -> None:
    receipts = [ReceiptEntry(TODAY, name="営業")]
    texts = {"summary": "夜間に無停電電源が唸っていた"}
    told = receive_information(InformationEntry("hospital", receipts, texts=texts), on=TODAY, actor=TESTER)
    section = found(sato, "唸って").partition('id="found-text"')[2].partition("</section>")[0]
    assert f'href="/information/{told}"' in section
    assert "無停電電源が唸っていた" in section
