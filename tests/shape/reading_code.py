"""What the code itself shows, read as syntax trees: which debts of `debts.py` it has today."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kizuki"
DOORS = ("web", "api", "cli", "worker")
NOT_A_DOOR = ("sample",)
"""What only the sample calls, nobody can do."""

ASKS_THE_MACHINE = {
    "store.record.clock": "it is the clock",
    "gateways.http.client": "a server's Retry-After is an instant of the world, to be waited for by the machine",
}

Name = tuple[str, str]
"""A module and a name at its top; '' is what runs when the module is read."""


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program by dotted name, without migrations."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        if "migrations" not in parts:
            dotted = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[dotted] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function and method with its module."""
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield module, node


def long_functions(most: int) -> set[str]:
    """`module:function` of every function with more than `most` lines."""
    return {
        f"{_short(module)}:{node.name}"
        for module, node in functions()
        if node.end_lineno is not None and node.end_lineno - node.lineno >= most
    }


def long_files(most: int) -> set[str]:
    """Every file with more than `most` lines."""
    return {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and path.read_text(encoding="utf-8").count("\n") > most
    }


def clock_reads() -> set[str]:
    """Every module outside the one clock that asks the machine what time it is, with the call.

    Django's own `auto_now` asks too: columns that the record fills are `RecordedAtField`.
    """
    asked = {
        *("timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "datetime.utcnow"),
        *("datetime.today", "date.today", "time.time"),
    }
    given_a_moment = {"timezone.localdate", "timezone.localtime"}
    found = set()
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if any(word.arg in ("auto_now", "auto_now_add") for word in node.keywords):
                    found.add(f"{_short(module)}:auto_now")
                call = f"{ast.unparse(node.func.value)}.{node.func.attr}"
                if call in asked and not (call in given_a_moment and node.args):
                    found.add(f"{_short(module)}:{call}")
    return {read for read in found if read.partition(":")[0] not in ASKS_THE_MACHINE}


def verbs() -> dict[str, str]:
    """Every public function of the verbs that opens a verb by its name, as `name of the verb: module:function`.

    A verb that is opened by a private function belongs to whoever calls that one, in the same module.
    """
    found = {}
    for module, tree in trees().items():
        if module.startswith("kizuki.actions."):
            for node in tree.body:
                if isinstance(node, ast.FunctionDef):
                    found.update(dict.fromkeys(_opened(node), f"{module}:{node.name}"))
    return found


def without_a_door() -> set[str]:
    """Names of verbs that nothing reaches which a page, a command or a task of the worker calls.

    Calls of the sample do not count: what only it does, nobody can do with a record of their own.
    """
    reached = _reached()
    return {verb for verb, place in verbs().items() if tuple(place.split(":")) not in reached}


def fixed_limits() -> set[str]:
    """Tests that give something a number of seconds to happen: a busy machine would fail them."""
    found = set()
    for path in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for word in node.keywords:
                    if word.arg == "timeout" and isinstance(word.value, ast.Constant) and word.value.value:
                        found.add(f"{path.relative_to(ROOT).as_posix()}:{node.lineno}")
    return found


def names_that_are_read() -> set[str]:
    """Every word of the program by which a column could be read: attributes, texts such as a query's paths, conditions.

    Words that only say what is written (`create(column=…)`) are none. A column that none of them names is read nowhere.
    """
    found: set[str] = set()
    for module, tree in trees().items():
        if not module.startswith("kizuki.store.models"):
            for node in ast.walk(tree):
                found |= _read(node)
    return found


def words_reached(module: str, name: str) -> set[str]:
    """Every name, attribute and part of a query's path in a function and in what it calls, without the models."""
    uses = _all_uses()
    waiting, reached, words = [(module, name)], set(), set[str]()
    while waiting:
        at = waiting.pop()
        if at in reached or at[0].startswith("kizuki.store.models"):
            words.add(at[1])
            continue
        reached.add(at)
        waiting += uses.get(at[0], {}).get(at[1], ())
        words |= _words(at)
    return words


@cache
def _words(at: Name) -> frozenset[str]:
    nodes = [node for node in trees()[at[0]].body if at[1] in _names(node)] if at[0] in trees() else []
    return frozenset(word for node in nodes for inner in ast.walk(node) for word in _read(inner))


@cache
def _all_uses() -> dict[str, dict[str, set[Name]]]:
    return {module: _uses(module, tree) for module, tree in trees().items()}


def without_an_assertion() -> set[str]:
    """Tests that state nothing, neither themselves nor in a function of the tests that they name."""
    tests = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").rglob("*.py")}
    stating = {"raises", "expect"} | {
        node.name
        for tree in (*tests.values(), *trees().values())
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("test_") and _states(node, {"raises"})
    }
    return {
        f"{path.relative_to(ROOT).as_posix()}:{node.name}"
        for path, tree in tests.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not _states(node, stating)
    }


def _states(function: ast.FunctionDef, stating: set[str]) -> bool:
    """Whether it asserts, refuses, or lets pass nothing but a refusal; or names what does."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert | ast.Raise | ast.ExceptHandler):
            return True
        name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
        if name in stating or name.startswith("django_assert"):
            return True
    return False


def _read(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        return {node.attr}
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return set(node.value.lstrip("-").split("__"))
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        writes = name in {"create", "get_or_create", "update_or_create", "update"} or name[:1].isupper()
        return set() if writes else {part for word in node.keywords if word.arg for part in word.arg.split("__")}
    return set()


def _opened(function: ast.FunctionDef) -> set[str]:
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "verb" and node.args:
            named = node.args[0]
            if isinstance(named, ast.Constant) and isinstance(named.value, str):
                names.add(named.value)
    return names


@cache
def _reached() -> frozenset[Name]:
    """Every name that some door reaches, through whatever it calls."""
    uses = _all_uses()
    waiting = [(module, name) for module, names in uses.items() if _room(module) in DOORS for name in names]
    reached: set[Name] = set()
    while waiting:
        at = waiting.pop()
        if at in reached or _room(at[0]) in NOT_A_DOOR:
            continue
        reached.add(at)
        waiting += uses.get(at[0], {}).get(at[1], ())
        waiting.append((at[0], ""))
    return frozenset(reached)


def _uses(module: str, tree: ast.Module) -> dict[str, set[Name]]:
    """For each name at the top of a module, the names of the program that stand in it."""
    imported = _imported(tree)
    top = {"": set()} | {name: set() for node in tree.body for name in _names(node)}
    found: dict[str, set[Name]] = {name: set() for name in top}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        said = _said(module, node, imported, set(top))
        keys = _names(node) or [""]
        for key in keys:
            found[key] |= said
        if any(isinstance(one, ast.Call) for one in getattr(node, "decorator_list", ())):
            # A decorator with arguments registers what it stands on: reached with the module.
            found[""] |= {(module, key) for key in keys}
    return found


def _imported(tree: ast.Module) -> dict[str, Name]:
    """What a module calls by a short name, wherever in it the import stands."""
    found: dict[str, Name] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kizuki"):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                target = (inner, "") if inner in trees() else (node.module, alias.name)
                found[alias.asname or alias.name] = target
    return found


def _said(module: str, node: ast.AST, imported: dict[str, Name], top: set[str]) -> set[Name]:
    said: set[Name] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name) and inner.value.id in imported:
            of, name = imported[inner.value.id]
            said.add((of, inner.attr) if not name else (of, name))
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
            if inner.id in imported:
                said.add(imported[inner.id])
            elif inner.id in top:
                said.add((module, inner.id))
    return said


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _room(module: str) -> str:
    return f"{module}..".split(".")[1]


def _short(module: str) -> str:
    return module.removeprefix("kizuki.")
