"""A form is of one matter and at most one person: chosen by name, filled with their facts alone."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.forms import FilledForm, fill_form, read_case_document
from kizuki.core.forms.told import documents
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from tests.core.forms.cases import COMPLETE, FOLLOW_UP, PUMP, document

SERIOUS: dict[str, Any] = PUMP["facts"]["matters"][0]["harms"][0]
MATTER: dict[str, Any] = PUMP["facts"]["matters"][0]


def person(name: str, **changes: Any) -> dict[str, Any]:
    """A person seriously harmed, unforeseen: 1-ハ, 15 days."""
    return {**SERIOUS, "id": name, **changes}


def matter(name: str, *harms: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**MATTER, "id": name, "harms": list(harms), **changes}


def form(*matters: dict[str, Any], of: str | None = None, who: str | None = None, **changes: Any) -> FilledForm:
    value = document(**{"patient": None, **changes}, facts__matters=deepcopy(list(matters)))
    return fill_form(8, read_case_document(value), assess(read_case(value["facts"])), matter=of, person=who)


def codes(filled: FilledForm) -> set[str]:
    return {notice.code for notice in filled.notices}


THREE = matter(
    "m1",
    person("p1"),
    person("p2", severity="death", criterion=None, victim="operator"),
    person("p3", predictable=True, learned_on="2026-06-05"),
    malfunction_predictable=True,
    potential="death",
)
"""One event, three persons: 1-ハ; a death (1-イ); one foreseen and learned of later (1-ト, 30 days from 5 June)."""


def test_three_persons_give_three_forms_each_with_their_own_facts_and_items() -> None:
    told = {who: form(THREE, of="m1", who=who, report__next_report_on="2026-07-31") for who in ("p1", "p2", "p3")}
    boxes = {
        who: {name: one.field(name).value for name in ("deadline", "outcome", "victim")} for who, one in told.items()
    }
    assert boxes["p2"] == {"deadline": "15日", "outcome": "死亡", "victim": "操作者（使用者）"}
    assert boxes["p1"]["outcome"] != "死亡"
    assert boxes["p3"]["deadline"] == "30日"
    assert {who: one.field("known").value for who, one in told.items()} == {"p1": "未知", "p2": "未知", "p3": "未知"}
    assert all("person_needs_its_own_form" in codes(one) for one in told.values())
    assert ["prompt_first_report_met" in codes(one) for one in told.values()] == [False, True, False]


def test_a_person_learned_of_later_counts_from_their_own_day() -> None:
    late = matter("m1", person("p1"), person("p2", learned_on="2026-06-09"))
    days = {who: form(late, who=who).field("info_date") for who in ("p1", "p2")}
    assert days["p1"].value == date(2026, 6, 1)
    assert (days["p2"].value, days["p2"].source) == (date(2026, 6, 9), "facts.matters.0.harms.1.learned_on")
    assert "late" not in codes(form(late, who="p2", report__reported_on="2026-06-24"))
    assert "late" in codes(form(late, who="p1", report__reported_on="2026-06-24"))


def test_a_form_that_went_out_before_its_person_was_known_is_refused_for_that_person() -> None:
    late = matter("m1", person("p1"), person("p2", learned_on="2026-06-20"))
    with pytest.raises(Refused, match="before the day on which it was learned, 2026-06-20"):
        form(late, who="p2")
    assert form(late, who="p1").field("report_date").value == date(2026, 6, 12)


def test_silence_between_two_persons_is_refused_with_both_by_name() -> None:
    with pytest.raises(Refused) as found:
        form(matter("m1", person("p1"), person("p2")))
    assert found.value.place == "person"
    assert "person p1 (serious)" in found.value.reason
    assert "person p2 (serious)" in found.value.reason


def test_silence_between_two_matters_is_refused_and_each_is_filled_by_name_or_position() -> None:
    abroad = matter("m2", person("p2"), locus="foreign", learned_on="2026-06-03")
    at_home = matter("m1", person("p1"))
    with pytest.raises(Refused) as found:
        form(at_home, abroad)
    assert found.value.place == "matter"
    assert "matter m1 (event, learned 2026-06-01)" in found.value.reason
    for name, place in (("m1", "国内"), ("0", "国内"), ("m2", "外国"), ("1", "外国")):
        one = form(at_home, abroad, of=name)
        assert one.field("place").value == place
        assert "matter_needs_its_own_form" in codes(one)


def test_who_is_not_in_the_facts_is_refused_with_those_who_are() -> None:
    for of, who, place in (
        ("m9", None, "matter"),
        (None, "p9", "person"),
        ("m1", "2", "person"),
        ("-1", None, "matter"),
    ):
        with pytest.raises(Refused) as found:
            form(THREE if who != "2" else matter("m1", person("p1"), person("p2")), of=of, who=who)
        assert found.value.place == place, (of, who)
        assert "m1" in found.value.reason


def test_nobody_known_to_be_harmed_gives_one_form_of_the_matter() -> None:
    known = read_case({"device": PUMP["facts"]["device"], "matters": [matter("m1", potential="death")]})
    assert [(told.matter_id, told.person) for told in documents(8, known, assess(known))] == [("m1", None)]
    assert form(matter("m1", potential="death")).field("outcome").state == "not_asked"


def test_one_person_whose_harm_is_open_takes_the_item_of_the_matter_along() -> None:
    asked = matter("m1", person("p1", severity=None, criterion=None), potential="death")
    known = read_case({"device": PUMP["facts"]["device"], "matters": [asked]})
    assert [told.person_id for told in documents(8, known, assess(known))] == ["p1"]


def test_a_form_of_no_person_does_not_say_that_nobody_was_harmed() -> None:
    both = matter("m1", person("p1"), potential="death")
    outcome = form(both, of="m1", who="").field("outcome")
    assert outcome.value == "調査中"


def test_a_report_is_complete_only_when_nothing_of_its_own_person_is_open() -> None:
    both = matter("m1", person("p1", predictable=None), person("p2"))
    with pytest.raises(Refused) as found:
        form(both, who="p1", **COMPLETE)
    assert found.value.place == "report.status"
    assert "1-ハ" in found.value.reason
    assert form(both, who="p2", **COMPLETE).field("status").value == "完了"


def test_a_withdrawal_says_why_and_needs_no_duty_but_a_report_before_it() -> None:
    withdrawn = {
        **COMPLETE,
        **FOLLOW_UP,
        "report__purpose": "withdrawal",
        "report__status_reason": "他社品であった。",
    }
    nothing = matter("m1", person("p1", severity="none", criterion=None), potential="none")
    one = form(nothing, **withdrawn, report__withdrawal_why="not_our_device")
    assert one.field("withdraw_reason").value == "自社の医療機器ではない"
    assert one.field("withdraw_detail").value == "他社品であった。"
    for changes, place in (
        ({**withdrawn}, "report.withdrawal_why"),
        (
            {
                **withdrawn,
                "report__withdrawal_why": "duplicate",
                "report__number": 1,
                "report__previous_year": None,
                "report__previous_number": None,
            },
            "report.purpose",
        ),
        ({**FOLLOW_UP, "report__withdrawal_why": "duplicate"}, "report.withdrawal_why"),
    ):
        with pytest.raises(Refused) as found:
            form(nothing, **changes)
        assert found.value.place == place
