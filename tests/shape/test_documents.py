"""Every column that names a kept document says how a person opens it."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from kizuki.core.glossary import all_words
from kizuki.store.duties import Opens, duties_of
from kizuki.store.models import StoredDocument
from kizuki.web.urls import urlpatterns

MODELS = sorted(apps.get_app_config("store").get_models(), key=lambda one: one.__name__)
OPENED = [(model, name, one) for model in MODELS for name, one in duties_of(model).opens.items()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_column_that_names_a_document_declares_who_opens_it(model: type[Any]) -> None:
    names = {field.name for field in model._meta.concrete_fields if field.related_model is StoredDocument}
    assert set(duties_of(model).opens) == names


@pytest.mark.parametrize(("model", "name", "opens"), OPENED, ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_document_opens_by_one_door_or_says_why_by_none(model: type[Any], name: str, opens: Opens) -> None:
    assert [bool(opens.kind), bool(opens.door), bool(opens.why)].count(True) == 1
    assert not opens.door or opens.door in {getattr(one, "name", "") for one in urlpatterns}
    assert not opens.kind or f"document.kind.{opens.kind}" in all_words()
    columns = {field.name for field in model._meta.concrete_fields}
    assert {column for column in (opens.called, opens.sort) if column} <= columns
    assert bool(opens.sort) == bool(opens.sorted_as)


def test_no_word_for_a_kind_of_document_stands_unused() -> None:
    prefix = "document.kind."
    words = {one.removeprefix(prefix) for one in all_words() if one.startswith(prefix)}
    assert words == {one.kind for _, _, one in OPENED if one.kind}
