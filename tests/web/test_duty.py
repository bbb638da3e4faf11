"""The roster on its page, the calendar by its key."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.store.models import CalendarKey, Case, DutyCall, DutyTurn, User
from kizuki.store.record.clock import standing_at
from tests.actions.office import person as staff
from tests.actions.record import TESTER
from tests.planted import planted
from tests.web.cast import SATO


def key_of(client: Any) -> str:
    """The address of the calendar, as the page shows it once."""
    page = client.post("/me", {"calendar": "1"}).content.decode()
    found = re.search(r"/calendar/[\w-]+\.ics", page)
    assert found is not None
    return found[0]


def test_a_turn_is_planned_and_withdrawn_by_the_doors_and_shown_on_the_page(sato: Any) -> None:
    person = User.objects.get(sign_in_name=SATO)
    told = {"person": str(person.pk), "deputy": "", "from_on": "2026-06-19", "from_at": "18:00", "to_on": "2026-06-22",
            "to_at": "9:00"}  # fmt: skip
    with standing_at(date(2026, 6, 16)):
        assert sato.post("/do/plan_turn", told).headers["Location"] == "/duty"
        assert "2026-06-19" in sato.get("/duty").content.decode()
        again = sato.post("/do/plan_turn", told)
        assert again.status_code == 422
        turn = DutyTurn.objects.get()
        assert sato.post("/do/withdraw_turn", {"turn": str(turn.pk)}).headers["Location"] == "/duty"
        assert "予定はありません" in sato.get("/duty").content.decode()


def test_what_falls_due_in_the_holidays_is_listed_with_its_cover(sato: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("kizuki.web.pages.duty.today", lambda: date(2026, 9, 15))
    page = sato.get("/duty").content.decode()
    assert "連休中に期限が来る事項" in page
    assert "当番のいない時間があります" in page
    monkeypatch.setattr("kizuki.web.pages.duty.today", lambda: date(2026, 6, 16))
    assert "連休中に期限が来る事項" not in sato.get("/duty").content.decode()


def test_a_call_that_waits_is_acknowledged_on_the_page_of_its_case(sato: Any, office: dict[str, int]) -> None:
    case = next(iter(office.values()))
    assert "acknowledge_call" not in sato.get(f"/cases/{case}").content.decode()
    with planted():
        DutyCall.objects.create(case_id=case, number=1, called_at=datetime(2026, 6, 16, tzinfo=UTC))
    assert f"/cases/{case}/do/acknowledge_call" in sato.get(f"/cases/{case}").content.decode()
    assert sato.post(f"/cases/{case}/do/acknowledge_call", {}).status_code == 302
    assert DutyCall.objects.get().acknowledged_by.sign_in_name == SATO  # type: ignore[union-attr]


def test_a_call_about_information_is_acknowledged_on_its_page(sato: Any) -> None:
    information = receive_information(
        InformationEntry(
            "hospital", [ReceiptEntry(date(2026, 6, 15), name="営業")], {"summary": "停止"}, device="pump"
        ),
        on=date(2026, 6, 16),
        actor=TESTER,
    )
    assert "acknowledge_information_call" not in sato.get(f"/information/{information}").content.decode()
    with planted():
        DutyCall.objects.create(information_id=information, number=1, called_at=datetime(2026, 6, 16, tzinfo=UTC))
    address = f"/information/{information}/do/acknowledge_information_call"
    assert address in sato.get(f"/information/{information}").content.decode()
    assert f'href="/information/{information}"' in sato.get("/duty").content.decode()
    assert sato.post(address, {}).status_code == 302
    assert DutyCall.objects.get().acknowledged_by.sign_in_name == SATO  # type: ignore[union-attr]


def test_a_calendar_is_opened_by_its_key_alone_and_a_new_key_closes_the_old_one(sato: Any, client: Any) -> None:
    first = key_of(sato)
    sato.post("/sign-out")
    answer = client.get(first)
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"BEGIN:VEVENT" in answer.content
    assert client.get(first.replace(".ics", "x.ics")).status_code == 404
    assert first.rpartition("/")[2].removesuffix(".ics") not in CalendarKey.objects.get().sha256
    from tests.web.cast import PASSWORD

    client.post("/sign-in", {"name": SATO, "password": PASSWORD})
    second = key_of(client)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_calendar_says_nothing_of_what_is_under_embargo_also_to_its_readers(
    sato: Any, office: dict[str, int]
) -> None:
    person = User.objects.get(sign_in_name=SATO)
    other = person_of(staff("tanaka", "general_manager"))
    key = key_of(sato)
    before = sato.get(key).content.decode().replace("\r\n ", "")
    case = next(row for row in Case.objects.filter(pk__in=office.values()) if f"SUMMARY:{row.number} " in before)
    # Set twice: the number of the embargo is not that of its case.
    for embargoed in (True, False, True):
        set_embargo(f"case:{case.pk}", embargoed, [person.pk, other], "公表前", actor=Actor.user(person.pk))
    after = sato.get(key).content.decode().replace("\r\n ", "")
    assert case.number not in after
    assert "期限のある事項があります" in after


def test_who_has_left_has_no_calendar(sato: Any) -> None:
    key = key_of(sato)
    from tests.planted import planted

    with planted():
        User.objects.filter(sign_in_name=SATO).update(is_active=False)
    assert sato.get(key).status_code == 404


def test_where_no_call_can_leave_nobody_is_said_to_be_called(sato: Any, settings: Any) -> None:
    settings.MAIL, settings.WEBHOOKS = None, {}
    page = sato.get("/duty").content.decode()
    assert "呼出しは行われません" in page
    assert "設定後の動作" in page
    assert "当番者が登録されていません。" in page
    assert "安全管理責任者を呼び出します" not in page


def test_where_mails_leave_the_safety_manager_is_called_for_nobody_on_duty(sato: Any, settings: Any) -> None:
    settings.MAIL, settings.WEBHOOKS = object(), {}
    page = sato.get("/duty").content.decode()
    assert "安全管理責任者を呼び出します" in page
    assert "呼出しは行われません" not in page
    assert "設定後の動作" not in page
