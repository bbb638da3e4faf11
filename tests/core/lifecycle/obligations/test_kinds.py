"""The closed list of what can be owed: by whom, and by which acts it ends."""

from __future__ import annotations

import pytest

from kizuki.core.lifecycle.obligations.kinds import KINDS, OWNERS, VIEWS, kind_of, require_end, require_opener
from kizuki.core.refusal import Refused

WITHOUT_ROOM = [code for code in KINDS if not kind_of(code).opens]


def test_every_kind_has_owners_of_the_list_a_state_to_begin_in_and_an_act_that_ends_it() -> None:
    for code in KINDS:
        kind = kind_of(code)
        assert kind.owners
        assert kind.owners <= set(OWNERS)
        assert kind.starts
        assert kind.ends
        assert kind.rank in (0, 1, 2)


@pytest.mark.parametrize("code", WITHOUT_ROOM)
def test_what_has_no_room_yet_is_refused_by_name(code: str) -> None:
    with pytest.raises(Refused, match=f"nothing opens {code} yet"):
        require_opener(code, f"{min(kind_of(code).owners)}:1")


def test_the_kinds_whose_rooms_come_later_stand_in_the_list() -> None:
    assert set(WITHOUT_ROOM) == {"question_out", "duty_call"}


def test_a_kind_is_owed_by_its_owners_only() -> None:
    assert require_opener("item", "case:12").code == "item"
    assert require_opener("item", "period:1:12:2027-05-20").code == "item"
    with pytest.raises(Refused, match="never owed by information:3"):
        require_opener("item", "information:3")
    with pytest.raises(Refused, match="'wish' is not one of"):
        require_opener("wish", "case:12")


def test_nothing_ends_by_an_act_that_its_kind_does_not_name() -> None:
    require_end("first_report", "record_first_report")
    with pytest.raises(Refused, match="first_report is not ended by submit"):
        require_end("first_report", "submit")
    with pytest.raises(Refused, match="class_confirmation is not ended by hand_over"):
        require_end("class_confirmation", "hand_over")
    assert "hand_over" not in kind_of("first_report").ends


def test_every_task_that_is_a_view_stands_for_a_kind_of_the_list() -> None:
    assert set(VIEWS.values()) <= set(KINDS)
