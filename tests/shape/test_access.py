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


ASKED_WITHOUT_A_VIEWER = {
    # Who asks proves it by what is given: a token, a key, a link.
    "hospitals.links open_hospital_link",
    "people.access_links open_link",
    "people.tokens holder_of",
    "queries.calendar whose",
    # Of the one person who is at the door or signed in, by their own number: nobody else's.
    "people.form_drafts drafts_at",
    "people.form_drafts drop_form_draft",
    "people.form_drafts keep_form_draft",
    "people.second_factors is_asked_of",
    "people.second_factors second_factor_of",
    "people.tries active_person",
    "record.sessions end_other_sessions",
    "record.sessions sessions_of",
    # What everybody may see who is here, and how the machine stands.
    "components.merged duplicates",
    "findings.joined triage_limit",
    "findings.twice records_twice",
    "incidents.playbooks playbook_of",
    "incidents.playbooks playbooks",
    "people.second_factors is_demanded_of_signers",
    "queries.match_runs match_runs",
    "record.clock today",
    "record.heartbeat signs",
    "record.parent end_with_parent",
    "record.parent for_children",
    # Of a case or report that the page was given by a query which asked who looks.
    "queries.letters potentials_of",
    "register.set_candidates components_of",
    "reports.written_periods period_written_since",
    # Of rows and words that were read already.
    "findings.joined keys_of",
    "nouns.noun number_of",
    "obligations.identities full_form",
    "people.readings keep_readings",
    "queries.findings clock_of",
    "queries.hospital_telling waiting",
    "queries.known_terms foreseen_by_terms",
    "queries.obligations trend_called",
    "queries.recomputing recomputed",
    "queries.support eos_proposed",
    "queries.words_of_reports report_name",
    "reports.written names_of",
    "reports.written tag_of",
}
"""Functions of the store that pages call and that take no viewer, each with its reason: this may only grow shorter."""


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


def test_a_page_asks_the_store_by_functions_that_know_who_looks() -> None:
    """A new one without a viewer would show everybody what it reads, whatever is under embargo."""
    takes = {
        (module_of(path), function.name): {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
        for path, tree in trees("store")
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
    }
    asked = {
        (str(node.module), name.name)
        for _, tree in trees("web", "api")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    without = {
        f"{module.removeprefix('kizuki.store.')} {name}"
        for module, name in asked & set(takes)
        if not takes[module, name] & {"viewer", "_viewer"}
    }
    assert without - ASKED_WITHOUT_A_VIEWER == set(), "give it the viewer first, and begin with `seen`"
    assert without >= ASKED_WITHOUT_A_VIEWER, "the list may be shortened"


def module_of(path: Path) -> str:
    """The name by which a file is imported."""
    return ".".join(("kizuki", *path.relative_to(ROOT).with_suffix("").parts))


def test_verbs_reach_rows_past_the_one_function_less_and_less() -> None:
    frozen = tomllib.loads(FROZEN.read_text(encoding="utf-8"))["actions"]
    found = {str(path.relative_to(ROOT / "actions")): managers(tree) for path, tree in trees("actions")}
    grown = {name: count for name, count in found.items() if count > frozen.get(name, 0)}
    assert not grown, "begin with `seen(viewer, Model)`, or write inside the store"
    shrunk = {name: count for name, count in frozen.items() if found.get(name, 0) < count}
    assert not shrunk, f"{FROZEN.name} may be shortened"
