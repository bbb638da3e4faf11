"""PostgreSQL keeps days that Python has not: a row with one is named, and verifying goes on."""

from __future__ import annotations

import pytest
from django.db import connection

from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Case
from tests.actions.record import company_and_pump, opened_case
from tests.planted import planted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", ["infinity", "-infinity", "0044-03-15 BC"])
def test_a_row_with_such_a_day_is_named(day: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps days as texts")
    company_and_pump()
    case = opened_case()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_case SET clock_on = %s, opened_at = %s", [day, day])
        cursor.execute("UPDATE store_company SET name = '別'")
    assert {(fault.code.removeprefix("record.audit."), fault.place) for fault in verify_record().faults} == {
        ("committed_row_altered", f"store_case {case}"),
        ("committed_row_altered", "store_company 1"),
        ("row_unclaimed", f"store_case {case}"),
        ("row_unclaimed", "store_company 1"),
    }


def test_such_a_day_keeps_no_verb_from_writing_its_row_and_stays_named() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps days as texts")
    company_and_pump()
    case = opened_case()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_case SET clock_on = 'infinity'")
    with planted():
        Case.objects.update(clock="late")
    assert ("record.audit.row_found_altered", f"store_case {case}") in {
        (fault.code, fault.place) for fault in verify_record().faults
    }
