"""What is broken to try the tests: the rules, never how Python keeps a value; equivalents are named one by one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools import mutations
from tools.mutants import GROUPS, rule_files
from tools.mutations import equivalents, mutants_of


def mutants_in(folder: Path, source: str) -> list[tuple[str, str]]:
    path = folder / "rules.py"
    path.write_text(source, encoding="utf-8")
    return [(mutant.text, mutant.what) for mutant in mutants_of(path)]


def test_how_a_class_or_a_cache_is_kept_is_no_rule(tmp_path: Path) -> None:
    assert not mutants_in(tmp_path, "@dataclass(frozen=True, slots=True)\nclass Row:\n    pass\n")
    assert not mutants_in(tmp_path, "@functools.lru_cache(maxsize=4096)\ndef rule():\n    return DAY\n")


def test_the_arguments_of_a_decorator_of_the_rules_are_broken_like_everything_else(tmp_path: Path) -> None:
    source = "@provision(NOW)\n@of(Kind.EVENT)\ndef rule():\n    return DAY\n"
    assert mutants_in(tmp_path, source) == [("@of(Kind.EVENT)", "EVENT -> VULNERABILITY")]


def test_two_comparisons_of_one_line_are_told_apart(tmp_path: Path) -> None:
    done = [what for _, what in mutants_in(tmp_path, "x = a is None or b is None\n")]
    assert "comparison turned in `a is None`" in done
    assert "comparison turned in `b is None`" in done


def test_every_equivalent_is_still_a_mutant_of_its_file() -> None:
    written = tomllib.loads(mutations.EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    files = {row["file"] for row in written}
    held = {path for group in GROUPS.values() for path in rule_files(group)}
    named = [path for path in held if any(path.as_posix().endswith(f"/{file}") for file in files)]
    assert len(named) == len(files)
    rows = equivalents([mutant for path in named for mutant in mutants_of(path)])
    assert len(rows) == len(set(rows)) == len(written)
    assert all(row.reason for row in rows)


def test_an_equivalent_that_is_no_mutant_any_more_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reporting" / "rules.py"
    path.parent.mkdir()
    path.write_text("MOST = 3\n", encoding="utf-8")
    table = tmp_path / "equivalent.toml"
    monkeypatch.setattr(mutations, "EQUIVALENT", table)
    row = '[[mutant]]\nfile = "{}"\ntext = "MOST = {}"\nwhat = "3 -> 4"\nreason = "a guard"\n'
    table.write_text(row.format("reporting/rules.py", 3), encoding="utf-8")
    assert [one.reason for one in equivalents(list(mutants_of(path)))] == ["a guard"]
    table.write_text(row.format("reporting/rules.py", 5), encoding="utf-8")
    with pytest.raises(ValueError, match="no mutant does '3 -> 4' in the line 'MOST = 5'"):
        equivalents(list(mutants_of(path)))
    table.write_text(row.format("clocks/rules.py", 5), encoding="utf-8")
    assert not equivalents(list(mutants_of(path)))
