"""What a report ends is what its own frozen facts say, and PMDA's word on it."""

from __future__ import annotations

from dataclasses import replace

from kizuki.core.lifecycle.obligations import Obligation, next_owed
from kizuki.core.lifecycle.obligations.ends import when_signed
from kizuki.core.lifecycle.obligations.withdrawing import to_withdraw
from tests.core.lifecycle.obligations.ledger import DUE, Ledger, day, item, working


def reported(**values: object) -> tuple[Ledger, object]:
    ledger = Ledger()
    ledger.facts(item(), item("1-ロ", met=False), working())
    return ledger, ledger.sent({"1-イ": "met", "1-ロ": "open"}, **values)


def test_met_items_are_sent_and_open_ones_are_carried_to_the_follow_up() -> None:
    ledger, _ = reported(complete=False, next_report_on=day(20))
    assert ledger.one("item", "1-イ").state == "sent"
    assert ledger.one("item", "1-ロ").state == "carried"
    assert ledger.one("follow_up").due_on == day(20)


def test_acceptance_ends_what_was_sent_and_nothing_else() -> None:
    ledger, report = reported(complete=False, next_report_on=day(20))
    ledger.answered(report, accepted=True)  # type: ignore[arg-type]
    assert ledger.one("item", "1-イ").state == "ended"
    assert ledger.one("item", "1-ロ").state == "carried"


def test_a_rejection_owes_everything_anew_with_the_original_days() -> None:
    ledger, report = reported()
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    again = ledger.one("item", "1-イ")
    assert (again.round, again.state, again.due_on) == (2, "owed", DUE)
    assert ledger.one("item", "1-ロ").state == "open"


def test_a_follow_up_says_what_became_of_an_open_item() -> None:
    ledger, _ = reported(complete=False, next_report_on=day(20))
    ledger.sent({"1-ロ": "not_met"})
    assert ledger.one("item", "1-ロ").state == "ended"
    assert not ledger.live("follow_up")


def test_a_stale_draft_ends_nothing_that_it_does_not_name() -> None:
    ledger = Ledger()
    ledger.facts(item("2-ロ", person="", due=day(30)), working())
    ledger.facts(item("2-ロ", person="", due=day(30)), item("1-イ", grave=True), working())
    ledger.sent({"2-ロ": "met"}, person="")
    assert ledger.one("item", "1-イ").state == "owed"
    assert ledger.live("class_confirmation")


def test_a_stale_draft_that_calls_open_what_is_met_by_now_leaves_it_owed() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.facts(item(), working())
    ledger.sent({"1-イ": "open"})
    assert ledger.one("item").state == "owed"


def test_sending_late_ends_the_duty_and_opens_the_record_of_the_delay() -> None:
    ledger = Ledger()
    ledger.facts(item(), working())
    ledger.sent({"1-イ": "met"}, sent_on=day(16))
    assert ledger.one("item").state == "sent"
    assert (ledger.one("late").item, ledger.one("late").state) == ("1-イ", "open")


def test_a_withdrawal_covers_nothing_and_takes_back_what_was_sent() -> None:
    ledger, _ = reported()
    key = ("item", "m1", "p1", "1-イ")
    withdrawn = ledger.sent({}, purpose="withdrawal", why="did_not_exist", asked=[key])
    assert ledger.one("withdrawal").state == "sent"
    assert (ledger.one("item", "1-イ").round, ledger.one("item", "1-イ").state) == (2, "owed")
    ledger.answered(withdrawn, accepted=True)
    assert ledger.one("withdrawal").state == "owed", "our own decision is still to be signed"


def test_no_longer_reportable_stays_sent_until_pmda_has_accepted() -> None:
    ledger, _ = reported()
    said = ledger.sent({}, purpose="not_reportable")
    assert ledger.one("withdrawal").live
    ledger.answered(said, accepted=True)
    assert not ledger.one("withdrawal").live


def test_a_rejected_withdrawal_is_owed_again() -> None:
    ledger, _ = reported()
    said = ledger.sent({}, purpose="not_reportable")
    ledger.answered(said, accepted=False)
    assert (ledger.one("withdrawal").round, ledger.one("withdrawal").state) == (2, "owed")


