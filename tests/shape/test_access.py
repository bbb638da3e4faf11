"""Who sees and who may act is asked at one place: no door, no query and no verb goes around it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import kizuki

ROOT = Path(kizuki.__file__).parent
FROZEN = Path(__file__).with_name("rows_outside_store.toml")

MAKES_ANEW = {
    "begin_record",
    "offer_first_run",
    "anchor_chain",
    "ask_again_for_notices",
    "tell_alarms",
    "ask_for_notices",
    "approve_severity_mapping",
    "commit_rows",
    "configure_feeds",
    "confirm_alias",
    "edit_playbook",
    "keep_advisories",
    "keep_exploit_predictions",
    "keep_known_exploited",
    "keep_supplier_statements",
    "keep_support",
    "name_signing_key",
    "propose_severity_mapping",
    "recommit",
    "reseal_texts",
    "rotate_key",
    "schedule_feeds",
    "seal_standing_texts",
    "set_triage_limit",
    "start_match_run",
}
"""Verbs that are about nothing that was there before: what they make is new, or belongs to the program."""


def trees(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def verb_calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "verb":
            yield node


def managers(tree: ast.AST) -> int:
    """How often rows are reached without asking who looks."""
    attributes = (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return sum(name in ("objects", "_default_manager", "_base_manager") for name in attributes)


def test_every_verb_says_what_it_is_about() -> None:
    for path, tree in trees("actions"):
        for call in verb_calls(tree):
            assert any(keyword.arg == "of" for keyword in call.keywords), f"{path.name}:{call.lineno}"


def test_only_what_makes_something_wholly_new_is_about_nothing() -> None:
    found = {
        str(ast.literal_eval(call.args[0]))
        for _, tree in trees("actions")
        for call in verb_calls(tree)
        for keyword in call.keywords
        if keyword.arg == "of" and isinstance(keyword.value, ast.Tuple) and not keyword.value.elts
    }
    assert found <= MAKES_ANEW


def test_a_viewer_that_is_asked_for_is_used() -> None:
    for path, tree in trees("store", "actions", "web", "api", "cli", "worker", "sample"):
        for function in functions(tree):
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            for name in (one.arg for one in arguments if one.arg.lstrip("_") == "viewer"):
                used = any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(function))
                assert used, f"{path.name}:{function.lineno} {function.name} ignores its viewer"


def test_every_query_takes_the_viewer_first_or_is_a_part_of_one() -> None:
    """A public function of the queries that reads rows knows for whom."""
    for path, tree in trees("store/queries"):
        for function in (one for one in functions(tree) if not one.name.startswith("_")):
            if not any(isinstance(node, ast.Name) and node.id == "seen" for node in ast.walk(function)):
                continue
            names = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
            assert "viewer" in names or "file" in names, f"{path.name}: {function.name}"


def test_no_door_reaches_rows_past_the_one_function() -> None:
    for path, tree in trees("web", "api", "cli", "worker", "sample"):
        assert not managers(tree), (
            f"{path.relative_to(ROOT)} uses a manager; `kizuki.store.access.seen.seen` asks who looks"
        )


def test_verbs_reach_rows_past_the_one_function_less_and_less() -> None:
    frozen = tomllib.loads(FROZEN.read_text(encoding="utf-8"))["actions"]
    found = {str(path.relative_to(ROOT / "actions")): managers(tree) for path, tree in trees("actions")}
    grown = {name: count for name, count in found.items() if count > frozen.get(name, 0)}
    assert not grown, "begin with `seen(viewer, Model)`, or write inside the store"
    shrunk = {name: count for name, count in frozen.items() if found.get(name, 0) < count}
    assert not shrunk, f"{FROZEN.name} may be shortened"
