"""Reading a case document: what is refused, by which path, and what counts as not known."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.forms import read_case_document
from kizuki.core.refusal import Refused
from tests.core.forms.cases import COMPLETE, FOLLOW_UP, document

MINIMAL: dict[str, Any] = {"facts": {"matters": [{"kind": "event", "learned_on": "2026-06-01"}]}}


def refused(value: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as found:
        read_case_document(value)
    return found.value.place, found.value.reason


def test_facts_alone_are_a_case_and_everything_else_is_not_known() -> None:
    read = read_case_document(MINIMAL)
    assert read.device.brand is None
    assert read.event.device_problems is None
    assert read.report.unfinished


def test_an_empty_text_is_not_known_and_an_empty_list_is_known_to_be_empty() -> None:
    read = read_case_document({**MINIMAL, "device": {"brand": "  "}, "event": {"concomitant": []}, "remarks": ""})
    assert read.device.brand is None
    assert read.remarks is None
    assert read.event.concomitant == ()


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"devices": {}}, "devices"),
        ({"device__colour": "red"}, "device.colour"),
        ({"event__device_problems__0__sure": True}, "event.device_problems.0.sure"),
        ({"company__contact__pager": "1"}, "company.contact.pager"),
        ({"report__deadline": "30日"}, "report.deadline"),
        ({"report__kind": "感染症"}, "report.kind"),
        ({"facts__matters__0__colour": 1}, "facts.matters.0.colour"),
    ],
)
def test_an_unknown_key_is_refused_by_its_path(changes: dict[str, Any], place: str) -> None:
    assert refused(document(**changes)) == (place, "unknown key")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"report__number": "1"}, "report.number"),
        ({"report__number": 0}, "report.number"),
        ({"report__number": True}, "report.number"),
        ({"report__number": 1.5}, "report.number"),
        ({"report__status": "done"}, "report.status"),
        ({"report__reported_on": "2026/06/12"}, "report.reported_on"),
        ({"report__reported_on": 20260612}, "report.reported_on"),
        ({"device__brand": 12}, "device.brand"),
        ({"device": "pump"}, "device"),
        ({"device": []}, "device"),
        ({"event__occurred_on": "2026-02-30"}, "event.occurred_on"),
        ({"event__occurred_on": "June"}, "event.occurred_on"),
        ({"event__device_problems": {}}, "event.device_problems"),
        ({"event__device_problems": ["A1103"]}, "event.device_problems.0"),
        ({"event__use_continuing": 1}, "event.use_continuing"),
        ({"attachments": "添文"}, "attachments"),
        ({"attachments": [1]}, "attachments.0"),
        ({"patient__age": True}, "patient.age"),
        ({"facts": None}, "facts"),
        ({"facts__matters__0__learned_on": None}, "facts.matters.0.learned_on"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_its_path(changes: dict[str, Any], place: str) -> None:
    assert refused(document(**changes))[0] == place


@pytest.mark.parametrize("value", [None, [], "case", 8, True])
def test_what_is_not_an_object_is_refused(value: Any) -> None:
    assert refused(value)[0] == ""


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"report__previous_number": "1234AB"}, "report.previous_number"),
        ({"report__status": "complete"}, "report.next_report_on"),
        ({"report__next_report_on": "2026-06-12"}, "report.next_report_on"),
        ({"report__next_report_on": "2099-06-18"}, "report.next_report_on"),
        ({"report__reported_on": "2026-05-31", "report__next_report_on": None}, "report.reported_on"),
        ({"event__occurred_on": "2026-06-02"}, "event.occurred_on"),
        ({"event__occurred_on": "2027"}, "event.occurred_on"),
        ({"patient__outcome": "死亡"}, "patient.outcome"),
        ({"patient__outcome": "death"}, "patient.outcome"),
        (
            {"facts__matters__0__harms": [{"severity": "death"}], "facts__matters__0__potential": None},
            "patient.outcome",
        ),
        ({"patient__died_on": "2026-06-02"}, "patient.died_on"),
        ({"patient__died_on": "2026-06-30", "patient__outcome": None}, "patient.died_on"),
    ],
)
def test_statements_that_cannot_all_be_true_are_refused_by_name(changes: dict[str, Any], place: str) -> None:
    assert refused(document(**changes))[0] == place


def test_what_belongs_together_is_read() -> None:
    assert read_case_document(document(**COMPLETE)).report.first
    assert not read_case_document(document(**FOLLOW_UP)).report.first
    assert read_case_document(document(event__occurred_on="2026-06")).event.occurred_on is not None
    assert read_case_document(document(patient__weight="58.5")).patient.weight == "58.5"
