"""No outlet publishes without the gate: each takes its passage, which one function makes and one verb spends."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import kizuki
from kizuki.core.disclosure.gate import Passage
from kizuki.core.disclosure.table import OUTLETS, PAPERS

ROOT = Path(kizuki.__file__).parent


def calls(name: str) -> Iterator[str]:
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
                yield str(path.relative_to(ROOT))


EVERY = {**OUTLETS, **PAPERS}
"""Statements and papers of a measure."""


@pytest.mark.parametrize("outlet", EVERY)
def test_an_outlet_writes_its_public_form_with_a_passage_and_in_no_other_way(outlet: str) -> None:
    module, _, name = EVERY[outlet].partition(":")
    function = getattr(import_module(module), name)
    parameters = inspect.get_annotations(function, eval_str=True)
    assert parameters["passage"] is Passage
    assert inspect.signature(function).parameters["passage"].default is inspect.Parameter.empty


def test_a_passage_is_made_in_the_gate_asked_for_in_one_place_and_by_two_verbs() -> None:
    assert set(calls("Passage")) == {"core/disclosure/gate.py"}
    assert set(calls("passage_for")) == {"actions/disclosure/passing.py"}
    assert set(calls("let_out")) == {"actions/disclosure/publish_statement.py", "actions/measures/sign_letter.py"}


def test_nothing_calls_an_outlet_past_the_verb() -> None:
    for target in EVERY.values():
        assert not list(calls(target.partition(":")[2])), target


def test_a_statement_is_marked_as_published_by_one_verb_alone() -> None:
    writers = set()
    for path in sorted((ROOT / "actions" / "disclosure").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else ()
            for target in targets:
                names = target.elts if isinstance(target, ast.Tuple) else (target,)
                if any(isinstance(one, ast.Attribute) and one.attr == "published_at" for one in names):
                    writers.add(str(path.relative_to(ROOT)))
    assert writers == {"actions/disclosure/publish_statement.py"}
