"""A forger at the SQL prompt of either database, with every trigger in place or with triggers off and on again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.cases.classify_case import classify_case
from kizuki.actions.cases.note import note
from kizuki.actions.verb import Actor, verb
from kizuki.store.audit.chain import head
from kizuki.store.audit.heads import Noted
from kizuki.store.audit.rows import readers
from kizuki.store.audit.triggers import install_triggers, make_way_for_migrations, remove_triggers
from kizuki.store.audit.verifying import verify_record
from kizuki.store.findings.tallies import count_device
from kizuki.store.models import (
    Assessment,
    AuditEntry,
    AuditSubject,
    Case,
    Commitment,
    Company,
    Embargo,
    EmbargoReader,
    JournalLine,
    Report,
    SafetyInformation,
    StoredDocument,
    User,
)
from kizuki.store.record.canonical import digest_of
from tests.actions.record import TESTER, company_and_pump, opened_case
from tests.planted import planted
from tests.store.audit.everything import make_row

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DOCUMENT = digest_of(b"kept")


@pytest.fixture(autouse=True)
def case() -> int:
    """A case with a report, an embargo's reader, a person and a piece of information."""
    company_and_pump()
    made = opened_case()
    with verb("test", actor=TESTER, of=()) as act:
        StoredDocument.objects.create(sha256=DOCUMENT, media_type="text/plain", size=4, content=b"kept")
        person = User.objects.create(sign_in_name="ito", display_name="伊藤", role="auditor", password="!")
        embargo = Embargo.objects.create(case_id=made, set_at=NOW)
        EmbargoReader.objects.create(embargo=embargo, user=person)
        SafetyInformation.objects.create(
            number="S-1", source="hospital", awareness_on=date(2026, 6, 1), received_at=NOW
        )
        Report.objects.create(
            case_id=made, form="8", edition="e", number=1, fields=[], document_id=DOCUMENT, pages=1, drafted_at=NOW
        )
        act.record(subjects=[f"document:{DOCUMENT}"])
    assert verify_record().faults == ()
    return made


@contextmanager
def triggers_off() -> Iterator[None]:
    """Inside, no trigger stands; afterwards all of them do."""
    connection.check_constraints()
    remove_triggers()
    yield
    connection.check_constraints()
    install_triggers()


