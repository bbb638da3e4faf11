"""What the record says for a letter."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.devices.register_company import register_company
from kizuki.store.queries.letter_sources import sources_of_device
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, company_and_pump

pytestmark = pytest.mark.django_db


def test_no_number_of_the_contact_stands_on_another_line_than_what_it_is() -> None:
    company_and_pump()
    contact = {
        "name": "例示　花子",
        "department": "安全管理部",
        "phone": "03-1",
        "fax": "03-2",
        "email": "a@example.jp",
    }
    register_company(name="見本", representative="見本　一郎", address="東京都", contact=contact, actor=TESTER)
    told = sources_of_device(PROGRAM, "pump", date(2026, 6, 1))
    assert told is not None
    assert told["company.contact"]["ja"] == "安全管理部　例示　花子\nTEL 03-1　FAX 03-2\na@example.jp"
