"""What a verb is about is found at one place, in the same words for what is hidden and for what is not there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kizuki.store.duties import duties_of
from kizuki.store.models import FeedSource, User
from tests.shape.test_access import ROOT, trees

SEEN_BY_ALL = (FeedSource, User)
"""Tables of which a verb may take a row as it is: everybody knows what there is."""


def outside_verbs(node: ast.AST) -> Iterator[ast.AST]:
    """What a function does before and after its verbs, where nobody asked yet who may."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.With) and any(_is_verb(item.context_expr) for item in inner.items):
            continue
        yield inner
        yield from outside_verbs(inner)


def _is_verb(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "verb"


def taken(function: ast.FunctionDef) -> Iterator[tuple[int, str]]:
    """Line and table of each row that is taken by its key, and of which nobody says in words that there is none."""
    for node in outside_verbs(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            names = [one.id for one in ast.walk(node.func) if isinstance(one, ast.Name)]
            if node.keywords and names and names[0][:1].isupper():
                yield node.lineno, names[0]


def test_whoever_acts_takes_rows_by_find_alone() -> None:
    """`.get` ends in a fault of the program where there is none, and in a refusal where it is hidden: two answers."""
    allowed = {model.__name__ for model in SEEN_BY_ALL}
    found = [
        f"{path.relative_to(ROOT)}:{line} takes a {table}; `find` refuses it in the same words"
        for path, tree in trees("actions")
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(one.arg == "actor" for one in (*function.args.args, *function.args.kwonlyargs))
        for line, table in taken(function)
        if table not in allowed
    ]
    assert found == []


def test_what_is_taken_as_it_is_belongs_to_nothing_that_is_hidden() -> None:
    assert not [model.__name__ for model in SEEN_BY_ALL if duties_of(model).belongs.ways()]
