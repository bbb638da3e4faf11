"""What an entry commits to: the digest of a row, random verbs, records of before, and rows that a migration rewrote."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.note import note
from kizuki.actions.devices.register_company import register_company
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.findings.set_triage_limit import set_triage_limit
from kizuki.actions.people.renew_hash import renew_hash
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.record.commit_rows import commit_rows
from kizuki.actions.record.recommit import recommit
from kizuki.actions.record.reseal_texts import reseal_texts
from kizuki.actions.record.rotate_key import rotate_key
from kizuki.actions.verb import verb
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import append, head
from kizuki.store.audit.of_before import awaits_commitments
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, AuditSubject, Commitment, Company, JournalLine, Narrative, Pen, User
from tests.actions.record import TESTER, TODAY, company_and_pump, opened_case
from tests.planted import planted

pytestmark = pytest.mark.django_db


def _committed(table: str, key: object) -> list[str]:
    rows = Commitment.objects.filter(table_name=table, row_key=str(key)).order_by("entry_id")
    return list(rows.values_list("digest", flat=True))


def test_the_digest_of_a_row_is_sha256_over_its_columns_without_those_that_hold_their_default() -> None:
    at = datetime(2026, 6, 1, 1, 2, 3, 4, tzinfo=UTC)
    with planted():
        Company.objects.create(name="見本", contact={"phone": "1", "name": "x"})
        Company.objects.update(registered_at=at)
    told = {"contact": {"name": "x", "phone": "1"}, "name": "見本", "registered_at": "2026-06-01 01:02:03.000004"}
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert _committed("store_company", 1) == [digest]
    entry = AuditEntry.objects.get(seq=1)
    listed = json.dumps([["store_company", "1", digest]], separators=(",", ":"))
    assert entry.commitments == hashlib.sha256(listed.encode()).hexdigest()


def test_a_verb_leaves_neither_its_pen_nor_a_line_of_its_journal() -> None:
    company_and_pump()
    assert not JournalLine.objects.exists()
    assert not Pen.objects.exists()


def test_a_row_that_a_verb_takes_out_is_committed_to_as_gone() -> None:
    device = company_and_pump()
    person = register_user(sign_in_name="ito", display_name="伊藤", role="psirt", actor=TESTER)
    set_product_scope(person, ["pump"], actor=TESTER)
    set_product_scope(person, [], actor=TESTER)
    gone = Commitment.objects.filter(table_name="store_productscope").order_by("entry_id")
    assert [bool(row.digest) for row in gone] == [True, False]
    assert verify_record().intact
    assert device


def test_a_text_sealed_anew_changes_no_digest() -> None:
    company_and_pump()
    note(opened_case(), "山田さんの電話", actor=TESTER)
    row = Narrative.objects.get(kind="note")
    rotate_key(actor=TESTER)
    reseal_texts(actor=TESTER)
    before, after = _committed("store_narrative", row.pk)
    assert before == after
    assert verify_record().intact


def test_a_password_is_hashed_anew_by_a_verb_and_by_nothing_else(settings: Any) -> None:
    person = register_user(sign_in_name="ito", display_name="伊藤", role="psirt", actor=TESTER)
    ways = [f"django.contrib.auth.hashers.{name}" for name in ("PBKDF2PasswordHasher", "MD5PasswordHasher")]
    settings.PASSWORD_HASHERS = ways
    with planted():
        user = User.objects.get(pk=person)
        user.set_password("kenshin-0472-hibari")
        user.save()
    settings.PASSWORD_HASHERS = [*reversed(ways)]
    user = User.objects.get(pk=person)
    assert user.check_password("kenshin-0472-hibari")
    assert User.objects.get(pk=person).password == user.password
    assert verify_record().intact
    assert renew_hash(person, "kenshin-0472-hibari", actor=TESTER)
    assert not renew_hash(person, "kenshin-0472-hibari", actor=TESTER)
    assert User.objects.get(pk=person).check_password("kenshin-0472-hibari")
    assert verify_record().intact


def _migrated_later(name: str = "_commitments") -> None:
    """As if the chain had begun before that migration was applied."""
    rows = MigrationRecorder(connection).Migration.objects.filter(app="store", name__endswith=name)
    assert rows.update(applied=datetime.now(UTC) + timedelta(hours=1)) == 1


def _record_of_before() -> None:
    """Entries and rows without commitment, as the version before left them."""
    append(actor="program:test", verb="test", subjects=["test:before"], payload={})
    Company.objects.create(name="見本")
    for number in range(3):
        User.objects.create(sign_in_name=f"p{number}", display_name="人", role="psirt", password="!")
    JournalLine.objects.all().delete()
    _migrated_later()


def test_a_record_of_before_is_committed_to_once_and_its_rows_are_counted_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _record_of_before()
    found = verify_record()
    assert (found.intact, found.unsettled) == (True, 4)
    monkeypatch.setattr("kizuki.actions.record.commit_rows.MOST_ROWS", 2)
    assert commit_rows(actor=TESTER) == 4
    assert list(AuditEntry.objects.filter(verb="commit_rows").values_list("payload", flat=True)) == [
        '{"rows":1,"run":1,"table":"store_company"}',
        '{"rows":2,"run":1,"table":"store_user"}',
        '{"rows":1,"run":1,"table":"store_user"}',
        '{"rows":4,"run":1}',
    ]
    found = verify_record()
    assert (found.intact, found.unsettled) == (True, 0)
    User.objects.create(sign_in_name="forged", display_name="人", role="psirt", password="!")
    before = head()
    assert (commit_rows(actor=TESTER), head()) == (0, before)
    assert {fault.code for fault in verify_record().faults} == {
        "record.audit.committed_row_unknown",
        "record.audit.row_unclaimed",
    }


def test_a_run_over_rows_of_before_that_was_cut_off_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    _record_of_before()
    monkeypatch.setattr("kizuki.actions.record.commit_rows.MOST_ROWS", 2)

    def cut() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commit_rows(actor=TESTER, between=cut)
    assert verify_record().unsettled == 3
    assert commit_rows(actor=TESTER) == 3
    assert verify_record().intact


def test_rows_that_a_migration_rewrote_are_committed_to_anew_and_the_entry_says_both_digests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register_company(name="見本", actor=TESTER)
    migration = import_module("kizuki.store.migrations.0021_reports_of_one_matter").Migration
    monkeypatch.setattr(migration, "rewrites", ("store_company",), raising=False)
    _migrated_later("0021_reports_of_one_matter")
    Company.objects.update(name="改名")
    assert not verify_record().intact
    assert recommit(actor=TESTER) == 1
    told = [json.loads(row.payload) for row in AuditEntry.objects.filter(verb="recommit").order_by("seq")]
    assert told[0]["table"] == "store_company"
    assert told[0]["before"] != told[0]["after"]
    assert (told[1]["rows"], told[1]["lines"]) == (1, 1)
    assert verify_record().intact
    before = head()
    assert (recommit(actor=TESTER), head()) == (0, before)


def test_nobody_has_a_row_of_theirs_committed_to_by_writing_in_the_list_of_migrations() -> None:
    """What the record was made with is named by its first start; what stands there later is no reason for an entry."""
    person = register_user(sign_in_name="ito", display_name="伊藤", role="psirt", actor=TESTER)
    assert recommit(actor=TESTER) == 0, "all were applied before there was a row"
    named = AuditSubject.objects.filter(subject__startswith="migration:").values_list("subject", flat=True)
    assert "migration:0029_records_end_by_themselves" in set(named)
    _migrated_later("0029_records_end_by_themselves")
    User.objects.filter(pk=person).update(role="general_manager")
    before = head()
    assert (recommit(actor=TESTER), head()) == (0, before)
    assert ("record.audit.committed_row_altered", f"store_user {person}") in {
        (fault.code, fault.place) for fault in verify_record().faults
    }


_VERBS = st.sampled_from(["name", "device", "case", "note", "limit", "scope", "determine"])
STEPS = st.lists(st.tuples(_VERBS, st.integers(1, 3)), max_size=8)


class RandomVerbs(TestCase):
    """Any sequence of verbs."""

    @settings(max_examples=5, deadline=None)
    @given(steps=STEPS)
    def test_a_record_that_verbs_made_in_any_order_verifies_clean(self, steps: list[tuple[str, int]]) -> None:
        company_and_pump()
        case = opened_case()
        person = register_user(sign_in_name="ito", display_name="伊藤", role="psirt", actor=TESTER)
        does = {
            "name": lambda n: register_company(name=f"名{n}", actor=TESTER),
            "device": lambda n: register_device(DeviceEntry(key=f"d{n}", brand=f"D{n}"), actor=TESTER),
            "case": lambda _n: opened_case(f"c{head().seq}"),
            "note": lambda n: note(case, f"第{n}報", actor=TESTER),
            "limit": lambda n: set_triage_limit(n, actor=TESTER),
            "scope": lambda n: set_product_scope(person, ["pump"] if n > 1 else [], actor=TESTER),
            "determine": lambda n: determine(case, on=TODAY, actor=TESTER),
        }
        for step, number in steps:
            with suppress(Refused):
                does[step](number)
        assert verify_record().faults == ()


def test_no_list_of_migrations_makes_a_row_of_before_in_a_record_that_begins_with_this_version() -> None:
    """Its first entry may commit to nothing, as that of a backup's key does."""
    with verb("test", actor=TESTER, of=()) as act:
        act.record(subjects=["test:first"])
    with planted():
        User.objects.create(sign_in_name="ito", display_name="伊藤", role="auditor", password="!")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_user SET id = id + 1000")
    _migrated_later()
    assert not awaits_commitments()
    assert commit_rows(actor=TESTER) == 0
    assert "record.audit.committed_row_unknown" in {fault.code for fault in verify_record().faults}
