"""Judgements that a person has recorded, taken in as facts: what the text does not settle, and what they said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.core.facts import fields
from kizuki.core.facts.values import Verdict
from kizuki.core.refusal import Refused

CODES = frozenset(
    {
        "advisory_is_a_measure",
        "another_article",
        "combination_product",
        "deaths_counted_in_the_rate",
        "domestic_units_have_it_too",
        "due_after_the_amendment",
        "expected_malfunction_of_designated_device",
        "harm_in_a_matter_of_another_kind",
        "leak_could_change_function",
        "letter_not_established",
        "light_harm_on_both_forms",
        "light_vulnerability_without_event",
        "named_measure_for_another_purpose",
        "no_effect_shown_abroad",
        "rate_and_individual_report",
        "rate_counted_otherwise",
        "who_reports",
    }
)
"""Every judgement that assess() can raise; their words are in the glossary (`judgement.<code>`)."""


def read_judged(value: Any, at: str) -> Mapping[str, Verdict]:
    """What a person has recorded for a matter, by code; a code that is absent or null is not judged.

    Raises `Refused` for a code that is none and for any other word than `report` or `not_report`.
    """
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(at, "must be an object of judgement codes")
    said: dict[str, Verdict] = {}
    for code, word in value.items():
        if code not in CODES:
            raise Refused(f"{at}.{code}", f"no judgement has this code; they are: {', '.join(sorted(CODES))}")
        verdict = fields.one_of(word, f"{at}.{code}", Verdict)
        if verdict is not None:
            said[code] = verdict
    return said
