"""The page of a device says which hospitals were told of its end, and leads to the form that records it."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.store.models import Device, Hospital, MilestoneNotice, Obligation
from kizuki.store.record import clock
from tests.actions.record import TESTER
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def told_of(sato: Any, office: dict[str, int]) -> tuple[Any, int, list[str]]:
    """A client, the pump, and the keys of the hospitals at which it stands, with an EOS."""
    device = Device.objects.get(key="pump")
    for key, name in (("first", "第一病院"), ("second", "第二病院")):
        register_hospital(key=key, name=name, actor=TESTER)
    register_units("pump", [UnitEntry("N-1", "first"), UnitEntry("N-2", "second")], actor=TESTER)
    keys = ["first", "second"]
    set_milestone("pump", "eos", date(2033, 9, 30), actor=TESTER)
    return sato, device.pk, keys


def test_a_hospital_that_was_not_told_stands_on_the_page_until_its_notice_is_recorded(
    told_of: tuple[Any, int, list[str]],
) -> None:
    sato, device, keys = told_of
    page = sato.get(f"/devices/{device}")
    assert f"通知済み 0 / {len(keys)} 施設" in words(page)
    address = f"/devices/{device}/do/record_milestone_notice"
    assert f"{address}?milestone=eos" in page.content.decode()
    form = sato.get(f"{address}?milestone=eos").content.decode()
    assert all(f'value="{key}"' in form for key in keys)
    assert "checked" not in form.partition('name="hospitals"')[2].partition("</ul>")[0], "nobody is ticked beforehand"
    said = {"milestone": "eos", "hospitals": keys, "told_on": clock.today().isoformat(), "way": "paper"}
    refused = sato.post(address, said)
    assert refused.status_code == 422
    assert "書面・電子メールで通知したときは" in unescape(refused.content.decode())
    assert not MilestoneNotice.objects.exists()
    letter = SimpleUploadedFile("notice.pdf", b"%PDF-1.7", "application/pdf")
    assert sato.post(address, said | {"document": letter}).status_code == 302
    assert MilestoneNotice.objects.count() == len(keys)
    assert not Obligation.objects.filter(kind="milestone_notice", ended_at=None).exists()
    assert f"通知済み {len(keys)} / {len(keys)} 施設" in words(sato.get(f"/devices/{device}"))


def test_a_notice_that_is_recorded_already_is_not_said_to_be_recorded_again(
    told_of: tuple[Any, int, list[str]],
) -> None:
    """The first hospital was told of EOS and is offered, since it waits for EOL; it was not told of EOS a second time."""
    sato, device, (first, second) = told_of
    set_milestone("pump", "eol", date(2030, 9, 30), actor=TESTER)
    address = f"/devices/{device}/do/record_milestone_notice"
    said = {"milestone": "eos", "hospitals": [first], "told_on": clock.today().isoformat(), "way": "visit"}
    assert sato.post(address, said).status_code == 302
    again = sato.post(address, said)
    assert again.status_code == 422
    assert "この日の通知が記録済みです" in unescape(again.content.decode())
    assert MilestoneNotice.objects.count() == 1
    assert sato.post(address, said | {"hospitals": [first, second]}).status_code == 302
    assert MilestoneNotice.objects.count() == 2


def test_the_hospital_reads_on_its_own_page_when_it_was_told(told_of: tuple[Any, int, list[str]]) -> None:
    sato, device, keys = told_of
    said = {"milestone": "eos", "hospitals": keys[:1], "told_on": "2026-06-01", "way": "telephone"}
    assert sato.post(f"/devices/{device}/do/record_milestone_notice", said).status_code == 302
    hospital = Hospital.objects.get(key=keys[0]).pk
    assert "2026-06-01" in words(sato.get(f"/hospitals/{hospital}/preview"))
