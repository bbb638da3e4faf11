"""Documents that are too deep, not JSON, or not text."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuki.core.documents import json_value, text_of
from kizuki.core.refusal import Refused

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=30,
)


@given(VALUES)
def test_what_json_writes_is_read_back(value: Any) -> None:
    assert json_value(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) == value


@pytest.mark.parametrize(("depth", "fits"), [(200, True), (201, False), (100_000, False)])
def test_the_depth_of_a_document_has_an_end(depth: int, fits: bool) -> None:
    document = b"[" * depth + b"]" * depth
    if fits:
        assert json_value(document) is not None
        return
    with pytest.raises(Refused, match="nests deeper than 200 levels"):
        json_value(document)


def test_objects_count_as_levels_and_brackets_in_strings_do_not() -> None:
    assert json_value(b'{"a": "' + b"[" * 5000 + b'\\\\"}')["a"].startswith("[")
    with pytest.raises(Refused, match="nests deeper"):
        json_value(b'{"a":' * 250 + b"1" + b"}" * 250)


@pytest.mark.parametrize(("depth", "fits"), [(100, True), (101, False)])
def test_lists_and_objects_by_turns_count_each(depth: int, fits: bool) -> None:
    document = b'[{"a":' * depth + b"1" + b"}]" * depth
    if fits:
        assert json_value(document) is not None
        return
    with pytest.raises(Refused, match="nests deeper than 200 levels"):
        json_value(document)


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


@given(VALUES, st.integers(150, 201))
def test_the_depth_is_counted_as_a_walk_counts_it(value: Any, around: int) -> None:
    document = b"[" * around + json.dumps(value).encode() + b"," + b"[]," * 200 + b"1" + b"]" * around
    if around + max(_depth(value), 1) <= 200:
        assert json_value(document) is not None
    else:
        with pytest.raises(Refused, match="nests deeper"):
            json_value(document)


def test_a_wide_document_is_not_deep() -> None:
    assert len(json_value(json.dumps([{"a": [1]}] * 5000).encode())) == 5000


def test_many_brackets_that_never_close_are_refused_at_once() -> None:
    # Of this process alone: what else the machine does is not asked.
    started = time.process_time()
    with pytest.raises(Refused, match="nests deeper"):
        json_value(b"[" * 2_000_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "the document is empty"),
        (b" \n", "the document is empty"),
        (b'{"a": 1,\n "b": }', "line 2, column 7: not JSON"),
        (b"{} {}", "line 1, column 5: not JSON"),
        (b'"\xff"', "line 1: byte 1 is not UTF-8"),
        (b"\xff\xfe\x00", "is not UTF-16"),
    ],
)
def test_what_is_no_json_is_refused_by_place(content: bytes, line: str) -> None:
    with pytest.raises(Refused, match=line):
        json_value(content)


def test_utf_8_and_utf_16_with_a_mark_are_text() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert text_of("気づき".encode(encoding)) == "気づき"
