"""The debts of the code are those of `debts.py`, by name: a new one is refused, and one that was paid is struck out."""

from __future__ import annotations

from django.apps import apps

from tests.shape import debts
from tests.shape.reading_code import (
    clock_reads,
    long_files,
    long_functions,
    names_that_are_read,
    verbs,
    without_a_door,
    without_an_assertion,
)
from tools import not_yet


def test_a_verb_has_a_door() -> None:
    assert len(verbs()) > 100
    assert without_a_door() == debts.VERBS_WITHOUT_A_DOOR


def test_a_column_that_is_written_is_read() -> None:
    read = names_that_are_read()
    unread = {
        f"{model.__name__}.{column.name}"
        for model in apps.get_app_config("store").get_models()
        for column in model._meta.concrete_fields
        if not column.primary_key and not {column.name, column.attname} & read
    }
    assert unread == debts.COLUMNS_READ_NOWHERE


def test_one_clock_is_asked_what_time_it_is() -> None:
    assert clock_reads() == debts.CLOCK_READS


def test_a_function_has_at_most_forty_lines() -> None:
    assert long_functions(40) == debts.LONG_FUNCTIONS


def test_a_file_has_at_most_three_hundred_lines() -> None:
    assert long_files(300) == debts.LONG_FILES


def test_every_test_states_something() -> None:
    assert not without_an_assertion()


def test_what_is_not_yet_is_told_to_users() -> None:
    assert not_yet.PAGE.read_text(encoding="utf-8") == not_yet.written()
