"""The triggers that guard the record, on whichever database the suite runs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from kizuki.actions.verb import Actor, verb
from kizuki.store.audit.triggers import install_triggers, missing_triggers, remove_triggers
from kizuki.store.models import Case, Determination, Device, FactSheet, Narrative, Report, StoredDocument

pytestmark = pytest.mark.django_db

TESTER = Actor.program("test")


NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _one_row_in_every_guarded_table() -> None:
    device = Device.objects.create(key="pump", brand="P")
    case = Case.objects.create(number="2026-0001", key="c", device=device, title="t", opened_at=NOW)
    sheet = FactSheet.objects.create(case=case, revision=1, facts="{}", sha256="x", made_at=NOW)
    Determination.objects.create(
        case=case, fact_sheet=sheet, answer="{}", sha256="x", outcome="open", rules_digest="d", made_at=NOW
    )
    StoredDocument.objects.create(sha256="abc", media_type="text/plain", size=0, content=b"")
    _report(case, 1, submitted_at=NOW)
    Narrative.objects.create(case=case, kind="note", revision=1, body="text", made_at=NOW)
    with verb("test", actor=TESTER, of=()) as act:
        act.record(subjects=["case:1"])


def _report(case: Case, number: int, **values: object) -> Report:
    return Report.objects.create(
        case=case,
        form="8",
        edition="e",
        number=number,
        fields=[],
        document_id="abc",
        pages=1,
        drafted_at=NOW,
        **values,
    )


GUARDED = {
    "store_auditentry": "actor = 'user:1'",
    "store_auditsubject": "subject = 'case:2'",
    "store_factsheet": "facts = '[]'",
    "store_determination": "outcome = 'no_report'",
    "store_storeddocument": "media_type = 'text/html'",
    "store_report": "edition = 'f'",
    "store_narrative": "body = 'another text'",
}


@pytest.mark.parametrize("table", GUARDED)
def test_a_kept_row_is_neither_changed_nor_deleted_by_raw_sql(table: str) -> None:
    _one_row_in_every_guarded_table()
    for statement in (f"UPDATE {table} SET {GUARDED[table]}", f"DELETE FROM {table}"):
        with (
            pytest.raises(IntegrityError, match=f"a row of {table} is not"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_insert_or_replace_does_not_slip_past_the_guards_of_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    _one_row_in_every_guarded_table()
    with (
        pytest.raises(IntegrityError, match="is not replaced"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT OR REPLACE INTO store_factsheet (id, case_id, revision, facts, sha256, made_at)"
            " VALUES (99, %s, 1, '[]', 'y', '2026-06-01')",
            [Case.objects.get().pk],
        )


def test_truncate_is_refused_by_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with (
        pytest.raises(IntegrityError, match="is not deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE store_auditentry, store_auditsubject, store_commitment, store_anchor")


def test_switching_triggers_off_for_a_session_of_postgresql_does_not_open_the_record() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no session_replication_role")
    _one_row_in_every_guarded_table()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        with pytest.raises(IntegrityError, match="is not changed"), transaction.atomic():
            cursor.execute("UPDATE store_determination SET outcome = 'no_report'")


@pytest.mark.parametrize(("seq", "previous"), [(1, "0" * 64), (2, "0" * 64), (3, None), (2, "f" * 64)])
def test_an_entry_that_does_not_follow_the_newest_one_is_refused(seq: int, previous: str | None) -> None:
    with verb("test", actor=TESTER, of=()) as act:
        act.record(subjects=["case:1"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM store_auditentry WHERE seq = 1")
        newest = cursor.fetchone()[0]
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_auditentry (seq, at, actor, verb, subjects, payload, previous_hash, hash)"
            " VALUES (%s, '2026', 'a', 'v', '[]', '{}', %s, 'h')",
            [seq, previous or newest],
        )


def test_a_draft_may_change_and_a_text_may_be_erased() -> None:
    _one_row_in_every_guarded_table()
    draft = _report(Case.objects.get(), 2)
    draft.edition = "f"
    draft.save(update_fields=["edition"])
    assert Narrative.objects.update(body="", erased_at=NOW) == 1


def test_a_missing_trigger_is_named_and_comes_back() -> None:
    assert missing_triggers() == []
    remove_triggers()
    assert "kizuki_chain" in missing_triggers()
    install_triggers()
    assert missing_triggers() == []


def test_an_altered_trigger_is_named() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER kizuki_store_factsheet_update")
            cursor.execute(
                "CREATE TRIGGER kizuki_store_factsheet_update BEFORE UPDATE ON store_factsheet WHEN 0 "
                "BEGIN SELECT RAISE(ABORT, 'kizuki: a row of store_factsheet is not changed'); END"
            )
            assert missing_triggers() == ["kizuki_store_factsheet_update"]
        else:
            cursor.execute("ALTER TABLE store_factsheet DISABLE TRIGGER kizuki_store_factsheet_change")
            assert missing_triggers() == ["kizuki_store_factsheet_change"]


def test_a_function_that_refuses_nothing_is_named() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's triggers call no function")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION kizuki_follow_head() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RETURN NEW; END$$"
        )
    assert missing_triggers() == ["kizuki_chain"]


def test_triggers_survive_a_table_that_django_builds_anew() -> None:
    from django.core.management import call_command
    from django.db import models

    from kizuki.store.models import FactSheet

    if connection.vendor == "sqlite":
        pytest.skip("SQLite rebuilds tables outside transactions only; see test_preparing")
    with connection.schema_editor() as editor:
        field = models.CharField(max_length=90)
        field.set_attributes_from_name("sha256")
        editor.alter_field(FactSheet, FactSheet._meta.get_field("sha256"), field)
    call_command("migrate", verbosity=0)
    assert missing_triggers() == []
