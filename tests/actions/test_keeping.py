"""Attachments and retention, as verbs."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.note import note
from kizuki.actions.record.end_use import end_use
from kizuki.actions.record.erase_expired import erase_expired
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Attachment, Determination, Device, FactSheet, Narrative
from kizuki.store.queries.attachments import attached_document, attachments_of
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.retention import expired, token_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, TODAY, company_and_pump, opened_case
from tests.planted import planted

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nlog of the pump"


def test_an_attachment_is_kept_under_its_digest_and_its_name_sealed() -> None:
    company_and_pump()
    case = opened_case()
    made = attach_document(case, r"C:\患者\山田太郎_記録.exe", PDF, actor=TESTER)
    row = attachments_of(PROGRAM, case)[0]
    assert (row.name, row.media_type, row.size) == ("山田太郎_記録.exe", "application/pdf", len(PDF))
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    found = attached_document(PROGRAM, case, made)
    assert found
    assert found.content == PDF
    assert attached_document(PROGRAM, opened_case("other"), made) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM store_attachment")
        assert "山田" not in cursor.fetchone()[0]
    assert verify_record().intact


def test_the_same_upload_twice_changes_nothing() -> None:
    company_and_pump()
    case = opened_case()
    first = attach_document(case, "a.pdf", PDF, actor=TESTER)
    before = head()
    assert attach_document(case, "b.pdf", PDF, actor=TESTER) == first
    assert (head(), Attachment.objects.count()) == (before, 1)


def test_what_may_not_be_attached_leaves_nothing(settings: Any) -> None:
    company_and_pump()
    case = opened_case()
    before = head()
    settings.ATTACHMENT_BYTES = 100
    for name, content, why in (("a.pdf", b"MZ", "program"), ("a.pdf", b"x" * 101, "at most 100"), ("", PDF, "empty")):
        with pytest.raises(Refused, match=why):
            attach_document(case, name, content, actor=TESTER)
    assert head() == before


def _old_case(categories: list[str] | None) -> int:
    pump = company_and_pump()
    if categories is not None:
        with planted():
            Device.objects.filter(pk=pump).update(profile={"retention": {"categories": categories}})
    case = opened_case(parts={"patient": {"initials": "K.S."}})
    note(case, "山田さんの電話", actor=TESTER)
    attach_document(case, "山田.pdf", PDF, actor=TESTER)
    determine(case, on=TODAY, actor=TESTER)
    return case


def test_texts_are_erased_after_their_period_and_everything_that_decides_stays() -> None:
    case = _old_case(["general"])
    assert expired(PROGRAM, date(2099, 1, 1)) == ()
    end_use(case, date(2026, 6, 20), on=TODAY, actor=TESTER)
    assert expired(PROGRAM, date(2031, 6, 20)) == ()
    on = date(2031, 6, 21)
    rows = expired(PROGRAM, on)
    assert [(row.number, row.texts, row.names) for row in rows] == [("2026-0001", 3, 1)]
    with pytest.raises(Refused, match="look again"):
        erase_expired("moved", on=on, actor=TESTER)
    before = list(FactSheet.objects.values()), list(Determination.objects.values())
    assert erase_expired(token_of(rows), on=on, actor=TESTER) == 4
    assert not Narrative.objects.exclude(body="").exists()
    assert (list(FactSheet.objects.values()), list(Determination.objects.values())) == before
    page = case_page(PROGRAM, case)
    assert page
    assert [entry.text for entry in page.timeline if entry.verb == "note"] == ["（保存期間の満了により消去済み）"]
    assert attachments_of(PROGRAM, case)[0].name == "（保存期間の満了により消去済み）"
    assert expired(PROGRAM, on) == ()
    assert verify_record().intact


def test_a_device_whose_category_nobody_told_keeps_its_cases() -> None:
    case = _old_case(None)
    end_use(case, date(2026, 6, 20), on=TODAY, actor=TESTER)
    assert expired(PROGRAM, date(2999, 1, 1)) == ()


def test_a_use_that_is_taken_up_again_stops_the_period() -> None:
    case = _old_case(["general"])
    end_use(case, date(2026, 6, 20), on=TODAY, actor=TESTER)
    end_use(case, None, on=TODAY, actor=TESTER)
    assert expired(PROGRAM, date(2999, 1, 1)) == ()
    with pytest.raises(Refused, match="lies after"):
        end_use(case, date(2027, 1, 1), on=TODAY, actor=TESTER)
