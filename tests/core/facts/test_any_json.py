"""Whatever JSON comes in: an answer or a refusal that names a place, nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.facts import read_case
from kizuki.core.facts.persons import HARM_KEYS
from kizuki.core.facts.reading import DEVICE_KEYS, MATTER_KEYS
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess, determination_json, questions_json

WORDS = ["event", "vulnerability", "rate", "domestic", "foreign", "none", "serious", "death", "here", "ruled_out"]
WORDS += ["2026-06-01", "9999-12-31", "removed", "recall", "not_applicable", "death_serious", "", "x"]
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(WORDS)


def some_of(keys: set[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from(sorted(keys)), values, max_size=6)


INNER = {"state", "units_done", "units_total", "proven_by", "observed", "expected", "scope", "type", "for_hazard"}
VALUES = PLAIN | st.lists(PLAIN | some_of(HARM_KEYS, PLAIN), max_size=2) | some_of(INNER, PLAIN)
MATTERS = some_of(MATTER_KEYS, VALUES).map(lambda matter: {"learned_on": "2026-06-01", "kind": "event"} | matter)
FLAT = {"aware_on", "kind", "harm", "predictable", "mitigation", "research_shows", "rate_exceeded", "approved_on"}
INPUTS = (
    st.fixed_dictionaries({"device": some_of(DEVICE_KEYS, VALUES), "matters": st.lists(MATTERS | VALUES, max_size=2)})
    | some_of(FLAT, VALUES)
    | VALUES
)


@settings(max_examples=600, deadline=None)
@given(INPUTS)
def test_any_input_is_answered_or_refused(value: Any) -> None:
    try:
        case = read_case(value)
        answer = assess(case)
    except Refused:
        return
    for lang in ("ja", "en"):
        determination_json(answer, lang)
        questions_json(case, answer, lang)
