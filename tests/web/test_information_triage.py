"""A foreign listing in one table: many rows decided at once, each with its own arrival and trail, and taken back."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from kizuki.actions.information.receiving import ReceiptEntry
from kizuki.actions.information.take_listing import preview_listing, take_listing
from kizuki.actions.verb import Actor
from kizuki.core.information.listing import Options
from kizuki.store.models import AuditEntry, Device, InformationReceipt, SafetyInformation, Task

pytestmark = pytest.mark.django_db

AT, ARRIVED, ROWS = "/information/triage", date(2026, 6, 10), 12
MAPPING = {"report_no": "No", "device": "Brand", "summary": "Event"}
OPTIONS = Options(zone="America/New_York", received_on=ARRIVED)


@pytest.fixture
def listing(sato: Any) -> Any:
    """Somebody who signs, and a list of twelve events that arrived on one day."""
    content = ("No,Brand,Event\n" + "".join(f"F-{at},Pump,Display failed {at}\n" for at in range(ROWS))).encode()
    actor = Actor.program("test")
    told = preview_listing(content, "parent", MAPPING, OPTIONS, on=ARRIVED, actor=actor)
    receipt = ReceiptEntry(ARRIVED, name="海外担当")
    more = {"token": told.token, "receipt": receipt, "on": ARRIVED, "actor": actor}
    assert len(take_listing(content, "parent", MAPPING, OPTIONS, **more).kept) == ROWS
    return sato


def page(client: Any, listed: str = "waiting") -> str:
    return str(client.get(AT, {"list": listed}).content.decode())


def rows(client: Any, listed: str = "waiting") -> list[str]:
    return re.findall(r'name="row" value="(\d+)"', page(client, listed))


def said(client: Any, act: str, chosen: list[str], words: str = "国内品と構造が異なる", **more: str) -> Any:
    return client.post(AT, {"act": act, "row": chosen, "words": words, **more})


def test_a_set_is_set_aside_in_one_go_and_each_row_keeps_its_arrival_and_its_own_entry(listing: Any) -> None:
    ids = rows(listing)
    assert len(ids) == ROWS
    before = AuditEntry.objects.count()
    assert said(listing, "not_identical", ids[:8]).status_code == 302
    assert AuditEntry.objects.count() - before == 8
    assert SafetyInformation.objects.filter(state="not_relevant", awareness_on=ARRIVED).count() == 8
    assert InformationReceipt.objects.filter(learned_on=ARRIVED).count() == ROWS
    told = page(listing)
    assert "8件に判断を記録しました" in told
    assert f"全{ROWS}件のうち判断済み 8件" in told
    assert rows(listing) == ids[8:]


def test_candidates_wait_for_their_own_day_and_all_that_is_shown_can_be_meant(listing: Any) -> None:
    ids = rows(listing)
    assert said(listing, "candidate", ids[:2], "流量に関わる").status_code == 302
    assert SafetyInformation.objects.filter(state="examined").count() == 2
    assert Task.objects.filter(kind="decide_information", state="open").count() == ROWS
    assert "候補 2件" in page(listing)
    shown = " ".join(ids[2:])
    assert said(listing, "known", [], "使用上の注意に記載、傾向なし", all="1", shown=shown).status_code == 302
    assert rows(listing) == ids[:2]


def test_what_names_no_device_of_ours_is_a_list_of_its_own(listing: Any) -> None:
    ids = rows(listing)
    SafetyInformation.objects.filter(pk=ids[0]).update(device=Device.objects.first())
    assert rows(listing, "unnamed") == ids[1:]


def test_what_was_set_aside_is_taken_back_and_owed_its_decision_again(listing: Any) -> None:
    ids = rows(listing)
    said(listing, "nothing", ids)
    assert rows(listing) == []
    assert rows(listing, "aside") == ids
    assert said(listing, "again", ids[:1], "続報が届いた").status_code == 302
    assert rows(listing) == ids[:1]
    assert Task.objects.filter(kind="decide_information", state="open").count() == 1


@pytest.mark.parametrize(
    ("act", "chosen", "words", "why"),
    [
        ("not_identical", False, "理由", "対象の行を選んでください"),
        ("not_identical", True, " ", "判断の理由を入力してください"),
        ("nonsense", True, "理由", "判断を選んでください"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_that_was_typed_is_lost(
    listing: Any, act: str, chosen: bool, words: str, why: str
) -> None:
    ids = rows(listing)[:2] if chosen else []
    answer = said(listing, act, ids, words)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert why in told
    assert words in told
    assert len(re.findall(r"name=\"row\"[^>]*checked", told)) == len(ids)
    assert not SafetyInformation.objects.exclude(state="received").exists()


def test_a_number_that_is_none_names_no_row(listing: Any) -> None:
    assert said(listing, "known", ["²", "9" * 5_000, "-1"]).status_code in (404, 422)
    assert not SafetyInformation.objects.exclude(state="received").exists()
