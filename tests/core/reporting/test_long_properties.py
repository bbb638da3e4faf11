"""The properties that matter most, over many more cases than a quick run has time for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.facts import test_any_json as any_json
from tests.core.reporting import test_properties as properties

pytestmark = pytest.mark.prove


def at_length(test: Any, examples: int, *values: Any, **named: Any) -> Callable[..., None]:
    """The same property over so many examples."""
    longer: Callable[..., None] = settings(max_examples=examples, deadline=None)(
        given(*values, **named)(test.hypothesis.inner_test)
    )
    return longer


test_forgetting_a_fact_never_turns_met_into_not_met = at_length(
    properties.test_forgetting_a_fact_may_open_a_finding_but_never_turns_met_into_not_met,
    10_000,
    facts=properties.CASES,
    data=st.data(),
)
test_no_report_means_that_nothing_is_open = at_length(
    properties.test_no_report_means_that_nothing_is_open, 10_000, facts=properties.CASES
)
test_adding_a_matter_never_removes_a_duty = at_length(
    properties.test_adding_a_matter_never_removes_a_duty, 5_000, facts=properties.CASES, extra=properties.MATTER
)
test_any_input_is_answered_or_refused = at_length(
    any_json.test_any_input_is_answered_or_refused, 20_000, any_json.INPUTS
)
