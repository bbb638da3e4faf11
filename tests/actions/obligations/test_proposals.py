"""A proposal is signed as it was read: where facts or rows have moved it is refused, and gives way to a new one."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate, sign_case_duplicate
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.cases.record_communication import CommunicationEntry, record_communication
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.obligations.propose_end import propose_end
from kizuki.actions.obligations.sign_end import sign_end
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import submit_report
from kizuki.core.refusal import Refused
from kizuki.store.models import EndProposal, Task
from tests.actions.obligations.desk import NOW, ON, Desk, event, harmed, owed
from tests.actions.office import PASSWORD, sending
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

ASKED = [{"on": f"2026-06-{day}", "whom": "病院", "how": "電話"} for day in ("03", "08", "12")]


def promised(desk: Desk) -> int:
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.send(desk.draft(case, desk.persons(case)[0], next_on=date(2026, 7, 1)))
    return case


def giving_up(desk: Desk, case: int) -> int:
    rows = [row.kept_as for row in owed(case, "follow_up")]
    return propose_end(case, rows, "give_up_asking", {"attempts": ASKED}, reason="返答なし", actor=desk.office.sato)


def sign(desk: Desk, proposal: int) -> None:
    read = EndProposal.objects.get(pk=proposal).sha256
    sign_end(proposal, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)


def test_asking_is_not_given_up_by_a_signature_from_before_the_hospital_answered() -> None:
    desk = Desk()
    case = promised(desk)
    made = giving_up(desk, case)
    desk.answer(case, lambda matters: matters[0].update(notes="病院から返答があった"))
    with pytest.raises(Refused, match="has moved"):
        sign(desk, made)
    assert owed(case, "follow_up")


def test_a_proposal_that_nobody_can_sign_any_more_gives_way_and_one_that_stands_does_not() -> None:
    desk = Desk()
    case = promised(desk)
    old = giving_up(desk, case)
    with pytest.raises(Refused, match="waits for its second person"):
        giving_up(desk, case)
    desk.answer(case, lambda matters: matters[0].update(notes="病院から返答があった"))
    sign(desk, giving_up(desk, case))
    assert EndProposal.objects.get(pk=old).state == "withdrawn"
    assert not owed(case, "follow_up")


def test_a_duplicate_is_proposed_anew_when_what_is_owed_on_it_has_moved() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    kept = desk.open(event(harms=[], potential="none"), key="kept")
    old = mark_case_duplicate(case, kept, "同一の事象", actor=desk.office.sato)
    with pytest.raises(Refused, match="already"):
        mark_case_duplicate(case, kept, "同一の事象", actor=desk.office.sato)
    desk.answer(case, lambda matters: matters[0]["harms"].append(harmed(learned_on="2026-06-10")))
    made = mark_case_duplicate(case, kept, "同一の事象", actor=desk.office.sato) or 0
    assert Task.objects.get(kind="sign_case_duplicate", state="open").subject == f"end_proposal:{made}"
    assert EndProposal.objects.get(pk=old).state == "withdrawn"
    read = EndProposal.objects.get(pk=made).sha256
    sign_case_duplicate(made, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)
    assert len(owed(kept, "first_report")) == 2


def taken_back(desk: Desk) -> int:
    """A report of another product of ours, whose withdrawal PMDA has accepted: our own decision is owed."""
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    report = desk.draft(case, desk.persons(case)[0])
    desk.send(report)
    desk.received(report)
    why = "another_product_of_ours"
    start_follow_up(report, status="complete", reason="別品目", purpose="withdrawal", why=why, actor=desk.office.ito)
    made = draft_form(case, 8, matter=desk.matters(case)[0], person=desk.persons(case)[0], actor=desk.office.ito)
    read = desk.approved(made)
    submit_report(made, sending("portal", ON, read), on=ON, actor=desk.office.kato)
    desk.received(made)
    return case


def of_another_product(learned_on: str, **values: object) -> int:
    register_device(DeviceEntry(key="monitor", brand="モニタ", facts={"own": True}), actor=TESTER)
    told = {"learned_on": learned_on, "harms": [harmed("serious", predictable=False)], **values}
    facts = {"matters": [event(**told)]}
    return open_case(CaseEntry(key="other", device="monitor", title="停止", facts=facts), on=ON, actor=TESTER)


def decide(desk: Desk, case: int, other: int) -> None:
    rows = [row.kept_as for row in owed(case, "withdrawal")]
    said = {"why": "another_product_of_ours", "case": other}
    sign(desk, propose_end(case, rows, "decide_withdrawal", said, reason="別品目", actor=desk.office.sato))


def test_what_belongs_to_another_product_goes_on_there_and_not_on_the_same_device() -> None:
    desk = Desk()
    case = taken_back(desk)
    with pytest.raises(Refused, match="same device"):
        decide(desk, case, case)
    decide(desk, case, of_another_product("2026-06-01"))
    assert not owed(case, "withdrawal")


def test_what_belongs_to_another_product_keeps_its_awareness_day_there() -> None:
    desk = Desk()
    case = taken_back(desk)
    with pytest.raises(Refused, match="the awareness day of this one is 2026-06-01"):
        decide(desk, case, of_another_product("2026-06-12"))


def test_what_belongs_to_another_product_does_not_go_on_where_nothing_is_reported() -> None:
    desk = Desk()
    case = taken_back(desk)
    with pytest.raises(Refused, match="owes no report and has sent none"):
        decide(desk, case, of_another_product("2026-06-01", harms=[], potential="none"))
    assert owed(case, "withdrawal")


def test_what_was_not_our_device_ends_by_two_persons_who_name_what_the_right_holder_was_told() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    report = desk.draft(case, desk.persons(case)[0])
    desk.send(report)
    desk.received(report)
    why = "not_our_device"
    start_follow_up(report, status="complete", reason="他社品", purpose="withdrawal", why=why, actor=desk.office.ito)
    made = draft_form(case, 8, matter=desk.matters(case)[0], person=desk.persons(case)[0], actor=desk.office.ito)
    read = desk.approved(made)
    submit_report(made, sending("portal", ON, read), on=ON, actor=desk.office.kato)
    assert owed(case, "withdrawal"), "it waits for PMDA's word"
    desk.received(made)
    rows = owed(case, "withdrawal")
    assert [row.state for row in rows] == ["owed"], "and for a decision of our own"
    with pytest.raises(Refused, match="communication"):
        desk.end_by_two(case, rows, "decide_withdrawal", why=why)
    entry = CommunicationEntry("other_maker", "email", NOW, "通知した", case=case)
    desk.end_by_two(
        case, rows, "decide_withdrawal", why=why, communication=record_communication(entry, actor=desk.office.ito)
    )
    assert not owed(case, "withdrawal")