def test_a_rejected_incomplete_report_no_longer_promises_its_follow_up() -> None:
    ledger, report = reported(complete=False, next_report_on=day(20))
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    assert not ledger.live("follow_up")


def test_a_carried_item_counts_by_its_follow_up_and_no_longer_by_its_own_day() -> None:
    ledger = Ledger()
    ledger.facts(item(met=False), working())
    ledger.sent({"1-イ": "open"}, complete=False, next_report_on=day(40))
    assert next_owed(ledger.rows.values()).on == day(40)


def test_a_withdrawal_leaves_what_another_report_that_stands_tells_as_met() -> None:
    ledger, _ = reported()
    before = ledger.one("item", "1-イ")
    ledger.sent({}, purpose="withdrawal", why="did_not_exist", asked=[before.key], met_on=[before.id])
    assert ledger.one("item", "1-イ") == before


def test_a_report_that_is_on_time_opens_no_delay_and_a_day_later_does() -> None:
    for late, sent_on in ((False, DUE), (True, DUE.replace(day=17))):
        ledger = Ledger()
        ledger.facts(item(), working())
        ledger.sent({"1-イ": "met"}, sent_on=sent_on)
        assert bool(ledger.live("late")) is late


def test_a_follow_up_that_goes_behind_its_promised_day_opens_the_record_of_the_delay() -> None:
    for sent_on, items in ((day(20), []), (day(21), ["follow_up@8"])):
        ledger, _ = reported(complete=False, next_report_on=day(20))
        ledger.sent({}, sent_on=sent_on)
        assert [row.item for row in ledger.live("late")] == items
        assert not ledger.live("follow_up")


def test_the_delay_names_the_round_of_what_was_late() -> None:
    ledger, report = reported()
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    ledger.sent({"1-イ": "met"}, sent_on=day(40))
    late = ledger.one("late")
    assert (late.round, late.item, late.due_on) == (2, "1-イ", DUE)


def test_each_incomplete_report_promises_one_follow_up_more_and_counts_it() -> None:
    ledger, _ = reported(complete=False, next_report_on=day(20))
    assert ledger.one("follow_up").round == 1
    ledger.sent({"1-ロ": "open"}, complete=False, next_report_on=day(40))
    ledger.sent({"1-ロ": "open"}, complete=False, next_report_on=day(60))
    rounds = [(row.round, row.state) for row in ledger.rows.values() if row.kind == "follow_up"]
    assert rounds == [(1, "ended"), (2, "ended"), (3, "owed")]


def test_a_report_of_one_matter_confirms_the_class_of_no_other() -> None:
    ledger = Ledger()
    other = replace(working(), matter="m2")
    ledger.facts(item(), working(), replace(item("2-ロ"), matter="m2"), other)
    ledger.sent({"1-イ": "met"})
    assert [row.matter for row in ledger.live("class_confirmation")] == ["m2"]


def test_a_report_of_one_person_confirms_the_class_of_no_other() -> None:
    ledger = Ledger()
    ledger.facts(item(), working(), item(person="p2"), working(person="p2"))
    ledger.sent({"1-イ": "met"})
    live = ledger.live("class_confirmation")
    assert [row.person for row in live] == ["p2"]


def test_a_class_without_any_item_is_confirmed_by_no_report() -> None:
    ledger = Ledger()
    ledger.facts(item(person="p2"), working(), working(person="p2"))
    ledger.sent({"1-イ": "met"}, person="p2")
    assert [row.person for row in ledger.live("class_confirmation")] == [""]


def test_a_withdrawal_of_a_form_takes_back_nothing_of_another_form_matter_or_person() -> None:
    for other in ({"form": "10"}, {"matter": "m2"}, {"person": "p2"}):
        ledger, _ = reported()
        ledger.sent({}, purpose="withdrawal", why="did_not_exist", **other)
        assert ledger.one("item", "1-イ").round == 1, other


def test_a_withdrawal_is_counted_and_one_that_was_rejected_goes_out_again_under_the_next_number() -> None:
    ledger, _ = reported()
    gone = ledger.sent({}, purpose="withdrawal", why="did_not_exist")
    assert (ledger.one("withdrawal").round, ledger.one("withdrawal").state) == (1, "sent")
    ledger.answered(gone, accepted=False)
    assert (ledger.one("withdrawal").round, ledger.one("withdrawal").state) == (2, "owed")
    ledger.sent({}, purpose="withdrawal", why="did_not_exist")
    assert (ledger.one("withdrawal").round, ledger.one("withdrawal").state) == (2, "sent")


