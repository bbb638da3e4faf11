"""A day is typed in the same ways on every page and in every form, and each field says in which."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

import kizuki.web
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.models import Inquiry
from kizuki.store.queries.viewer import Viewer
from kizuki.web.desk import posted
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.every import DOORS
from kizuki.web.doors.fields import Day, PartOfADay, Time
from kizuki.web.doors.form import DoorForm
from kizuki.web.typed import day_if_any, day_of, time_of
from tests.actions.office import ON, PASSWORD, Office, filled_case
from tests.web.test_pages import words

WAYS = ("2026/6/1", "2026-06-01", "20260601", "令和8年6月1日", "R8.6.1", "２０２６／６／１")
TEMPLATES = Path(kizuki.web.__file__).parent / "templates"


@pytest.mark.parametrize("typed", WAYS)
def test_every_kind_of_field_reads_a_day_in_each_of_these_ways(typed: str) -> None:
    there = date(2026, 6, 1)
    assert Day("x").clean(typed) == there
    assert PartOfADay("x").clean(typed) == "2026-06-01"
    assert (day_of({"on": typed}, "on"), day_if_any({"on": typed}, "on")) == (there, there)
    assert posted._day(typed, date(2026, 5, 31)) == there


@pytest.mark.parametrize("typed", ["2026-06", "2026", "不明"])
def test_as_much_of_a_day_as_is_known_stays_as_it_was_typed(typed: str) -> None:
    assert PartOfADay("x").clean(typed) == typed
    with pytest.raises(Refused, match="not a day"):
        day_of({"on": typed}, "on")


def test_a_time_is_read_alike_in_both() -> None:
    for typed in ("9:05", "09:05", "9時05分", "９：０５"):
        assert Time("x").clean(typed) == time_of({"at": typed}, "at") == time(9, 5)
    with pytest.raises(Refused, match="not a time"):
        time_of({"at": "25:00"}, "at")


def test_no_page_has_a_picker_that_takes_a_day_in_one_way_only() -> None:
    pickers = re.compile(r'type="(date|time|datetime-local|month)"')
    assert [path.name for path in TEMPLATES.rglob("*.html") if pickers.search(path.read_text(encoding="utf-8"))] == []


def test_a_field_of_a_page_says_in_which_ways_and_is_described_by_it() -> None:
    page = Template('{% day_input "on-" "on" "" today must=True row=7 more="else" %}').render(
        Context({"lang": "ja", "today": date(2026, 6, 1)})
    )
    assert say("door.hint.day", "ja") in page
    assert 'id="on-7" name="on" value="2026-06-01"' in page
    assert 'aria-describedby="on-7-hint else"' in page
    assert " required" in page


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_day_of_a_door_says_in_which_ways_it_may_be_written(lang: Any) -> None:
    """Also one that has something else to say."""
    days = {
        (door.name, name): field
        for door in DOORS.values()
        for name, field in door.form.base_fields.items()
        if isinstance(field, Day)
    }
    assert len(days) > 20
    form = DoorForm(Doing(Viewer(None, "program", lang), "", 0, ON))
    for place, field in days.items():
        assert form._hint(place[1], field).count(say("door.hint.day", lang)) == 1, place


@pytest.mark.django_db
def test_the_form_of_an_inquiry_takes_the_japanese_calendar_and_the_time_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Office()
    case_id = filled_case()
    monkeypatch.setattr("kizuki.web.pages.inquiries.today", lambda: ON)
    client = Client()
    assert client.login(username="kato", password=PASSWORD)
    asked = {"step": "record", "asked_by": "山本", "asked_on": "R8.8.3", "wanted_on": "令和8年8月7日"}
    asked |= {"wanted_time": "12時00分", "points": "経路は", "number": "S-1"}
    assert client.post(f"/cases/{case_id}/inquiries", asked).status_code == 302
    assert Inquiry.objects.get().wanted_on == date(2026, 8, 7)
    refused = client.post(f"/cases/{case_id}/inquiries", asked | {"asked_on": "きのう"})
    assert refused.status_code == 422
    assert "日付ではありません" in words_of(refused)


@pytest.mark.django_db
def test_the_company_is_shown_as_of_a_day_of_the_japanese_calendar(sato: Client) -> None:
    assert sato.get("/company", {"on": "令和8年6月1日"}).context["page"].on == date(2026, 6, 1)
    assert "例：2026/6/1" in words(sato.get("/company"))


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))
