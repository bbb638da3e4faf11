"""Attachments and retention, as verbs."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.note import note
from kizuki.actions.cases.record_communication import CommunicationEntry, record_communication
from kizuki.actions.record.end_use import end_use
from kizuki.actions.record.erase_expired import erase_expired
from kizuki.actions.record.hold_records import hold_records, lift_hold
from kizuki.actions.record.propose_erasure import propose_erasure, sign_erasure
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Attachment, Determination, Device, FactSheet, KeptText, Narrative, StoredDocument
from kizuki.store.queries.attachments import attached_document, attachments_of
from kizuki.store.queries.case_rows import case_rows
from kizuki.store.queries.cases import case_page
from kizuki.store.queries.retention import Expired, expired, kept_back, token_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import PASSWORD, person
from tests.actions.record import TESTER, TODAY, company_and_pump, nothing_owed, opened_case
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
            Device.objects.filter(pk=pump).update(categories=categories)
    case = opened_case(parts={"patient": {"initials": "K.S."}})
    note(case, "山田さんの電話", actor=TESTER)
    attach_document(case, "山田.pdf", PDF, actor=TESTER)
    determine(case, on=TODAY, actor=TESTER)
    nothing_owed(case)
    return case


def erased(rows: tuple[Expired, ...], on: date) -> int:
    """The list is proposed by one person, signed by another, and erased."""
    proposer, second = person("proposer", "safety_manager"), person("second", "general_manager")
    token = token_of(rows)
    propose_erasure(token, on=on, actor=proposer)
    with pytest.raises(Refused, match="nobody has signed"):
        erase_expired(token, on=on, actor=proposer)
    with pytest.raises(Refused, match="four eyes"):
        sign_erasure(token, password=PASSWORD, on=on, actor=proposer)
    sign_erasure(token, password=PASSWORD, on=on, actor=second)
    return erase_expired(token, on=on, actor=second)


def test_texts_are_erased_after_their_period_and_everything_that_decides_stays() -> None:
    case = _old_case(["general"])
    assert expired(PROGRAM, date(2099, 1, 1)) == ()
    end_use(f"case:{case}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    assert expired(PROGRAM, date(2031, 6, 20)) == ()
    on = date(2031, 6, 21)
    rows = expired(PROGRAM, on)
    # Three narratives, the name of the attachment, the title of the case; and the attachment itself.
    assert [(row.number, row.texts, row.documents) for row in rows] == [("2026-0001", 5, 1)]
    before = list(FactSheet.objects.values()), list(Determination.objects.values())
    assert erased(rows, on) == 6
    assert not Narrative.objects.exclude(body="").exists()
    kept = StoredDocument.objects.get()
    assert (kept.content, kept.size, kept.erased_at is None) == (b"", len(PDF), False)
    assert (list(FactSheet.objects.values()), list(Determination.objects.values())) == before
    page = case_page(PROGRAM, case)
    assert page
    assert [entry.text for entry in page.timeline if entry.verb == "note"] == ["（保存期間の満了により消去済み）"]
    assert attachments_of(PROGRAM, case)[0].name == "（保存期間の満了により消去済み）"
    assert expired(PROGRAM, on) == ()
    assert verify_record().intact


def test_a_device_whose_category_nobody_told_keeps_its_cases() -> None:
    case = _old_case(None)
    end_use(f"case:{case}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    assert expired(PROGRAM, date(2999, 1, 1)) == ()


def test_a_use_that_is_taken_up_again_stops_the_period() -> None:
    case = _old_case(["general"])
    end_use(f"case:{case}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    end_use(f"case:{case}", None, on=TODAY, actor=TESTER)
    assert expired(PROGRAM, date(2999, 1, 1)) == ()
    with pytest.raises(Refused, match="lies after"):
        end_use(f"case:{case}", date(2027, 1, 1), on=TODAY, actor=TESTER)


def test_what_is_owed_or_held_is_kept_beyond_its_period_and_says_so() -> None:
    case = _old_case(["general"])
    end_use(f"case:{case}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    on, manager = date(2031, 6, 21), person("manager", "safety_manager")
    (listed,) = expired(PROGRAM, on)
    hold = hold_records("訴訟のため保全", case_id=case, actor=manager)
    assert expired(PROGRAM, on) == ()
    assert [row.why for row in kept_back(PROGRAM, on)] == ["hold"]
    with pytest.raises(Refused, match="look again"):
        propose_erasure(token_of((listed,)), on=on, actor=manager)
    lift_hold(hold, "訴訟の終結", actor=manager)
    assert [row.subject for row in expired(PROGRAM, on)] == [f"case:{case}"]


def test_a_hold_that_comes_after_the_signature_stops_the_erasing() -> None:
    case = _old_case(["general"])
    end_use(f"case:{case}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    on, proposer, second = (
        date(2031, 6, 21),
        person("proposer", "safety_manager"),
        person("second", "general_manager"),
    )
    token = token_of(expired(PROGRAM, on))
    propose_erasure(token, on=on, actor=proposer)
    sign_erasure(token, password=PASSWORD, on=on, actor=second)
    hold_records("監査", device_id=Device.objects.get().pk, actor=second)
    with pytest.raises(Refused, match="not what was signed"):
        erase_expired(token, on=on, actor=second)
    assert Narrative.objects.exclude(body="").count() == 3


def test_a_document_that_another_case_holds_stays() -> None:
    case = _old_case(["general"])
    other = opened_case("other")
    attach_document(other, "同じ記録.pdf", PDF, actor=TESTER)
    end_use(f"case:{case}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    on = date(2031, 6, 21)
    rows = expired(PROGRAM, on)
    assert [row.documents for row in rows] == [0]
    erased(rows, on)
    assert StoredDocument.objects.get().content == PDF
    assert verify_record().intact
    end_use(f"case:{other}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    nothing_owed(other)
    assert [row.documents for row in expired(PROGRAM, on)] == [1]


def test_texts_that_belong_to_a_row_of_the_case_are_exported_and_erased_with_it() -> None:
    case = _old_case(["general"])
    told = CommunicationEntry("patient", "phone", datetime(2026, 6, 3, tzinfo=UTC), "山田さんの件", case=case)
    made = record_communication(told, actor=TESTER)
    rows = case_rows(PROGRAM, case).own["store_kepttext"]
    assert [(row["subject"], row["body"]) for row in rows] == [(f"communication:{made}", "山田さんの件")]
    end_use(f"case:{case}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    on = date(2031, 6, 21)
    erased(expired(PROGRAM, on), on)
    assert list(KeptText.objects.values_list("body", flat=True)) == [""]