def test_a_withdrawal_that_needs_our_own_decision_is_owed_after_pmda_has_accepted_it() -> None:
    for why, state in (("did_not_exist", "owed"), ("duplicate", "ended")):
        ledger, _ = reported()
        gone = ledger.sent({}, purpose="withdrawal", why=why)
        ledger.answered(gone, accepted=True)
        assert ledger.one("withdrawal").state == state


def test_a_rejection_takes_the_earlier_of_two_days_and_leaves_a_later_one() -> None:
    for due, expected in ((day(10), day(10)), (day(25), DUE)):
        ledger, report = reported()
        ledger.facts(item(due=due, own_day=True, learned_on=day(5)), item("1-ロ", met=False), working())
        ledger.answered(report, accepted=False)  # type: ignore[arg-type]
        assert ledger.one("item", "1-イ").due_on == expected


def test_what_a_rejected_report_called_open_stays_an_open_question() -> None:
    ledger, report = reported()
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    assert (ledger.one("item", "1-ロ").state, ledger.one("item", "1-ロ").round) == ("open", 1)
    elsewhere, carried = reported()
    carried = replace(carried, carried_on={elsewhere.one("item", "1-ロ").id})  # type: ignore[type-var]
    elsewhere.answered(carried, accepted=False)  # type: ignore[arg-type]
    assert elsewhere.one("item", "1-ロ").state == "carried", "another report that stands has carried it"


def test_a_word_that_pmda_takes_back_owes_what_it_had_ended() -> None:
    ledger, report = reported()
    ledger.answered(report, accepted=True)  # type: ignore[arg-type]
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    assert (ledger.one("item", "1-イ").state, ledger.one("item", "1-イ").round) == ("owed", 2)
    another, told = reported()
    another.answered(told, accepted=True)  # type: ignore[arg-type]
    stands = replace(told, met_on={another.one("item", "1-イ").id})  # type: ignore[type-var]
    another.answered(stands, accepted=False)  # type: ignore[arg-type]
    assert another.one("item", "1-イ").state == "ended", "another report that stands has told it"


def test_the_promise_of_a_rejected_report_stays_where_another_was_sent_after_it() -> None:
    for followed, live in ((False, 0), (True, 1)):
        ledger, report = reported(complete=False, next_report_on=day(20))
        ledger.answered(replace(report, followed=followed), accepted=False)  # type: ignore[type-var, arg-type]
        assert len(ledger.live("follow_up")) == live


def test_a_rejection_leaves_the_promise_of_another_form_and_person_as_it_is() -> None:
    ledger, report = reported(complete=False, next_report_on=day(20))
    for number, other in enumerate(({"form": "10", "item": "10"}, {"person": "p2"}, {"matter": "m2"}), start=50):
        ledger.rows[number] = replace(ledger.one("follow_up"), id=number, **other)  # type: ignore[arg-type]
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    assert sorted(row.id or 0 for row in ledger.live("follow_up")) == [50, 51, 52]


def test_a_class_that_another_report_confirmed_stays_when_one_of_another_matter_is_rejected() -> None:
    ledger = Ledger()
    ledger.facts(item(), working(), replace(item(), matter="m2"), replace(working(), matter="m2"))
    ledger.sent({"1-イ": "met"}, named={1: "met"})
    second = ledger.sent({}, matter="m2", named={3: "met"})
    assert not ledger.live("class_confirmation")
    ledger.answered(second, accepted=False)
    assert [row.matter for row in ledger.live("class_confirmation")] == ["m2"]


def test_a_signature_lets_go_what_was_asked_to_lapse_and_moves_what_was_asked_to_come_later() -> None:
    row = Obligation("item", "owed", "m1", "p1", "1-イ", due_on=DUE, internal_on=DUE, later_on=day(20))
    later = when_signed(row)
    assert (later.name, later.row.state, later.row.due_on, later.row.internal_on) == (
        "later",
        "owed",
        day(20),
        day(20),
    )
    assert (later.row.later_on, later.row.target_at) == (None, None)
    for gone in (replace(row, state="lapse_proposed"), replace(row, state="lapse_proposed", later_on=None)):
        lapse = when_signed(gone)
        assert (lapse.name, lapse.row.state, lapse.row.ended_by) == ("lapse", "ended", "sign_change")


