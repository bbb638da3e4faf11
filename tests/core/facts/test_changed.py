"""Which facts two sheets tell differently."""

from __future__ import annotations

from kizuki.core.facts.changed import changed_paths

BEFORE = {
    "device": {"own": True},
    "matters": [
        {"id": "m1", "kind": "event", "harms": [{"id": "p1", "severity": "death"}], "evidence": {"kind": "電話"}}
    ],
}


def told(**changes: object) -> dict[str, object]:
    return {**BEFORE, "matters": [{**BEFORE["matters"][0], **changes}]}  # type: ignore[index]


def test_equal_facts_differ_in_nothing() -> None:
    assert changed_paths(BEFORE, told()) == ()


def test_an_answer_is_named_by_its_matter_and_person() -> None:
    milder = told(harms=[{"id": "p1", "severity": "serious"}])
    assert changed_paths(BEFORE, milder) == ("matters.m1.harms.p1.severity",)


def test_a_person_that_came_and_one_that_went_are_one_path_each() -> None:
    other = told(harms=[{"id": "p2", "severity": "serious"}])
    assert set(changed_paths(BEFORE, other)) == {"matters.m1.harms.p1", "matters.m1.harms.p2"}


def test_what_proves_an_answer_is_no_answer_of_its_own() -> None:
    assert changed_paths(BEFORE, told(evidence={"kind": "書面"})) == ()


def test_an_answer_about_the_device_has_no_matter() -> None:
    assert changed_paths(BEFORE, {**BEFORE, "device": {"own": False}}) == ("device.own",)