def sql(*statements: str) -> None:
    """What the forger types."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found() -> set[tuple[str, str]]:
    """Code and place of every fault, without the room of the codes."""
    return {(fault.code.removeprefix("record.audit."), fault.place) for fault in verify_record().faults}


PLAIN = {
    "store_case": "UPDATE store_case SET state = 'closed'",
    "store_case ": "UPDATE store_case SET clock_on = '2027-01-01', working_due_on = '2027-01-01'",
    "store_user": "UPDATE store_user SET role = 'general_manager'",
    "store_user ": "UPDATE store_user SET password = 'x'",
    "store_embargoreader": "DELETE FROM store_embargoreader",
    "store_safetyinformation": "UPDATE store_safetyinformation SET awareness_on = '2026-06-09'",
    "store_report": "UPDATE store_report SET due_on = '2027-01-01'",
    "store_submission": (
        "INSERT INTO store_submission (report_id, way, sent_on, covers, before_approval, person_id, at)"
        " SELECT store_report.id, 'portal', '2026-06-02', '[]', FALSE, store_user.id, '2026-06-02 00:00:00+00:00'"
        " FROM store_report, store_user"
    ),
}


@pytest.mark.parametrize("table", PLAIN)
def test_plain_sql_with_every_trigger_in_place_is_named(table: str) -> None:
    sql(PLAIN[table])
    faults = found()
    assert {code.rpartition("_")[0] for code, _ in faults} == {"committed_row", "row"}
    assert {place.split()[0] for _, place in faults} == {table.strip()}


def test_a_verb_that_changes_a_forged_row_does_not_make_it_its_own(case: int) -> None:
    sql("UPDATE store_case SET state = 'closed'")
    with planted():
        Case.objects.filter(pk=case).update(clock="late")
    row = f"store_case {case}"
    assert found() == {("row_unclaimed", row), ("row_found_altered", row)}


def written_again(case: int) -> None:
    """A verb writes the case and its report, as verbs do that know nothing of a forger."""
    with planted():
        Case.objects.filter(pk=case).update(clock="late")
        Report.objects.filter(case_id=case).update(pages=2)
        User.objects.update(mail="ito@example.jp")


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE store_case SET state = 'closed'", "store_case"),
        ("UPDATE store_user SET display_name = 'it''s, NULL, 12'", "store_user"),
        ("UPDATE store_case SET clock_on = '2027-01-01'", "store_case"),
        ("UPDATE store_report SET due_on = NULL, number = 7", "store_report"),
        ("UPDATE store_report SET due_on = '2027-01-01'", "store_report"),
    ],
)
def test_a_row_forged_with_triggers_off_stays_named_once_a_verb_has_written_it_again(
    case: int, statement: str, place: str
) -> None:
    with triggers_off():
        sql(statement)
    written_again(case)
    key = {"store_case": Case, "store_report": Report, "store_user": User}[place].objects.get().pk
    assert found() == {("row_found_altered", f"{place} {key}")}
    written_again(case)
    assert len(found()) == 1, "what stands since is what the entry committed to"


@pytest.mark.parametrize("state", ["state || char(0) || 'forged'", "CAST(x'6aff' AS TEXT)"])
def test_a_text_that_sqlite_alone_can_keep_is_not_washed_either_and_keeps_no_verb_from_writing(
    case: int, state: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no such text")
    with triggers_off():
        sql(f"UPDATE store_case SET state = {state}")
    with planted():
        Case.objects.filter(pk=case).update(clock="late")
    assert found() == {("row_found_altered", f"store_case {case}")}


def test_a_text_that_python_alone_takes_for_a_number_is_named() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps numbers alone in such a column")
    with planted():
        row = make_row(Assessment, 1)
        Assessment.objects.update(score=1)
    with triggers_off():
        sql("UPDATE store_assessment SET score = '１.0'")
    assert found() == {("committed_row_altered", f"store_assessment {row.pk}")}


def test_a_verb_that_takes_a_forged_row_away_says_how_it_found_it(case: int) -> None:
    with triggers_off():
        sql("UPDATE store_embargoreader SET id = 77")
    with planted():
        EmbargoReader.objects.all().delete()
    line = Commitment.objects.get(table_name="before:store_embargoreader")
    assert (line.row_key, len(line.digest)) == ("77", 64)
    assert ("row_found_altered", "store_embargoreader 77") in found()


def test_a_row_taken_out_with_triggers_off_does_not_come_back_as_if_it_had_never_been_there(case: int) -> None:
    reader = EmbargoReader.objects.get()
    with triggers_off():
        sql("DELETE FROM store_embargoreader")
    with planted():
        reader.save(force_insert=True)
    assert found() == {("row_found_altered", f"store_embargoreader {reader.pk}")}
    assert Commitment.objects.get(table_name="before:store_embargoreader").digest == ""


def test_a_row_put_in_with_triggers_off_is_not_taken_over_by_the_verb_that_changes_it(case: int) -> None:
    with triggers_off():
        sql(
            # A row under a number that no verb ever gave: as good as one that was typed.
            "UPDATE store_safetyinformation SET id = id + 1000",
        )
    with planted():
        SafetyInformation.objects.update(awareness_on=date(2026, 6, 2))
    new = SafetyInformation.objects.get().pk
    assert found() == {
        ("row_found_altered", f"store_safetyinformation {new}"),
        ("committed_row_missing", f"store_safetyinformation {new - 1000}"),
    }


def test_a_verb_that_writes_what_stands_as_it_was_kept_leaves_no_such_line(case: int) -> None:
    written_again(case)
    with planted():
        EmbargoReader.objects.all().delete()
        User.objects.update(display_name="a 'new', name")
        Case.objects.filter(pk=case).update(clock_on=date(2026, 6, 20))
        Case.objects.filter(pk=case).update(clock="late")
    assert found() == set()
    assert not Commitment.objects.filter(table_name__startswith="before:").exists()


def test_a_verb_beside_a_migration_says_nothing_of_what_nobody_saw(case: int) -> None:
    connection.check_constraints()
    make_way_for_migrations()
    written_again(case)
    connection.check_constraints()
    install_triggers()
    assert found() == set()
    with triggers_off():
        sql("UPDATE store_report SET number = 7")
    written_again(case)
    assert {code for code, _ in found()} == {"row_found_altered"}


def test_the_line_of_a_row_holds_none_of_its_sealed_words(case: int) -> None:
    sealed = Case.objects.values_list("pk", flat=True).get(pk=case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM store_case WHERE id = %s", [sealed])
        (kept,) = cursor.fetchone()
    assert "title" in readers(connection.vendor)["store_case"].sealed
    with planted():
        Case.objects.filter(pk=case).update(clock="late")
        (line,) = JournalLine.objects.filter(table_name="store_case").values_list("before", flat=True)
        assert line
        assert kept not in line
        assert kept.encode().hex() not in line.lower()
    assert found() == set()


def test_a_forger_who_guesses_a_token_is_named_as_well(case: int) -> None:
    if connection.vendor == "sqlite":
        sql("INSERT INTO store_pen (id, token) VALUES (1, 'guessed')")
    else:
        sql("SELECT set_config('kizuki.verb', 'guessed', true)")
    sql("UPDATE store_case SET title = 'forged'")
    assert ("row_unclaimed", f"store_case {case}") in found()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE store_submission SET sent_on = '2026-06-01'", "altered"),
        ("DELETE FROM store_embargoreader", "missing"),
        ("UPDATE store_case SET state = 'closed'", "altered"),
    ],
)
def test_triggers_that_were_off_hide_nothing(statement: str, kind: str, case: int) -> None:
    with planted():
        sql(PLAIN["store_submission"])
    assert found() == set()
    with triggers_off():
        sql(statement)
    faults = verify_record().faults
    assert [fault.code for fault in faults] == [f"record.audit.committed_row_{kind}"]
    newest = Commitment.objects.filter(table_name=faults[0].place.split()[0]).latest("entry_id").entry_id
    assert faults[0].entry == newest
    assert str(newest) in faults[0].said("en")


def test_two_rows_that_changed_places_and_commitments_that_changed_order_are_named() -> None:
    with planted():
        User.objects.create(sign_in_name="abe", display_name="阿部", role="psirt", password="!")
    one, two = User.objects.order_by("pk").values_list("pk", flat=True)
    with triggers_off():
        sql(
            *(
                f"UPDATE store_user SET role = '{role}' WHERE id = {at}"
                for role, at in (("psirt", one), ("auditor", two))
            )
        )
    assert found() == {("committed_row_altered", f"store_user {pk}") for pk in (one, two)}
    entry = Commitment.objects.values_list("entry_id", flat=True).latest("entry_id")
    with triggers_off():
        sql(f"UPDATE store_commitment SET digest = '{'0' * 64}' WHERE entry_id = {entry}")
    assert ("commitments_altered", str(entry)) in found()


def test_a_commitment_of_a_forger_belongs_to_no_entry(case: int) -> None:
    newest = head().seq
    sql(
        "INSERT INTO store_commitment (entry_id, table_name, row_key, digest)"
        f" VALUES ({newest}, 'store_case', '{case + 1}', '{'0' * 64}')"
    )
    assert ("commitments_altered", str(newest)) in found()


def test_what_was_cut_off_the_end_is_seen_against_a_head_that_was_noted(case: int) -> None:
    note(case, "第一報", actor=TESTER)
    noted = Noted(head().seq, head().hash)
    assert verify_record(heads=[noted]).intact
    with triggers_off():
        lines = Commitment.objects.filter(entry_id=noted.seq)
        gone = list(lines.values_list("table_name", "row_key"))
        lines.delete()
        AuditSubject.objects.filter(entry_id=noted.seq).delete()
        AuditEntry.objects.filter(seq=noted.seq).delete()
        for table, key in gone:
            sql(f"DELETE FROM {table} WHERE id = {key}")
    assert verify_record().intact, "without a head nobody can know"
    assert [fault.code for fault in verify_record(heads=[noted]).faults] == ["record.audit.head_missing"]
    rewritten = Noted(1, "0" * 64)
    assert [fault.place for fault in verify_record(heads=[rewritten]).faults] == ["1"]


def test_only_what_came_after_a_verified_head_is_read(case: int) -> None:
    since = Noted(head().seq, head().hash)
    with triggers_off():
        sql("UPDATE store_user SET role = 'general_manager'")
    with planted():
        Company.objects.update(name="another")
    assert verify_record(since=since).intact, "nobody touched that row since"
    with triggers_off():
        sql("UPDATE store_company SET name = 'forged'")
    assert [fault.place for fault in verify_record(since=since).faults] == ["store_company 1"]
    assert not verify_record(since=Noted(since.seq, "0" * 64)).intact


def test_what_is_derived_is_computed_anew_and_compared(case: int) -> None:
    classify_case(case, {"effects": []}, actor=TESTER)
    assert found() == set()
    sql(f"INSERT INTO store_casetrait (case_id, trait) VALUES ({case}, 'effect:forged')")
    device = Case.objects.values_list("device_id", flat=True).get(pk=case)
    count_device(device)
    assert found() == {("derived_altered", f"store_casetrait {case}")}
    sql("UPDATE store_devicetally SET affected = 7")
    assert ("derived_altered", f"store_devicetally {device}") in found()


FOREIGN = {
    "sqlite": {
        "trigger forged": (
            "CREATE TRIGGER forged AFTER INSERT ON store_auditentry BEGIN"
            " UPDATE store_user SET role = 'general_manager'; END"
        ),
        "view forged_view": "CREATE VIEW forged_view AS SELECT 1",
        "table forged_table": "CREATE TABLE forged_table (id integer)",
    },
    "postgresql": {
        "view forged_view": "CREATE VIEW forged_view AS SELECT 1",
        "table forged_table": "CREATE TABLE forged_table (id integer)",
        "function forged": "CREATE FUNCTION forged() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "rule store_case.forged": "CREATE RULE forged AS ON DELETE TO store_case DO INSTEAD NOTHING",
        "policy store_case.forged": "CREATE POLICY forged ON store_case USING (true)",
        "trigger store_user.forged": (
            "CREATE TRIGGER forged BEFORE UPDATE ON store_user FOR EACH ROW"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        ),
    },
}


def test_an_object_that_is_not_ours_is_named() -> None:
    connection.check_constraints()
    for statement in FOREIGN[connection.vendor].values():
        sql(statement)
    assert found() == {("object_foreign", name) for name in FOREIGN[connection.vendor]}


@pytest.mark.django_db(transaction=True)
def test_a_plain_insert_while_a_verb_runs_is_not_taken_for_its_own() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    other: Any = connection.copy()
    try:
        with verb("test", actor=Actor.program("test"), of=()) as act:
            Company.objects.update(name="another")
            with other.cursor() as cursor:
                cursor.execute("UPDATE store_user SET role = 'general_manager'")
            act.record(subjects=["company:1"])
    finally:
        other.close()
    person = User.objects.get().pk
    assert found() == {("committed_row_altered", f"store_user {person}"), ("row_unclaimed", f"store_user {person}")}
    assert JournalLine.objects.count() == 1