def test_what_has_no_day_of_its_own_is_never_late() -> None:
    ledger = Ledger()
    ledger.facts(item("3-ロ", due=None), working())  # type: ignore[arg-type]
    ledger.sent({"3-ロ": "met"}, sent_on=day(400))
    assert not ledger.live("late")


def test_a_withdrawal_takes_back_the_newest_report_and_not_one_that_was_rejected_before() -> None:
    ledger, report = reported()
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    again = ledger.sent({"1-イ": "met"})
    ledger.answered(again, accepted=True)
    ledger.sent({}, purpose="withdrawal", why="did_not_exist", asked={ledger.one("item", "1-イ").key})
    rounds = sorted(row.round for row in ledger.rows.values() if row.item == "1-イ" and row.kind == "item")
    assert rounds == [1, 2, 3]
    assert ledger.one("item", "1-イ").state == "owed"


def test_what_a_withdrawal_takes_back_and_nobody_asks_for_any_more_is_not_owed() -> None:
    ledger, _ = reported()
    ledger.sent({}, purpose="withdrawal", why="did_not_exist")
    assert ledger.one("item", "1-イ").round == 1


def test_a_third_withdrawal_bears_the_third_number() -> None:
    ledger, _ = reported()
    for number in (1, 2, 3):
        gone = ledger.sent({}, purpose="withdrawal", why="duplicate")
        assert ledger.one("withdrawal").round == number
        ledger.answered(gone, accepted=True)


def test_pmdas_word_on_one_withdrawal_says_nothing_of_another() -> None:
    ledger, _ = reported()
    first = ledger.sent({}, purpose="withdrawal", why="duplicate")
    ledger.sent({}, purpose="withdrawal", why="not_reportable")
    ledger.answered(first, accepted=True)
    assert [row.item for row in ledger.live("withdrawal")] == ["not_reportable"]


def test_a_question_that_was_given_up_is_asked_again_where_the_report_that_bore_it_is_rejected() -> None:
    ledger, report = reported()
    asked = replace(ledger.one("item", "1-ロ"), questions=("matters.m1.locus",))
    ledger.rows[asked.id or 0] = asked
    ledger.end(asked, "give_up_asking")
    ledger.answered(report, accepted=False)  # type: ignore[arg-type]
    again = ledger.one("item", "1-ロ")
    assert (again.round, again.state, again.questions) == (2, "open", ("matters.m1.locus",))
    assert ledger.one("item", "1-イ").questions == ()


def test_a_withdrawal_of_one_form_is_not_that_of_another() -> None:
    ledger, _ = reported()
    for number, form in ((50, "10"), (51, "8")):
        ledger.rows[number] = Obligation("withdrawal", "owed", "m1", "p1", "duplicate", form, round=number, id=number)
    gone = ledger.sent({}, purpose="withdrawal", why="duplicate")
    assert [(row.form, row.state) for row in ledger.live("withdrawal")] == [("10", "owed"), ("8", "sent")]
    ledger.rows[50] = replace(ledger.rows[50], state="sent")
    ledger.answered(gone, accepted=True)
    assert [(row.form, row.state) for row in ledger.live("withdrawal")] == [("10", "sent")]


def test_what_was_sent_of_a_duplicate_is_to_be_withdrawn_once_for_each_series() -> None:
    first = to_withdraw([], "m1", "p1", "8")
    assert first is not None
    assert (first.key, first.form, first.state, first.round) == (
        ("withdrawal", "m1", "p1", "duplicate"),
        "8",
        "owed",
        1,
    )
    assert to_withdraw([first], "m1", "p1", "8") is None
    for state, form, number in (("ended", "8", 2), ("owed", "10", 2)):
        another = to_withdraw([replace(first, state=state, form=form)], "m1", "p1", "8")
        assert another is not None
        assert another.round == number
    for other in ({"matter": "m2"}, {"person": "p2"}, {"item": "did_not_exist"}):
        another = to_withdraw([replace(first, **other)], "m1", "p1", "8")  # type: ignore[arg-type]
        assert another is not None
        assert another.round == 1
