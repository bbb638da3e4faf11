"""Retention by its pages: what is held, what has passed its period, and the two people who have it erased."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from kizuki.store.models import Case, Device, Erasure, LegalHold, RecordUse
from kizuki.store.queries.holds import past_period
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from tests.actions.office import PASSWORD
from tests.actions.record import nothing_owed
from tests.planted import planted
from tests.web.conftest import TODAY
from tests.web.test_doors_of_records import company, manager, safety, sent

__all__ = ["company", "manager", "safety"]


def test_retention_is_held_and_lifted_from_the_pages(manager: Client, company: dict[str, int]) -> None:
    case = company["overdose"]
    sent(manager, f"/cases/{case}/do/hold_records", {"reason": "訴訟"})
    sent(manager, f"/devices/{Device.objects.get(key='pump').pk}/do/hold_device", {"reason": "査察"})
    page = manager.get("/retention").content.decode()
    assert "訴訟" in page
    assert "査察" in page
    hold = LegalHold.objects.get(case_id=case).pk
    sent(manager, "/do/lift_hold", {"hold": str(hold), "reason": "和解した"})
    assert "訴訟" not in manager.get("/retention").content.decode()
    sent(manager, f"/cases/{case}/do/end_use", {"ended_on": TODAY.isoformat()})
    assert "に使用終了" in manager.get("/retention").content.decode()
    sent(manager, f"/cases/{case}/do/end_use", {"ended_on": ""})
    assert "再び使用中" in manager.get("/retention").content.decode()


def test_what_is_past_its_period_is_proposed_by_one_and_erased_by_another_from_the_page(
    manager: Client, safety: Client, company: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    case, later = company["overdose"], date(2050, 1, 5)
    for name in ("door", "retention"):
        monkeypatch.setattr(f"kizuki.web.pages.{name}.today", lambda: later)
    nothing_owed(case)
    with planted():
        Case.objects.filter(pk=case).update(state="closed")
        Device.objects.update(categories=["general"])
        RecordUse.objects.create(case_id=case, ended_on=TODAY, said_at=clock.now())
    token = past_period(PROGRAM, later).token
    assert token
    assert "消去を提案する" in manager.get("/retention").content.decode()
    sent(manager, "/do/propose_erasure", {"token": token})
    sent(safety, "/do/sign_erasure", {"token": token, "comment": "", "password": PASSWORD})
    erasure = Erasure.objects.get()
    assert erasure.done_at is not None
    assert "消去済み" in safety.get("/retention").content.decode()
