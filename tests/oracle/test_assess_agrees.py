"""The determination agrees with the independent reading of the article, on drawn documents and on the scenario table.

The oracle imports nothing of the product; here the product is held against it, through its two public functions and the
names of the contract.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import pytest

from kizuki.core.facts import read_case
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from tests.oracle.compare import SLACK, Disagreement, compare, value
from tests.oracle.doubts import REASONS
from tests.oracle.generate import copied
from tests.oracle.revise import drawn
from tests.oracle.scenarios import DAY, SCENARIOS, Scenario, case, vulnerability
from tests.oracle.smallest import smallest
from tests.oracle.worlds import Json

SHARE_ACCEPTED = 0.35
"""At most so many acceptances a document, over all names: more would mean that the comparison looks away."""


def disagreements(document: Json) -> list[Disagreement]:
    """What differs; nothing where too much was left out and the reader refuses it."""
    try:
        return compare(document, assess(read_case(document))).disagreements
    except Refused:
        return []


def held_together(seeds: Iterable[int]) -> tuple[list[str], Counter[str], int]:
    """What differs, each with its smallest document; what was accepted; how many documents were read."""
    faults, accepted, read = [], Counter[str](), 0
    for seed in seeds:
        document = drawn(seed)
        comparison = compare(document, assess(read_case(document)))
        accepted += comparison.accepted
        read += 1
        if comparison.disagreements and len(faults) < 5:
            least = smallest(document, disagreements)
            shown = json.dumps(least, ensure_ascii=False)
            faults.append(f"seed {seed}: {disagreements(least)}\n  {shown}")
    return faults, accepted, read


@pytest.mark.parametrize("seed", range(6))
def test_the_determination_agrees_with_the_oracle_on_drawn_documents(seed: int) -> None:
    faults, accepted, read = held_together(range(500 * seed, 500 * (seed + 1)))
    assert not faults, "\n".join(faults)
    assert set(accepted) <= {*REASONS, *SLACK}
    assert accepted.total() < SHARE_ACCEPTED * read, accepted


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(27))
def test_the_determination_agrees_with_the_oracle_on_many_drawn_documents(seed: int) -> None:
    faults, _, _ = held_together(range(3000 + 1000 * seed, 3000 + 1000 * (seed + 1)))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_the_determination_agrees_with_the_oracle_on_the_scenario_table(scenario: Scenario) -> None:
    assert compare(scenario.facts, assess(read_case(scenario.facts))).disagreements == []


def documents_of(document: Json) -> tuple[set[tuple[int, str, str | None]], set[tuple[int, str, str | None]]]:
    """The documents on forms 8, 9 and 10 that the met duties want, and those that are named."""
    determination = assess(read_case(document))
    met = {
        (duty.form, duty.matter_id, duty.person_id) for duty in determination.duties if value(duty.finding) == "met"
    }
    single = {one for one in met if one[0] in (8, 9, 10)}
    with_person = {(form, matter) for form, matter, person in single if person is not None}
    wanted = {one for one in single if one[2] is not None or one[:2] not in with_person}
    named = {(report.form, report.matter_id, report.person_id) for report in determination.reports}
    assert set(determination.forms) == {form for form, _, _ in met}
    return wanted, {one for one in named if one[0] in (8, 9, 10)}


def test_each_person_for_whom_an_item_of_form_8_is_met_has_a_document() -> None:
    faults = []
    for seed in range(400):
        wanted, named = documents_of(drawn(seed))
        if wanted != named:
            faults.append((seed, wanted, named))
    assert not faults, faults[:3]


@pytest.mark.parametrize("answer", ["report", "not_report"])
def test_a_recorded_judgement_settles_only_what_it_was_asked_about(answer: str) -> None:
    faults, judged = [], 0
    for seed in range(400):
        document = drawn(seed)
        for judgement in assess(read_case(document)).judgements:
            settled = copied(document)
            settled["matters"][judgement.matter]["judged"] = {judgement.code: answer}
            judged += 1
            faults += [
                (seed, judgement.code, fault) for fault in compare(settled, assess(read_case(settled))).disagreements
            ]
    assert judged > 50
    assert not faults, faults[:5]


@pytest.mark.parametrize("event", ["event", "vulnerability"])
def test_a_rate_abroad_takes_no_malfunction_out_of_number_two(event: str) -> None:
    """第2号ロ leaves out 前号ニ and 次号イ, and no ホ; what happened here is in no rate of the device abroad."""
    rate = {"observed": 0.02, "expected": 0.01, "known_beforehand": True, "scope": "death_serious"}
    abroad = {"id": "m1", "learned_on": DAY, "kind": "rate", "locus": "foreign", "rate": rate}
    (here,) = (case(DAY, "none", "death", False) if event == "event" else vulnerability(DAY, "death"))["matters"]
    judged = {**here, "id": "m2", "judged": {"rate_and_individual_report": "not_report"}}
    document = {"device": {"own": True, "designated": False}, "matters": [abroad, judged]}
    assert compare(document, assess(read_case(document))).disagreements == []
