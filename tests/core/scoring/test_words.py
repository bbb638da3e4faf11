"""Every code that the proposals, hazards and re-evaluation give has its words, and no words are left over."""

import re
from pathlib import Path

import pytest

from kizuki.core import scoring
from kizuki.core.glossary import all_words
from kizuki.core.scoring.signals import EpssMove, Fix

ROOM = Path(scoring.__file__).parent
COMPUTED = {
    "scoring.change.": [f"epss_{move}" for move in EpssMove if move is not EpssMove.SAME]
    + [f"ssvc_{name}_changed" for name in ("exploitation", "automatable", "technical_impact")],
    "scoring.proposal.": [f"fix_{fix}" for fix in Fix],
}
SOURCES = {
    "scoring.change.": (["reevaluation/changes.py"], r'"((?!answers|confirmed_by|end_of_support_on)[a-z]+_[a-z_]+)"'),
    "scoring.hazard.": (["hazards/coverage.py"], r'HazardReason\("([a-z_]+)"'),
    "scoring.silent.": (["profiles/from_device.py", "profiles/from_signals.py", "profiles/proposals.py"], None),
    "scoring.reevaluation.": (["reevaluation/difference.py"], r'"([a-z_]+_(?:changed|met|comparable))"'),
}


def words_below(prefix: str) -> set[str]:
    return {word.removeprefix(prefix) for word in all_words() if word.startswith(prefix)}


def literals(files: list[str], pattern: str) -> set[str]:
    return {found for file in files for found in re.findall(pattern, (ROOM / file).read_text(encoding="utf-8"))}


@pytest.mark.parametrize("prefix", ["scoring.hazard.", "scoring.reevaluation."])
def test_every_code_that_is_written_has_words_and_the_reverse(prefix: str) -> None:
    files, pattern = SOURCES[prefix]
    assert pattern is not None
    assert literals(files, pattern) == words_below(prefix)


def test_every_change_has_words_and_the_reverse() -> None:
    files, pattern = SOURCES["scoring.change."]
    assert pattern is not None
    written = literals(files, pattern) | set(COMPUTED["scoring.change."])
    assert words_below("scoring.change.") <= written
    named = {
        code for code in written if code.partition("_")[0] in {"kev", "fix", "vector", "evidence", "epss", "end"}
    }
    assert named <= words_below("scoring.change.")


@pytest.mark.parametrize("prefix", ["scoring.proposal.", "scoring.silent."])
def test_every_word_of_a_proposal_is_said_somewhere(prefix: str) -> None:
    files = ["profiles/from_device.py", "profiles/from_signals.py", "profiles/proposals.py"]
    written = literals(files, r'"([a-z][a-z_]*)"') | set(COMPUTED.get(prefix, []))
    assert words_below(prefix) <= written


def test_every_relation_has_words_and_every_reason_why_not() -> None:
    why = set(re.findall(r'why = "([a-z0-9_]+)"', (ROOM / "comparison.toml").read_text(encoding="utf-8")))
    assert why == words_below("scoring.beside.why.")
