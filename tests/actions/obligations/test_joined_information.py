"""What joins a case is owed its answer: an answer ends it that names it, or the word that it tells nothing new."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.information.add_receipt import add_receipt
from kizuki.actions.information.join_case import join_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.information.unjoin_case import unjoin_case
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Task
from tests.actions.obligations.desk import ON, Desk, event, harmed, owed

pytestmark = pytest.mark.django_db

JUNE_10 = date(2026, 6, 10)
MAY_28 = date(2026, 5, 28)


def came(desk: Desk, case: int, learned_on: date = JUNE_10) -> int:
    """A hospital has written, and somebody has joined it to the case."""
    entry = InformationEntry(
        source="hospital",
        receipts=[ReceiptEntry(learned_on, name="営業　太郎")],
        texts={"summary": "患者の容態"},
        device="pump",
    )
    information = receive_information(entry, on=ON, actor=desk.office.ito)
    join_case(information, case, on=ON, actor=desk.office.sato)
    return information


def answered(desk: Desk, case: int, *informations: int, **values: Any) -> None:
    """One thing more is said of the matter, and that it is what these informations tell."""
    known = newest_facts(case)
    matters = [{**known.facts["matters"][0], **values}, *known.facts["matters"][1:]]
    answer_facts(
        case, {**known.facts, "matters": matters}, revision=known.revision, on=ON,
        tells=[f"information:{one}" for one in informations], actor=desk.office.ito,
    )  # fmt: skip


def asking(case: int) -> list[str]:
    """What is still owed its answer; each has its task."""
    items = sorted(row.item for row in owed(case, "joined_information"))
    tasks = Task.objects.filter(case_id=case, state="open", kind__in=("information_joined", "awareness_moved"))
    assert sorted(set(tasks.values_list("origin", flat=True))) == items
    return items


def test_an_answer_to_another_question_leaves_what_was_joined_owed() -> None:
    desk = Desk()
    case = desk.open(event())
    information = came(desk, case)
    answered(desk, case, notes="製造番号を確認した")
    assert asking(case) == [f"information:{information}"]


def test_an_answer_ends_the_information_that_it_names_and_no_other() -> None:
    desk = Desk()
    case = desk.open(event())
    first, second = came(desk, case), came(desk, case)
    answered(desk, case, second, harms=[harmed("serious", learned_on="2026-06-10")])
    assert asking(case) == [f"information:{first}"]
    answered(desk, case, first, notes="同じ病院からの続報")
    assert asking(case) == []


def test_an_answer_names_only_what_waits_on_its_case_and_says_something_new() -> None:
    desk = Desk()
    case, other = desk.open(event()), desk.open(event(), key="other")
    elsewhere, here = came(desk, other), came(desk, case)
    with pytest.raises(Refused, match="does not wait"):
        answered(desk, case, elsewhere, notes="続報")
    with pytest.raises(Refused, match="nothing new"):
        answered(desk, case, here)
    assert asking(case) == [f"information:{here}"]
    assert newest_facts(case).revision == 1


def test_what_tells_nothing_new_ends_by_that_word_and_its_task_with_it() -> None:
    desk = Desk()
    case = desk.open(event())
    came(desk, case)
    (row,) = owed(case, "joined_information")
    desk.end(case, row, "nothing_new")
    assert asking(case) == []


def test_what_was_known_before_the_facts_ends_only_when_their_day_is_corrected() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    information = came(desk, case, MAY_28)
    (row,) = owed(case, "joined_information")
    with pytest.raises(Refused, match="known on 2026-05-28"):
        desk.end(case, row, "nothing_new")
    with pytest.raises(Refused, match="known on 2026-05-28"):
        answered(desk, case, information, notes="電話の記録")
    answered(desk, case, information, learned_on="2026-05-28")
    assert asking(case) == []


def test_an_earlier_receipt_asks_again_after_the_answer() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    information = came(desk, case)
    answered(desk, case, information, notes="続報")
    add_receipt(information, ReceiptEntry(MAY_28, name="別の社員"), on=ON, actor=desk.office.sato)
    assert asking(case) == [f"information:{information}"]
    answered(desk, case, information, learned_on="2026-05-28")
    assert asking(case) == []


def test_what_is_taken_out_again_drops_its_task_and_no_other() -> None:
    desk = Desk()
    case = desk.open(event())
    stays, goes = came(desk, case), came(desk, case)
    unjoin_case(goes, "別の患者の件だった", actor=desk.office.sato)
    assert asking(case) == [f"information:{stays}"]
    assert Task.objects.get(origin=f"information:{goes}", kind="information_joined").state == "dropped"
