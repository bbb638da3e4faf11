"""Rows of company, devices, information and incidents that nobody can change or lose by raw SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from kizuki.store.models import (
    Communication,
    Device,
    InformationReceipt,
    KeptText,
    Licence,
    Milestone,
    PlaybookRevision,
    Precaution,
    SafetyInformation,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TODAY = date(2026, 6, 1)

CHANGES = {
    "store_licence": "number = 'x'",
    "store_precaution": "body = 'x'",
    "store_milestone": "name = 'eol'",
    "store_informationreceipt": "learned_on = '2026-06-09'",
    "store_communication": "party = 'mhlw'",
    "store_playbookrevision": "revision = 9",
    "store_kepttext": "body = 'another text'",
}


def _one_row_each() -> None:
    device = Device.objects.create(key="pump", brand="P")
    Licence.objects.create(number="1", kind="repair", from_on=TODAY, recorded_at=NOW)
    Precaution.objects.create(device=device, dated_on=TODAY, section="s", body="b", recorded_at=NOW)
    Milestone.objects.create(device=device, name="eos", on=TODAY, recorded_at=NOW)
    told = SafetyInformation.objects.create(number="I-1", source="pmda", awareness_on=TODAY, received_at=NOW)
    InformationReceipt.objects.create(information=told, learned_on=TODAY, recorded_at=NOW)
    Communication.objects.create(party="pmda", channel="fax", at=NOW, recorded_at=NOW)
    PlaybookRevision.objects.create(key="k", revision=1, body={"ja": "手順", "en": "Steps", "steps": []}, made_at=NOW)
    KeptText.objects.create(subject="information:1", kind="summary", revision=1, body="text", made_at=NOW)


@pytest.mark.parametrize("table", CHANGES)
def test_a_kept_row_is_neither_changed_nor_deleted(table: str) -> None:
    _one_row_each()
    for statement in (f"UPDATE {table} SET {CHANGES[table]}", f"DELETE FROM {table}"):
        with (
            pytest.raises(IntegrityError, match=f"a row of {table} is not"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_text_is_sealed_and_can_be_erased() -> None:
    _one_row_each()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM store_kepttext")
        assert cursor.fetchone()[0].startswith("sealed:")
    assert KeptText.objects.get().body == "text"
    assert KeptText.objects.update(body="", erased_at=NOW) == 1
