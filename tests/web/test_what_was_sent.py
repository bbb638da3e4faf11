"""A duty that was reported waits for PMDA's word, and nobody is late for it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from kizuki.actions.people.signing import person_of
from kizuki.store.models import User
from kizuki.store.record.clock import standing_at
from tests.actions.obligations.desk import Desk, event, harmed
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


def test_an_item_that_was_sent_in_time_is_not_called_late_while_pmda_is_silent() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    client = Client()
    client.force_login(User.objects.get(pk=person_of(desk.office.sato)))
    with standing_at(date(2026, 8, 3)):
        assert "超過48日" in beside_its_day(client, case)
        desk.send(desk.draft(case, desk.persons(case)[0]))
        assert "超過" not in beside_its_day(client, case)


def beside_its_day(client: Client, case: int) -> str:
    """What stands beside the day of the item."""
    return words(client.get(f"/cases/{case}")).split("報告期限 2026-06-16")[1][:30]
