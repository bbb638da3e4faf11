"""No list of a page ends unsaid: what reads rows up to a limit counts the rest, or the page says that there is more."""

from __future__ import annotations

import ast
from pathlib import Path

import kizuki

ROOT = Path(kizuki.__file__).parent
QUERIES = ROOT / "store" / "queries"

SAYS_SO = {
    # Where a page says that there is more: `cut_off`, `more_waiting`, `next`, `more`.
    "assessments assessments_of_device",
    "units units_of_device",
    # The page of a hospital: its units and cases are each a Beginning.
    "hospitals hospital_page",
    "cases open_cases",
    "findings findings",
    "information information_from",
    "information information_inbox",
    "unmatchable unmatchables",
    # The latest of one's own: no page says that they are all.
    "accesses accesses",
}


def limited() -> set[str]:
    """The functions of the queries that stop at a limit of their own."""
    return {
        f"{path.relative_to(QUERIES).with_suffix('').as_posix().replace('/', '.')} {function.name}"
        for path in QUERIES.rglob("*.py")
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef)
        and not _counts_what_follows(function)
        and any(one.arg == "limit" for one in (*function.args.args, *function.args.kwonlyargs))
    }


def _counts_what_follows(function: ast.FunctionDef) -> bool:
    """Whether it answers with a `Beginning`, which its page has to end by `and_more`."""
    return function.returns is not None and ast.unparse(function.returns).startswith("Beginning[")


def asked_by_pages() -> set[str]:
    """The functions of the queries that pages ask, however they import them."""
    found = set()
    for path in (ROOT / "web" / "pages").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kizuki.store.queries"):
                within = str(node.module).removeprefix("kizuki.store.queries").lstrip(".")
                for name in node.names:
                    if within:
                        found.add(f"{within} {name.name}")
                    modules[name.asname or name.name] = ".".join(filter(None, (within, name.name)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                found.add(f"{modules[node.value.id]} {node.attr}")
    return found


def test_a_list_of_a_page_is_counted_or_says_that_there_is_more() -> None:
    silent = (limited() & asked_by_pages()) - SAYS_SO
    assert silent == set(), "answer with a Part, which counts its rows to their end, or with a Beginning"


def test_what_is_said_to_say_so_is_still_asked() -> None:
    assert limited() & asked_by_pages() >= SAYS_SO


def test_the_long_ledgers_answer_with_parts() -> None:
    for name in ("incidents", "information", "register", "hospitals", "cases", "reports"):
        page = (ROOT / "web" / "templates" / "kizuki" / f"{name}.html").read_text(encoding="utf-8")
        for part in ("list_count", "list_pages"):
            assert f"kizuki/parts/{part}.html" in page, name
