"""Kinds of malfunction and effects, as the notification lists them."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.incidents.kinds import kinds, read_classification, traits_of
from kizuki.core.refusal import Refused


def test_the_five_kinds_and_five_effects_of_the_notification_are_there() -> None:
    assert [kind.ja for kind in kinds("malfunction").values()] == [
        *("仕様上の問題", "不良品", "故障・破損", "添付文書等の不十分な記載", "機器による有害事象")
    ]
    assert len(kinds("effect")) == 5


def test_an_adverse_event_may_result_from_another_malfunction_of_the_case_or_from_elsewhere() -> None:
    told = {"malfunctions": ["failure", {"kind": "adverse_event", "results_from": "failure"}]}
    assert read_classification(told)["malfunctions"][1] == {"kind": "adverse_event", "results_from": "failure"}
    alone = {"malfunctions": [{"kind": "adverse_event", "results_from": "other"}]}
    assert read_classification(alone)["malfunctions"][0]["results_from"] == "other"


def test_an_absent_list_is_not_an_empty_one() -> None:
    assert read_classification({"effects": []}) == {"effects": []}
    assert read_classification({}) == {}


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"malfunctions": ["broken"]}, r"malfunctions\.0\.kind"),
        ({"malfunctions": ["failure", "failure"]}, "stands twice"),
        ({"malfunctions": [{"kind": "failure", "results_from": "defective"}]}, r"results_from"),
        ({"malfunctions": [{"kind": "adverse_event", "results_from": "failure"}]}, "not among the malfunctions"),
        ({"effects": ["explosion"]}, "effects"),
        ({"components": ["open ssl"]}, "without blanks"),
        ({"colour": []}, "colour"),
    ],
)
def test_what_is_no_code_is_refused(told: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused, match=place):
        read_classification(told)


def test_a_case_is_found_by_each_thing_it_is_about_in_any_case_of_letters() -> None:
    told = read_classification({"malfunctions": ["failure"], "effects": ["spread"], "components": ["OpenSSL"]})
    assert traits_of(told) == ("malfunction:failure", "effect:spread", "component:openssl")
