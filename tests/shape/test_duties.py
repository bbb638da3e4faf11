"""Every table declares its duties, and the declaration is true of its columns and ways."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from kizuki.store.duties import Chain, Duties, Kept, Sight, declared, duties_of
from kizuki.store.sealing.field import CommitmentField, SealedField
from tests.shape.debts import FREE_TEXT_IN_THE_CLEAR, TABLES_WITHOUT_A_READER

MODELS = sorted(apps.get_app_config("store").get_models(), key=lambda one: one.__name__)
LEADS_TO = {
    "case": "Case",
    "device": "Device",
    "information": "SafetyInformation",
    "incident": "Incident",
    "advisory": "Advisory",
}


def holds_words(column: models.Field[Any, Any]) -> bool:
    """Whether words can stand in a column: numbers, days, keys to other tables and commitments hold none."""
    if isinstance(column, CommitmentField):
        return False
    return column.remote_field is None and isinstance(
        column, models.CharField | models.TextField | models.JSONField | models.BinaryField
    )


def reached(model: type[Any], way: str) -> type[Any]:
    """The table that a way of Django's queries leads to."""
    for part in way.split("__"):
        if part != "pk":
            model = model._meta.get_field(part).related_model
    return model


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_table_declares_its_duties(model: type[Any]) -> None:
    assert isinstance(duties_of(model), Duties)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_column_that_can_hold_words_is_named_once(model: type[Any]) -> None:
    named = [name for name, _ in duties_of(model).columns()]
    words = {column.name for column in model._meta.concrete_fields if holds_words(column)}
    sealed = {column.name for column in model._meta.concrete_fields if isinstance(column, SealedField)}
    assert sorted(named) == sorted(words - sealed)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_ways_of_a_table_lead_where_they_say(model: type[Any]) -> None:
    belongs = duties_of(model).belongs
    for name, way in belongs.ways().items():
        assert reached(model, way).__name__ == LEADS_TO[name] or model.__name__ == "DeviceTally"
    assert belongs.ways() or belongs.sight
    assert (belongs.sight is Sight.OWN) == bool(belongs.person)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_reader_of_a_table_stands_in_the_program(model: type[Any]) -> None:
    reader = duties_of(model).reader
    if reader:
        module, _, name = reader.partition(":")
        assert callable(getattr(import_module(module), name))


def test_no_two_tables_are_called_the_same_in_the_audit() -> None:
    subjects = [duties.subject for _, duties in declared() if duties.subject]
    assert len(subjects) == len(set(subjects))


def test_a_row_of_evidence_that_leads_to_a_case_goes_with_its_export() -> None:
    lacking = {
        model.__name__
        for model, duties in declared(Chain.EVIDENCE)
        if set(duties.belongs.ways()) == {"case"} and not duties.export
    }
    assert not lacking


def test_free_text_in_the_clear_only_grows_less() -> None:
    free = {
        f"{model.__name__}.{name}" for model, duties in declared() for name, how in duties.columns() if how == "free"
    }
    assert free == FREE_TEXT_IN_THE_CLEAR


def test_tables_without_a_reader_only_grow_fewer() -> None:
    assert {model.__name__ for model, duties in declared() if not duties.reader} == TABLES_WITHOUT_A_READER


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_derived_table_and_no_other_says_what_it_rests_on_and_how_it_is_computed_anew(model: type[Any]) -> None:
    duties = duties_of(model)
    assert (duties.chain is Chain.DERIVED) == bool(duties.rests_on)
    assert set(duties.rests_on.split()) <= {one.__name__ for one in MODELS}
    if duties.recomputed:
        assert duties.chain is Chain.DERIVED
        module, _, name = duties.recomputed.partition(":")
        assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_guard_speaks_of_columns_that_its_table_has(model: type[Any]) -> None:
    guarded = duties_of(model).guarded
    if guarded is None:
        return
    columns = {field.column for field in model._meta.concrete_fields}
    spoken = f"{guarded.update_refused_when} {guarded.spoken_of_as}"
    assert set(re.findall(r"(?:NEW|OLD|kept)\.(\w+)", spoken)) <= columns
    assert not guarded.digest or {guarded.digest, "sha256"} <= columns


def test_every_row_that_ends_by_itself_says_where() -> None:
    for model, duties in declared():
        columns = {field.name for field in model._meta.concrete_fields}
        assert not duties.ends or duties.ends in columns | {"use"}
        assert duties.kept is not Kept.OWN or duties.ends


NEVER_CHANGED = (
    *("Submission", "Transmission", "Receipt", "FirstReport", "FirstReportObligation", "ReportStep"),
    *("ObligationStep", "Determination", "FactSheet", "AuditEntry"),
)
"""What left the house, was answered, signed or judged."""


@pytest.mark.parametrize("name", NEVER_CHANGED)
def test_what_left_was_answered_signed_or_judged_is_guarded(name: str) -> None:
    assert duties_of(apps.get_model("store", name)).guarded is not None
