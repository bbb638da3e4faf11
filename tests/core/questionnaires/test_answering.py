"""A box answers itself from facts: a no decides, an unknown is open or the hospital's, and nothing unknown counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuki.core.questionnaires import Known, answered, edition_of, filled_share
from kizuki.core.questionnaires.answering import answer_of
from kizuki.core.questionnaires.editions import Item

DAY, LATER, NEXT_YEAR = date(2026, 4, 1), date(2026, 6, 1), date(2027, 3, 31)
MAKERS = Item("1", "題", "topic", ("access.mfa",))
SHARED = Item("2", "題", "topic", ("access.roles", "installation.admin_accounts"))


def said(**told: Known | None) -> object:
    """What is known, by name with underscores for the dot."""

    def asked(name: str) -> Sequence[Known | None]:
        return [told.get(name.replace(".", "__"))]

    return asked


def yes(on: date = DAY, answer: str = "yes", **more: object) -> Known:
    return Known(answer, on, f"sheet_fact:{on.month}", **more)  # type: ignore[arg-type]


def test_a_fact_that_is_yes_fills_the_box_with_its_day_and_source() -> None:
    box = answer_of(MAKERS, said(access__mfa=yes()))  # type: ignore[arg-type]
    assert (box.answer, box.state, box.as_of, box.sources) == ("yes", "filled", DAY, ("sheet_fact:4",))


def test_a_no_is_an_answer_with_the_day_by_which_it_becomes_a_yes() -> None:
    box = answer_of(MAKERS, said(access__mfa=yes(answer="no", target_on=NEXT_YEAR)))  # type: ignore[arg-type]
    assert (box.answer, box.state, box.target_on) == ("no", "filled", NEXT_YEAR)


def test_what_nobody_told_is_open_and_never_a_no() -> None:
    box = answer_of(MAKERS, said())  # type: ignore[arg-type]
    assert (box.answer, box.state, box.missing) == ("", "open", ("access.mfa",))


def test_what_only_the_hospital_can_tell_is_not_ours() -> None:
    box = answer_of(SHARED, said(access__roles=yes()))  # type: ignore[arg-type]
    assert (box.answer, box.state, box.missing) == ("", "not_ours", ("installation.admin_accounts",))


def test_what_is_missing_on_both_sides_is_open_for_us_first() -> None:
    assert answer_of(SHARED, said()).state == "open"  # type: ignore[arg-type]


def test_a_no_decides_though_the_rest_is_not_known() -> None:
    box = answer_of(SHARED, said(access__roles=yes(answer="no")))  # type: ignore[arg-type]
    assert (box.answer, box.state) == ("no", "filled")


def test_of_several_facts_that_agree_the_oldest_day_stands() -> None:
    told = said(access__roles=yes(LATER), installation__admin_accounts=yes(DAY))
    assert answer_of(SHARED, told).as_of == DAY  # type: ignore[arg-type]


def test_a_fact_that_need_only_be_told_makes_no_no() -> None:
    item = Item("3", "題", "topic", ("installation.remote_maintenance",), ("remote.service",))
    told = said(installation__remote_maintenance=yes(), remote__service=yes(answer="no"))
    assert answer_of(item, told).answer == "yes"  # type: ignore[arg-type]
    assert answer_of(item, said(installation__remote_maintenance=yes())).state == "open"  # type: ignore[arg-type]


def test_what_does_not_apply_anywhere_does_not_apply_and_is_not_filled() -> None:
    box = answer_of(MAKERS, said(access__mfa=yes(answer="not_applicable")))  # type: ignore[arg-type]
    assert (box.answer, box.state) == ("not_applicable", "not_applicable")
    assert filled_share([box]) == (0, 1)


def test_of_several_devices_one_that_is_not_known_leaves_the_box_open_and_one_no_decides_it() -> None:
    def devices(*told: Known | None) -> object:
        return lambda name: list(told)

    assert answer_of(MAKERS, devices(yes(), None)).state == "open"  # type: ignore[arg-type]
    assert (
        answer_of(MAKERS, devices(yes(), yes(answer="no", of="ポンプ", words="次の版で対応"))).words
        == "ポンプ: 次の版で対応"
    )  # type: ignore[arg-type]
    assert answer_of(MAKERS, devices(yes(), yes(answer="not_applicable"))).answer == "yes"  # type: ignore[arg-type]
    assert answer_of(MAKERS, devices()).state == "open"  # type: ignore[arg-type]


ANSWERS = st.sampled_from(["yes", "no", "not_applicable", None])


@pytest.mark.parametrize("sheet", ["mhlw_checklist_vendor_r7", "mds2_2019"])
@given(st.data())
def test_telling_one_more_fact_never_empties_a_box(sheet: str, data: st.DataObject) -> None:
    edition = edition_of(sheet)
    names = sorted({name for item in edition.items for name in item.all_facts})
    told = {name: answer for name in names[:12] if (answer := data.draw(ANSWERS))}
    more = {**told, data.draw(st.sampled_from(names)): "yes"} if told else told
    more = {name: told.get(name, answer) for name, answer in more.items()}

    def asked(known: dict[str, str]) -> object:
        return lambda name: [Known(known[name], DAY, "x", "語") if name in known else None]

    before, after = (answered(edition, asked(known)) for known in (told, more))  # type: ignore[arg-type]
    rank = {"open": 0, "not_ours": 0, "not_applicable": 1, "filled": 1}
    assert all(rank[late.state] >= rank[early.state] for early, late in zip(before, after, strict=True))
