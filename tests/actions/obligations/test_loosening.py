"""What loosens waits for a second person: a day that moves later, a duty that falls away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.actions.obligations.propose_end import propose_end
from kizuki.actions.obligations.sign_change import sign_change
from kizuki.actions.people.delegate import delegate
from kizuki.core.refusal import Refused
from kizuki.store.obligations.changes import changes_of
from tests.actions.obligations.desk import ON, Desk, clock, event, harmed, one, owed
from tests.actions.office import PASSWORD

pytestmark = pytest.mark.django_db

DUE = date(2026, 6, 16)


def later(matters: list[dict[str, object]]) -> None:
    matters[0]["learned_on"] = "2026-06-09"


def no_death(matters: list[dict[str, object]]) -> None:
    matters[0]["harms"] = []


def test_a_later_awareness_day_counts_only_when_a_second_person_has_signed() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.answer(case, later)
    assert (one(case, "item", "1-ハ").due_on, one(case, "item", "1-ハ").later_on) == (DUE, date(2026, 6, 24))
    assert clock(case)[1] == DUE
    desk.sign(case)
    assert one(case, "item", "1-ハ").due_on == date(2026, 6, 24)
    assert not owed(case, "second_signature")
    assert one(case, "second_signature").ended_by == "sign_change"


def test_an_earlier_day_counts_at_once_and_needs_nobody() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.answer(case, lambda matters: matters[0].update(learned_on="2026-05-25"))
    assert one(case, "item", "1-ハ").due_on == date(2026, 6, 9)


def test_a_known_death_stays_owed_until_a_second_person_signs_that_there_was_none() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.answer(case, no_death)
    assert one(case, "item", "1-イ").state == "lapse_proposed"
    assert one(case, "first_report").state == "lapse_proposed"
    assert clock(case) == ("first_report", date(2026, 6, 1), 0)
    desk.sign(case)
    assert one(case, "item", "1-イ").ended_by == "sign_change"
    assert not owed(case, "first_report")


def test_typists_correct_their_own_slip_with_a_reason_but_never_a_known_death() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]))
    desk.answer(case, lambda m: m[0]["harms"].append(harmed("serious", predictable=False)))
    desk.answer(case, no_death, reason="入力誤り")
    assert one(case, "item", "1-ハ").ended_by == "answer"
    desk.answer(case, lambda m: m[0]["harms"].append(harmed()))
    desk.answer(case, no_death, reason="入力誤り")
    assert one(case, "item", "1-イ").state == "lapse_proposed"


def test_a_correction_is_the_typists_own_and_not_of_somebody_else() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]))
    desk.answer(case, lambda m: m[0]["harms"].append(harmed("serious", predictable=False)))
    desk.answer(case, no_death, reason="入力誤り", by=desk.office.kato)
    assert one(case, "item", "1-ハ").state == "lapse_proposed"


def test_what_somebody_rests_on_already_is_no_slip_of_the_hand_any_more() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]))
    desk.answer(case, lambda m: m[0]["harms"].append(harmed("serious", predictable=False)))
    desk.confirm(case)
    desk.answer(case, no_death, reason="入力誤り")
    assert one(case, "item", "1-ハ").state == "lapse_proposed"


def test_the_typist_their_deputy_and_their_principal_are_no_second_person() -> None:
    desk = Desk()
    today = ON
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.answer(case, later, by=desk.office.sato)
    with pytest.raises(Refused, match="actor"):
        desk.sign(case, by=desk.office.sato)
    ito, sato = (int(actor.code.split(":")[1]) for actor in (desk.office.ito, desk.office.sato))
    delegate(sato, ito, begins_on=today, ends_on=today + timedelta(days=3), reason="出張", actor=desk.office.sato)
    with pytest.raises(Refused, match="deputy"):
        desk.sign(case, by=desk.office.ito)


def test_a_signature_does_not_outlive_the_facts_it_rests_on() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.answer(case, later)
    read = changes_of(case).sha256
    desk.answer(case, lambda matters: matters[0].update(notes="続報"))
    with pytest.raises(Refused, match="have moved"):
        sign_change(case, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)
    assert one(case, "item", "1-ハ").due_on == DUE


def test_an_answer_that_is_given_back_takes_the_proposal_back() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    kept = desk.persons(case)[0]
    desk.answer(case, no_death)
    desk.answer(case, lambda m: m[0].update(harms=[harmed(id=kept)]))
    assert one(case, "item", "1-イ").state == "owed"
    assert one(case, "item", "1-イ").round == 1
    assert not owed(case, "second_signature")


def test_until_the_class_is_confirmed_nothing_shows_a_later_day_than_the_working_day() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious")]))
    assert one(case, "item", "2-イ").due_on == date(2026, 7, 1)
    assert clock(case)[1] == DUE
    desk.confirm(case)
    assert clock(case) == ("item", date(2026, 7, 1), 1)


def test_a_confirmation_lapses_where_a_fact_changes_that_an_item_reads_and_only_there() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious")]))
    desk.confirm(case)
    desk.answer(case, lambda matters: matters[0].update(notes="病院からの電話"))
    assert not owed(case, "class_confirmation")
    desk.answer(case, lambda matters: matters[0]["harms"][0].update(trend_hazard=None))
    (anew,) = owed(case, "class_confirmation")
    assert (anew.round, anew.due_on) == (2, DUE)


def test_what_is_confirmed_is_what_was_read() -> None:
    from kizuki.actions.obligations.confirm_class import confirm_class
    from kizuki.store.obligations.classes import class_shown

    desk = Desk()
    case = desk.open(event(harms=[harmed("serious")]))
    matter = desk.matters(case)[0]
    read = class_shown(case, matter, "").sha256
    desk.answer(case, lambda matters: matters[0]["harms"][0].update(predictable=False))
    with pytest.raises(Refused, match="have changed since they were read"):
        confirm_class(case, matter, read_sha256=read, actor=desk.office.sato)
    with pytest.raises(Refused, match="may not confirm_class"):
        confirm_class(case, matter, read_sha256=read, actor=desk.office.kato)


def test_no_class_is_confirmed_of_a_person_whose_disappearance_waits_for_a_signature() -> None:
    desk = Desk()
    case = desk.open(event(harms=[], potential="serious"))
    serious = harmed("serious", predictable=None, learned_on="2026-06-10")
    desk.answer(case, lambda matters: matters[0]["harms"].append(serious))
    person = desk.persons(case)[0]
    desk.answer(case, no_death)
    with pytest.raises(Refused, match="a second person signs"):
        desk.confirm(case, person=person)
    assert one(case, "class_confirmation", person=person).state == "lapse_proposed"


def test_no_class_is_confirmed_of_a_matter_that_is_in_the_facts_no_more() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]), event(learned_on="2026-06-03", harms=[harmed("serious")]))
    second = desk.matters(case)[1]
    desk.answer(case, lambda matters: matters.pop())
    with pytest.raises(Refused, match="no more"):
        desk.confirm(case, second)


def test_a_known_death_of_an_unknown_place_is_no_slip_of_the_hand_either() -> None:
    desk = Desk()
    case = desk.open(event(locus=None, harms=[]))
    desk.answer(case, lambda m: m[0]["harms"].append(harmed(predictable=None, learned_on="2026-06-10")))
    person = desk.persons(case)[0]
    desk.answer(case, no_death, reason="入力誤り")
    assert {row.state for row in owed(case) if row.person == person} == {"lapse_proposed"}


def test_what_somebody_has_proposed_to_end_is_no_slip_of_the_hand_any_more() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]))
    desk.answer(case, lambda m: m[0]["harms"].append(harmed("serious", predictable=False)))
    rows = [row.kept_as for row in owed(case, "beside")]
    propose_end(case, rows, "decide_beside", {"how": "none"}, reason="不要", actor=desk.office.sato)
    desk.answer(case, no_death, reason="入力誤り")
    assert one(case, "item", "1-ハ").state == "lapse_proposed"


def test_who_typed_it_does_not_sign_what_a_rejected_report_brings_to_light() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)], potential="serious"))
    report = desk.draft(case, desk.persons(case)[0])
    desk.send(report)
    desk.answer(case, no_death, by=desk.office.sato)
    desk.sign(case)
    desk.received(report, accepted=False)
    assert one(case, "item", "1-ハ").state == "lapse_proposed"
    with pytest.raises(Refused, match="four eyes"):
        desk.sign(case, by=desk.office.sato)
    desk.sign(case)
    assert one(case, "item", "1-ハ").ended_by == "sign_change"
