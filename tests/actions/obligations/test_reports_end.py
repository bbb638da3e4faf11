"""A report ends what its own facts say of its matter and person, and nothing that it does not name."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import submit_report
from kizuki.core.refusal import Refused
from kizuki.store.obligations.ledger import ledger_of
from tests.actions.obligations.desk import ON, Desk, event, harmed, one, owed
from tests.actions.office import sending

pytestmark = pytest.mark.django_db

NEXT = date(2026, 7, 1)


def test_a_stale_draft_sent_on_its_last_day_leaves_a_later_death_owed() -> None:
    desk = Desk()
    case = desk.open(event(learned_on="2026-05-17", harms=[], potential="serious"))
    report = desk.draft(case)
    desk.answer(case, lambda m: m[0].update(potential="death", harms=[harmed(learned_on="2026-06-15")]))
    desk.send(report)
    assert one(case, "item", "2-ロ").state == "sent"
    assert one(case, "item", "1-イ").state == "owed"
    assert owed(case, "first_report")


def test_one_report_speaks_for_one_person() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False), harmed("serious", predictable=False)]))
    first, second = desk.persons(case)
    desk.send(desk.draft(case, first))
    assert one(case, "item", "1-ハ", first).state == "sent"
    assert one(case, "item", "1-ハ", second).state == "owed"


def test_an_item_that_is_open_for_one_person_is_not_hidden_by_anothers() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False), harmed("serious", predictable=None)]))
    assert [row.state for row in owed(case, "item", "1-ハ")] == ["owed", "open"]


def test_a_report_is_complete_only_when_no_item_of_its_form_is_open() -> None:
    desk = Desk()
    case = desk.open(event(locus="foreign", harms=[harmed(predictable=None)], also_in_domestic_units=False))
    with pytest.raises(Refused, match="status"):
        desk.send(desk.draft(case, desk.persons(case)[0]))


def test_an_open_item_is_carried_and_ends_when_a_follow_up_says_what_became_of_it() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=None)]))
    desk.send(desk.draft(case, desk.persons(case)[0], next_on=NEXT))
    assert one(case, "item", "1-ハ").state == "carried"
    desk.answer(case, lambda matters: matters[0]["harms"][0].update(predictable=True))
    assert one(case, "item", "1-ハ").state == "carried", "an answer is no follow-up"
    assert owed(case, "follow_up")[0].due_on == NEXT


def test_a_rejected_report_owes_everything_anew_with_the_original_days() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    report = desk.draft(case, desk.persons(case)[0])
    desk.send(report)
    desk.received(report, accepted=False)
    again = one(case, "item", "1-ハ")
    assert (again.round, again.state, again.due_on) == (2, "owed", date(2026, 6, 16))
    assert owed(case, "class_confirmation")


def test_an_accepted_report_ends_what_it_named() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    report = desk.draft(case, desk.persons(case)[0])
    desk.send(report)
    desk.received(report)
    assert (one(case, "item", "1-ハ").state, one(case, "item", "1-ハ").ended_by) == ("ended", "record_receipt")
    assert one(case, "class_confirmation").ended_by == "submit_unapproved"


def test_the_newest_word_of_pmda_counts_also_after_an_acceptance() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    report = desk.draft(case, desk.persons(case)[0])
    desk.send(report)
    desk.received(report)
    desk.received(report, accepted=False)
    again = one(case, "item", "1-ハ")
    assert (again.round, again.state, again.due_on) == (2, "owed", date(2026, 6, 16))


def test_what_was_given_up_after_a_report_is_open_again_when_that_report_is_withdrawn() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=None)]))
    person = desk.persons(case)[0]
    report = desk.draft(case, person, next_on=NEXT)
    desk.send(report)
    desk.received(report)
    asked = [{"on": f"2026-06-{day}", "whom": "病院", "how": "電話"} for day in ("03", "08", "12")]
    rows = [row for row in owed(case) if row.kind == "follow_up" or row.state == "carried"]
    desk.end_by_two(case, rows, "give_up_asking", attempts=asked)
    withdraw(desk, case, report, person)
    assert (one(case, "item", "1-ハ").state, one(case, "item", "1-ハ").due_on) == ("open", date(2026, 6, 16))


def test_what_two_accepted_reports_tell_stays_reported_when_one_of_them_is_withdrawn() -> None:
    desk = Desk()
    two = [harmed("serious", predictable=False), harmed("serious", predictable=False)]
    case = desk.open(event(harms=two, potential="serious", malfunction_predictable=False))
    reports = {person: desk.draft(case, person) for person in desk.persons(case)}
    for report in reports.values():
        desk.send(report)
        desk.received(report)
    of_the_matter = [row.item for row in ledger_of(case) if row.kind == "item" and not row.person]
    assert of_the_matter
    gone, stays = desk.persons(case)
    withdraw(desk, case, reports[gone], gone)
    assert [(row.item, row.person) for row in owed(case, "item")] == [("1-ハ", gone)]
    withdraw(desk, case, reports[stays], stays)
    assert sorted(row.item for row in owed(case, "item")) == sorted([*of_the_matter, "1-ハ", "1-ハ"])


def withdraw(desk: Desk, case: int, report: int, person: str) -> None:
    """取下げ of a report that was a mistake."""
    start_follow_up(
        report, status="complete", reason="誤り", purpose="withdrawal", why="did_not_exist", actor=desk.office.ito
    )
    made = draft_form(case, 8, matter=desk.matters(case)[0], person=person, actor=desk.office.ito)
    read = desk.approved(made)
    submit_report(made, sending("portal", ON, read), on=ON, actor=desk.office.kato)


def test_what_pmda_rejected_is_sent_again_although_not_a_word_of_it_has_changed() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    person = desk.persons(case)[0]
    first = desk.draft(case, person)
    desk.send(first)
    desk.received(first, accepted=False)
    second = desk.draft(case, person)
    assert second != first
    desk.send(second)
    assert (one(case, "item", "1-ハ").round, one(case, "item", "1-ハ").state) == (2, "sent")


def test_the_word_of_pmda_is_kept_also_where_no_report_was_said_twice() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]), cycle_anchor_on="2024-04-10")
    person = desk.persons(case)[0]
    sent = desk.draft(case, person)
    desk.send(sent)
    desk.received(sent)
    light = {"potential": "non_serious", "malfunction_predictable": False}
    desk.answer(case, lambda m: m[0].update(light) or m[0]["harms"][0].update(severity="non_serious"))
    for _ in range(2):
        start_follow_up(sent, status="complete", reason="軽微", purpose="not_reportable", actor=desk.office.ito)
        sent = draft_form(case, 8, matter=desk.matters(case)[0], person=person, actor=desk.office.ito)
        read = desk.approved(sent)
        submit_report(sent, sending("portal", ON, read), on=ON, actor=desk.office.kato)
        desk.received(sent)
    assert [row.round for row in owed(case, "form_12_listing")] == [1]
    listing, item = one(case, "form_12_listing", "12"), one(case, "item", "3-ロ")
    with pytest.raises(Refused, match="handed over to its period with it, or before"):
        desk.end(case, listing, "hand_over", to="period")
    desk.end(case, item, "hand_over", to="period")
    desk.end(case, listing, "hand_over", to="period")
