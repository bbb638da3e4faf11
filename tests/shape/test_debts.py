"""The debts of the code are those of `debts.py`, by name: a new one is refused, and one that was paid is struck out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from kizuki.store.duties import declared
from tests.shape import debts
from tests.shape.reading_code import (
    clock_reads,
    fixed_limits,
    long_files,
    long_functions,
    names_that_are_read,
    verbs,
    without_a_door,
    without_an_assertion,
    words_reached,
)
from tools import not_yet


def test_a_verb_has_a_door() -> None:
    assert len(verbs()) > 100
    assert without_a_door() == debts.VERBS_WITHOUT_A_DOOR


@pytest.mark.parametrize(
    ("model", "reader"),
    [pytest.param(model, duties.reader, id=model.__name__) for model, duties in declared() if duties.reader],
)
def test_the_reader_of_a_table_asks_for_it(model: Any, reader: str) -> None:
    module, _, name = reader.partition(":")
    said = words_reached(module, name)
    ways = {
        field.remote_field.get_accessor_name()
        for field in model._meta.get_fields()
        if field.many_to_one or field.one_to_one
        if field.concrete and field.remote_field
    }
    to_it = {
        field.name
        for other in apps.get_app_config("store").get_models()
        for field in other._meta.concrete_fields
        if field.related_model is model
    }
    named = said & {model.__name__, *ways, *to_it} or any(model._meta.db_table in word for word in said)
    assert named, f"{reader} never asks for {model.__name__}"


def test_a_test_reads_waiting_work_as_either_database_keeps_it() -> None:
    """On PostgreSQL it stands in the queue, not in the table: what reads the table alone tests one database."""
    tests = Path(__file__).resolve().parents[1]
    itself = {tests / "asked_work.py", *tests.glob("worker/*.py"), *tests.glob("shape/*.py")}
    reads = {str(one) for one in tests.rglob("*.py") if one not in itself and "OutboxTask" in one.read_text("utf-8")}
    assert reads == set()


def test_a_column_that_is_written_is_read() -> None:
    read = names_that_are_read()
    unread = {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("store").get_models()
        for column in model._meta.concrete_fields
        # A commitment is read by way of the sealed column that it stands beside.
        if not column.primary_key and not column.name.endswith("_commitment")
        if not {column.name, column.attname} & read
    }
    assert unread == debts.COLUMNS_READ_NOWHERE


def test_one_clock_is_asked_what_time_it_is() -> None:
    assert clock_reads() == debts.CLOCK_READS


def test_a_function_has_at_most_forty_lines() -> None:
    assert long_functions(40) == debts.LONG_FUNCTIONS


def test_a_file_has_at_most_three_hundred_lines() -> None:
    assert long_files(300) == debts.LONG_FILES


def test_no_test_gives_something_a_number_of_seconds() -> None:
    assert not fixed_limits(), "wait with tests.patience: a busy machine changes no answer"


def test_every_test_states_something() -> None:
    assert not without_an_assertion()


def test_what_is_not_yet_is_told_to_users() -> None:
    assert not_yet.PAGE.read_text(encoding="utf-8") == not_yet.written()
