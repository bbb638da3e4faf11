"""A table whose definition acts by itself would have a verb commit to what it does: it is named like a trigger."""

from __future__ import annotations

import pytest
from django.db import connection

from kizuki.store.audit.definitions import acting_definitions
from kizuki.store.audit.verifying import verify_record
from tests.actions.record import company_and_pump

pytestmark = pytest.mark.django_db


def rewritten(table: str, before: str, after: str) -> None:
    """The definition of a SQLite table as a forger writes it, past every check."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(
            "UPDATE sqlite_master SET sql = replace(sql, %s, %s) WHERE type = 'table' AND name = %s",
            [before, after, table],
        )
        cursor.execute("PRAGMA writable_schema = RESET")


def altered(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_our_own_tables_do_nothing_by_themselves() -> None:
    assert acting_definitions() == []


def test_a_key_that_deletes_a_clause_that_replaces_and_a_column_that_is_computed_are_named() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the definitions of SQLite")
    company_and_pump()
    rewritten(
        "store_reportstep",
        'REFERENCES "store_report" ("id") DEFERRABLE',
        'REFERENCES "store_report" ("id") ON DELETE CASCADE DEFERRABLE',
    )
    rewritten(
        "store_user", '"role" varchar(32) NOT NULL', "\"role\" varchar(32) DEFAULT 'x' NOT NULL ON CONFLICT REPLACE"
    )
    altered("ALTER TABLE store_company ADD COLUMN shadow text GENERATED ALWAYS AS (name || 'x') VIRTUAL")
    altered("ALTER TABLE store_device ADD COLUMN shadow text")
    named = [fault.place for fault in verify_record().faults if fault.code == "record.audit.object_foreign"]
    assert named == [
        "clause store_company GENERATED",
        "clause store_user ON CONFLICT",
        "column store_company.shadow",
        "column store_device.shadow",
        "key store_reportstep.report_id",
    ]


def test_the_same_is_named_on_a_server() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the definitions of PostgreSQL")
    altered("ALTER TABLE store_device ADD COLUMN shadow text")
    altered("ALTER TABLE store_company ADD COLUMN shadow text GENERATED ALWAYS AS (name || 'x') STORED")
    altered("ALTER TABLE store_user ALTER COLUMN role SET DEFAULT 'general_manager'")
    altered(
        "ALTER TABLE store_reportstep ADD CONSTRAINT washed FOREIGN KEY (report_id) REFERENCES store_report (id)"
        " ON DELETE CASCADE"
    )
    named = [fault.place for fault in verify_record().faults if fault.code == "record.audit.object_foreign"]
    assert named == [
        "column store_company.shadow",
        "column store_device.shadow",
        "column store_user.role",
        "key store_reportstep.washed",
    ]
