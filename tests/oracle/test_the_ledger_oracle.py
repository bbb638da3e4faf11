"""The oracle of the ledger against the paths by which a duty once vanished."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.oracle import history as h
from tests.oracle import ledger
from tests.oracle.generate import copied
from tests.oracle.history import CLASS, FIRST, ITEM, Key
from tests.oracle.scenarios import case, other
from tests.oracle.worlds import Json

JUNE = date(2026, 6, 1)


def day(n: int) -> date:
    return JUNE + timedelta(days=n - 1)


def sheet(number: int, document: Json, on: int, **more: Any) -> h.FactsRevised:
    return h.FactsRevised(act=f"facts {number}", on=day(on), number=number, facts=copied(document), **more)


def form_8(number: int, on: int, person: str = "", act: str = "report", **more: Any) -> h.ReportSent:
    return h.ReportSent(act=act, on=day(on), form=8, matter="m1", person=person, number=number, **more)


def fax(on: int, *names: tuple[str, str], good: bool = True) -> h.FirstReportSent:
    return h.FirstReportSent(act="fax", on=day(on), names=frozenset(names), good=good)


def confirmed(number: int, on: int, person: str = "") -> h.ClassConfirmed:
    return h.ClassConfirmed(act=f"class {number}", on=day(on), matter="m1", person=person, number=number)


def visible(*events: h.Event) -> set[Key]:
    return set(ledger.must_be_visible(list(events)))


def item(name: str, person: str = "") -> Key:
    return Key(ITEM, "m1", person, name)


NO_HARM = case("2026-06-01", "none", "death", False)
DEATH = case("2026-06-01", "death", "death", False)
NOT_KNOWN: Json = copied(NO_HARM)
del NOT_KNOWN["matters"][0]["harms"]


def later(document: Json, on: int, person: int = 0) -> Json:
    changed = copied(document)
    changed["matters"][0]["harms"][person]["learned_on"] = day(on).isoformat()
    return changed


def test_an_incomplete_report_before_the_death_was_known_ends_neither_the_item_nor_the_first_report() -> None:
    found = visible(sheet(1, NOT_KNOWN, 1), form_8(1, 5), sheet(2, later(DEATH, 8), 8))
    assert {item("1-イ", "p1"), Key(FIRST, "m1", "p1"), Key(CLASS, "m1", "p1")} <= found
    assert item("2-ロ") not in found


def test_a_death_after_no_harm_and_a_second_death_after_the_fax_are_owed() -> None:
    first = [sheet(1, NO_HARM, 1), form_8(1, 5), sheet(2, later(DEATH, 8), 8), fax(8, ("m1", "p1"))]
    assert Key(FIRST, "m1", "p1") in visible(*first[:3])
    assert Key(FIRST, "m1", "p1") not in visible(*first)
    two = later(later(case("2026-06-01", "death", "death", False, people=2), 8), 9, person=1)
    assert {Key(FIRST, "m1", "p2"), item("1-イ", "p2"), item("1-イ", "p1")} <= visible(*first, sheet(3, two, 9))


def test_an_infection_that_was_reported_as_serious_is_owed_again_when_the_patient_dies() -> None:
    harm = {"id": "p1", "severity": "serious", "predictable": False}
    serious = other("2026-06-01", "infection", locus="domestic", harms=[harm])
    before = {"severity": "serious", "causality": "suspected", "learned_on": "2026-06-01"}
    died = later(other("2026-06-01", "infection", locus="domestic", harms=[{**harm, "severity": "death"}]), 20)
    died["matters"][0]["harms"][0]["earlier"] = [before]
    reported = [sheet(1, serious, 1), form_8(1, 10, person="p1")]
    owed = ledger.must_be_visible([*reported, sheet(2, died, 20), sheet(3, died, 21)])
    assert owed[item("1-ヘ", "p1")] == day(20) + timedelta(days=15)
    assert owed[Key(FIRST, "m1", "p1")] == day(20)
    again = form_8(3, 22, person="p1", act="follow-up")
    assert item("1-ヘ", "p1") not in visible(*reported, sheet(2, died, 20), sheet(3, died, 21), again)


def test_a_case_that_was_closed_is_open_again_when_a_death_is_answered() -> None:
    events = [sheet(1, NO_HARM, 1), form_8(1, 5), confirmed(1, 6), h.Closed(act="closed", on=day(7))]
    assert ledger.may_be_closed(events[:3])
    assert ledger.new_facts_reopen(events, closed=True) == []
    events.append(sheet(2, later(DEATH, 8), 8))
    assert ledger.new_facts_reopen(events, closed=True)
    assert ledger.new_facts_reopen(events, closed=False) == []


def test_a_stale_draft_ends_what_its_own_frozen_facts_say_and_no_death() -> None:
    found = visible(sheet(1, NO_HARM, 1), sheet(2, DEATH, 2), form_8(1, 5, person="p1"))
    assert item("1-イ", "p1") in found
    assert item("2-ロ") not in found


def test_withdrawing_a_case_in_words_ends_nothing() -> None:
    events: list[h.Event] = [sheet(1, DEATH, 1), h.Closed(act="closed", on=day(2), reason="withdrawn")]
    assert len(ledger.a_closed_case_owes_nothing(events, [], closed=True)) == 4
    assert not ledger.may_be_closed(events)


def test_an_open_item_that_a_report_carried_ends_when_a_follow_up_says_what_became_of_it() -> None:
    unclear = case("2026-06-01", "serious", "serious", True)
    del unclear["matters"][0]["harms"][0]["predictable"]
    unclear["matters"][0]["harms"][0]["trend_unpredictable"] = False
    events: list[h.Event] = [sheet(1, unclear, 1), confirmed(1, 2), form_8(1, 5, person="p1", complete=True)]
    assert {item("1-ハ", "p1"), item("2-イ", "p1")} <= visible(*events)
    assert ledger.a_complete_report_has_no_open_item(events)
    events.append(sheet(2, case("2026-06-01", "serious", "serious", True), 8))
    assert item("1-ハ", "p1") in visible(*events), "carried: the follow-up must say what became of it"
    events.append(form_8(2, 9, person="p1", act="follow-up"))
    assert {key.kind for key in visible(*events)} <= {CLASS}


def test_a_duplicate_needs_a_reason_and_a_second_person() -> None:
    mark = h.MarkedDuplicate(act="duplicate", on=day(2), reason="same event as case 3", second="sato")
    assert visible(sheet(1, DEATH, 1), mark) == set()
    assert visible(sheet(1, DEATH, 1), replace(mark, second="ito"))
    assert visible(sheet(1, DEATH, 1), replace(mark, reason=" "))


def test_a_met_item_and_a_later_day_wait_for_a_second_person() -> None:
    events: list[h.Event] = [sheet(1, DEATH, 1), confirmed(1, 2), sheet(2, NO_HARM, 3)]
    gone = {item("1-イ", "p1"), Key(FIRST, "m1", "p1")}
    assert gone <= visible(*events)
    lapse = h.LapseSigned(act="lapse", on=day(4), keys=frozenset(gone), second="sato", number=2)
    assert not gone & visible(*events, lapse)
    assert gone <= visible(*events, replace(lapse, second="ito"))
    assert gone <= visible(*events, replace(lapse, number=1)), "the facts moved since"
    moved = case("2026-06-10", "death", "death", False)
    assert ledger.must_be_visible([events[0], sheet(2, moved, 10)])[item("1-イ", "p1")] == date(2026, 6, 16)


def test_a_reported_harm_that_was_known_with_its_matter_is_owed_again_only_with_a_day_of_its_own() -> None:
    serious = case("2026-06-01", "serious", "death", False)
    moved = case("2026-06-05", "serious", "death", False)
    sent = [sheet(1, serious, 1), form_8(1, 5, person="p1"), sheet(2, moved, 6)]
    light = [*sent, sheet(3, case("2026-06-05", "nonserious", "death", False), 7)]
    assert item("1-ハ", "p1") not in visible(*light, sheet(4, moved, 8))
    assert item("1-ハ", "p1") in visible(*light, sheet(4, later(moved, 8), 8))


def test_the_typist_takes_an_entry_back_within_a_day_but_never_a_known_death() -> None:
    at = datetime(2026, 6, 2, 10, tzinfo=UTC)
    serious = case("2026-06-01", "serious", "death", False)
    typed = [sheet(1, NO_HARM, 1, at=at - timedelta(days=1)), sheet(2, serious, 2, at=at)]
    back = sheet(3, NO_HARM, 2, at=at + timedelta(hours=2), correction=True)
    assert item("1-ハ", "p1") not in visible(*typed, back)
    assert item("1-ハ", "p1") in visible(*typed, replace(back, at=at + timedelta(hours=25)))
    assert item("1-ハ", "p1") in visible(*typed, replace(back, by="sato"))
    assert item("1-ハ", "p1") in visible(*typed, confirmed(2, 2), back)
    assert item("1-イ", "p1") in visible(typed[0], sheet(2, DEATH, 2, at=at), back)


def test_sending_late_ends_the_duty_and_is_remembered() -> None:
    events = [sheet(1, DEATH, 1), form_8(1, 17, person="p1")]
    assert item("1-イ", "p1") not in visible(*events)
    assert ledger.sent_late(events) == {item("1-イ", "p1"): "report"}
    assert ledger.sent_late([events[0], form_8(1, 16, person="p1")]) == {}


def test_a_rejected_report_leaves_everything_owed_with_its_day() -> None:
    events = [
        sheet(1, DEATH, 1),
        form_8(1, 5, person="p1"),
        h.Receipt(act="nack", on=day(6), report="report", accepted=False),
    ]
    assert ledger.must_be_visible(events)[item("1-イ", "p1")] == date(2026, 6, 16)


def test_a_withdrawn_report_ended_nothing_unless_two_persons_signed() -> None:
    sent = [sheet(1, NO_HARM, 1), confirmed(1, 2), form_8(1, 5)]
    withdrawal = form_8(1, 6, act="withdrawal", purpose="withdrawal", withdraws="report", second="sato")
    assert visible(*sent) == set()
    assert visible(*sent, withdrawal) == set()
    assert visible(*sent, replace(withdrawal, second="")) == {item("2-ロ")}


def test_a_form_ends_no_first_report_and_a_failed_fax_ends_nothing() -> None:
    sent = [sheet(1, DEATH, 1), form_8(1, 1, person="p1")]
    assert Key(FIRST, "m1", "p1") in visible(*sent)
    assert Key(FIRST, "m1", "p1") in visible(*sent, fax(1, ("m1", "p1"), good=False))
    assert Key(FIRST, "m1", "p1") not in visible(*sent, fax(1, ("m1", "p1")))
    word = h.WordOfPmda(act="word", on=day(1), names=frozenset({("m1", "p1")}))
    assert Key(FIRST, "m1", "p1") not in visible(*sent, word)


def test_a_confirmed_class_asks_again_only_where_its_duties_changed() -> None:
    light = case("2026-06-01", "nonserious", "nonserious", False)
    same = copied(light)
    same["matters"][0]["notes"] = "called again"
    events = [sheet(1, light, 1), confirmed(1, 2)]
    assert Key(CLASS, "m1") not in visible(*events, sheet(2, same, 3))
    assert Key(CLASS, "m1") in visible(*events, sheet(2, case("2026-06-01", "serious", "serious", True), 3))
    two = later(case("2026-06-01", "nonserious", "nonserious", False, people=2), 4, person=1)
    found = visible(*events, sheet(2, two, 4))
    assert Key(CLASS, "m1") not in found
    assert Key(CLASS, "m1", "p2") in found


def test_home_shows_a_working_day_until_the_class_is_confirmed() -> None:
    events = [sheet(1, NO_HARM, 1)]
    assert ledger.latest_day_of_home(events) == date(2026, 6, 16)
    assert ledger.home_shows_the_earliest(events, date(2026, 7, 1))
    assert ledger.home_shows_the_earliest([*events, confirmed(1, 2)], date(2026, 7, 1)) == []


def test_only_the_items_of_number_three_are_handed_over() -> None:
    light = [sheet(1, case("2026-06-01", "nonserious", "nonserious", False), 1), confirmed(1, 2)]
    both = frozenset({item("3-ロ", "p1"), item("3-ハ")})
    assert visible(*light, h.HandedOver(act="period", on=day(3), keys=both)) == set()
    grave = h.HandedOver(act="period", on=day(3), keys=frozenset({item("1-イ", "p1")}))
    assert item("1-イ", "p1") in visible(sheet(1, DEATH, 1), grave)
