"""Every JSON column declares the shape of its values, and none of codes can be given a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from msgspec import inspect

from kizuki.core.refusal import Refused
from kizuki.store.duties import duties_of
from kizuki.store.models.json_field import JsonField
from tests.store.json_samples import sample_of

COLUMNS = [
    field
    for model in sorted(apps.get_app_config("store").get_models(), key=lambda one: one.__name__)
    for field in model._meta.local_concrete_fields
    if isinstance(field, JsonField)
]
CODED = [field for field in COLUMNS if field.name in duties_of(field.model).coded.split()]
SENTENCES = ("患者は転倒した", "The patient fell", "K.S. fell\n", "朽木薫子", "山田 様", "one\nline", "ｶﾅ ｶﾅ")


def named(field: JsonField) -> str:
    return f"{field.model.__name__}.{field.name}"


def parts(kind: Any) -> Iterator[Any]:
    """The kinds of value that stand in a shape, at whatever depth."""
    yield kind
    if isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from parts(field.type)
    elif isinstance(kind, inspect.ListType):
        yield from parts(kind.item_type)
    elif isinstance(kind, inspect.TupleType):
        for one in kind.item_types:
            yield from parts(one)
    elif isinstance(kind, inspect.DictType):
        yield from (*parts(kind.key_type), *parts(kind.value_type))
    elif isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from parts(one)


def planted(value: Any, sentence: str) -> Iterator[Any]:
    """The value with the sentence in the place of each string, as each key, and as an entry beside the others."""
    if isinstance(value, dict):
        yield {**value, sentence: 1}
        yield {**value, "said": sentence}
        for key, inner in value.items():
            yield from ({**value, key: one} for one in planted(inner, sentence))
    elif isinstance(value, list):
        yield [*value, sentence]
        for place, inner in enumerate(value):
            yield from ([*value[:place], one, *value[place + 1 :]] for one in planted(inner, sentence))
    yield sentence
    yield {"said": sentence}
    yield [sentence]


@pytest.mark.parametrize("field", COLUMNS, ids=named)
def test_a_json_column_declares_the_shape_of_its_values(field: JsonField) -> None:
    assert field.shape is not None, "JsonField(shape=…): a type of store.told_kinds"
    for kind in parts(inspect.type_info(field.shape)):
        assert not isinstance(kind, inspect.AnyType), "anything may stand in it"
        if isinstance(kind, inspect.StructType):
            assert kind.forbid_unknown_fields, f"{kind.cls.__name__} lets other keys in"
        if isinstance(kind, inspect.StrType):
            assert kind.pattern or kind.max_length, "a text of any length may stand in it"


@pytest.mark.parametrize("field", CODED, ids=named)
def test_no_string_of_a_coded_column_can_be_a_sentence(field: JsonField) -> None:
    for kind in parts(inspect.type_info(field.shape)):
        if isinstance(kind, inspect.StrType):
            assert kind.pattern, "a string of a coded column has a pattern (Code, Name, Day …)"
            assert not [text for text in SENTENCES if re.search(kind.pattern, text)], kind.pattern


@pytest.mark.parametrize("field", CODED, ids=named)
@pytest.mark.parametrize("sentence", SENTENCES[:3])
def test_a_coded_column_refuses_a_sentence_wherever_it_is_put(field: JsonField, sentence: str) -> None:
    value = sample_of(field.shape, 1)
    assert field.get_prep_value(value)
    for forged in planted(value, sentence):
        with pytest.raises(Refused, match=field.name):
            field.get_prep_value(forged)


@pytest.mark.parametrize("field", COLUMNS, ids=named)
def test_the_default_of_a_json_column_is_of_its_shape(field: JsonField) -> None:
    if field.has_default():
        assert field.get_prep_value(field.get_default())
