"""Harm has a case per patient, a vulnerability without an event a case per device."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.incidents.cases_wanted import CaseHeld, cases_wanted, harmed_persons, require_split
from kizuki.core.refusal import Refused

PUMP, ICD = 1, 2


def event(*severities: str) -> dict[str, Any]:
    return {"matters": [{"kind": "event", "harms": [{"severity": severity} for severity in severities]}]}


@pytest.mark.parametrize(
    ("patients", "held", "patients_missing", "devices_missing"),
    [
        (3, [CaseHeld(PUMP, 1), CaseHeld(PUMP, 1)], 1, (ICD,)),
        (2, [CaseHeld(PUMP, 1), CaseHeld(ICD, 1)], 0, ()),
        (None, [CaseHeld(PUMP, 1), CaseHeld(ICD, 0)], None, ()),
        (0, [], 0, (PUMP, ICD)),
        # A case that names two persons is still one case: the second has none of their own.
        (2, [CaseHeld(PUMP, 2), CaseHeld(ICD, 0)], 1, ()),
        # A second device of ours in the same event is a case of its own, of the same person.
        (2, [CaseHeld(PUMP, 1, "p1-1"), CaseHeld(ICD, 1, "p1-1")], 1, ()),
        (2, [CaseHeld(PUMP, 1, "p1-1"), CaseHeld(ICD, 1, "p2-1")], 0, ()),
        (2, [CaseHeld(PUMP, 1, "p1-1"), CaseHeld(ICD, 1)], 0, ()),
    ],
)
def test_every_harmed_patient_and_every_device_has_a_case(
    patients: int | None, held: list[CaseHeld], patients_missing: int | None, devices_missing: tuple[int, ...]
) -> None:
    found = cases_wanted("event", patients, [PUMP, ICD], held)
    assert (found.patients_missing, found.devices_missing) == (patients_missing, devices_missing)


def test_an_incident_whose_patients_nobody_counted_is_not_complete() -> None:
    assert not cases_wanted("event", None, [PUMP], [CaseHeld(PUMP, 1)]).complete
    assert cases_wanted("event", 1, [PUMP], [CaseHeld(PUMP, 1)]).complete


def test_a_vulnerability_wants_one_case_a_device() -> None:
    assert cases_wanted("vulnerability", None, [PUMP, ICD], [CaseHeld(PUMP, 0)]).devices_missing == (ICD,)


def test_who_was_harmed_none_is_not_harmed_and_an_unknown_harm_counts() -> None:
    assert harmed_persons(event("none", "serious")) == 1
    assert harmed_persons({"matters": [{"kind": "event", "harms": [{"causality": "unknown"}]}]}) == 1
    assert harmed_persons({"matters": [{"kind": "event"}]}) == 0


def test_two_patients_in_one_case_and_two_cases_of_a_device_are_refused() -> None:
    require_split("event", [("pump", event("serious")), ("pump", event("death"))])
    with pytest.raises(Refused, match=r"cases\.1\.facts: has several harmed persons"):
        require_split("event", [("pump", event("serious")), ("pump", event("death", "serious"))])
    hole = {"matters": [{"kind": "vulnerability"}]}
    with pytest.raises(Refused, match=r"cases\.1\.device: pump comes twice"):
        require_split("vulnerability", [("pump", hole), ("pump", hole)])
    with pytest.raises(Refused, match="tells of an event"):
        require_split("vulnerability", [("pump", event())])
