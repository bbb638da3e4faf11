"""What a no-report decision needs, and what reopens it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kizuki.core.glossary import all_words
from kizuki.core.lifecycle.no_report import Hole, Reach, Watched, causes, latest_review
from kizuki.core.lifecycle.waiting_changes import changes_that_wait
from kizuki.core.refusal import Refused

DECIDED = date(2026, 6, 10)
REVIEW = date(2026, 9, 1)
HOLE = Hole("CVE-2026-0001", known_exploited=False, vector="CVSS:3.1/AV:N", pips=(), assessed_on=date(2026, 6, 2))
THEN = Watched(
    facts="a",
    facts_on=date(2026, 6, 5),
    outcome="no_report",
    holes=(HOLE,),
    units_done=12,
    units_total=12,
    support_ends_on=date(2027, 3, 31),
)


def found(now: Watched, on: date = date(2026, 7, 1), then: Watched = THEN) -> list[tuple[str, date]]:
    rows = causes(then, now, decided_on=DECIDED, review_on=REVIEW, on=on)
    return [(cause.code, cause.stored_on) for cause in rows]


def hole(**values: object) -> Watched:
    return replace(THEN, holes=(replace(HOLE, **values),))


def test_while_nothing_changes_the_decision_stands() -> None:
    assert found(THEN) == []


def test_exploitation_reopens_it_dated_with_the_day_it_was_stored() -> None:
    assert found(hole(known_exploited=True, exploited_on=date(2026, 6, 20))) == [("exploited", date(2026, 6, 20))]


def test_exploitation_without_a_day_takes_the_day_of_the_decision_the_strictest() -> None:
    assert found(hole(known_exploited=True)) == [("exploited", DECIDED)]


def test_design_information_that_says_something_else_reopens_it_at_each_place_that_was_quoted() -> None:
    """What says the same stands; what is quoted only since changes nothing; what is gone says something else."""
    then = replace(THEN, design=(("ports/1", "a"), ("calls/2", "b"), ("calls/3", "c")))
    now = replace(then, design=(("ports/1", "a"), ("calls/2", "x"), ("new/9", "n")), design_on=date(2026, 6, 28))
    rows = causes(then, now, decided_on=DECIDED, review_on=REVIEW, on=date(2026, 7, 1))
    assert [(row.code, row.about) for row in rows] == [("design_changed", "calls/2"), ("design_changed", "calls/3")]
    assert {row.stored_on for row in rows} == {date(2026, 6, 28)}
    assert found(then, then=then) == []


def test_new_events_are_told_by_how_many_came_since() -> None:
    then, now = replace(THEN, events=2), replace(THEN, events=5, event_on=date(2026, 6, 20))
    (cause,) = causes(then, now, decided_on=DECIDED, review_on=REVIEW, on=date(2026, 7, 1))
    assert (cause.code, cause.about, cause.stored_on) == ("new_event", "3", date(2026, 6, 20))
    assert found(replace(THEN, events=1), then=then) == []


def test_exploitation_that_was_not_known_and_is_known_now_reopens_it() -> None:
    then = replace(THEN, holes=(replace(HOLE, known_exploited=None),))
    assert found(hole(known_exploited=True), then=then) == [("exploited", DECIDED)]


def test_a_patient_safety_answer_or_a_metric_reopens_it() -> None:
    assert found(hole(pips=("XIT",), assessed_on=date(2026, 6, 25))) == [
        ("patient_safety_changed", date(2026, 6, 25))
    ]
    changed = hole(vector="CVSS:3.1/AV:L", assessed_on=date(2026, 6, 26))
    assert found(changed) == [("metric_changed", date(2026, 6, 26))]


def test_a_hazard_taken_back_or_a_reading_sent_back_reopens_it() -> None:
    assert [code for code, _ in found(hole(open_pips=("XIT",)))] == ["patient_safety_changed"]
    assert [code for code, _ in found(hole(returned=True))] == ["patient_safety_changed"]


def test_a_reading_that_was_there_and_is_gone_reopens_it() -> None:
    assert [code for code, _ in found(hole(pips=None, vector=None))] == ["patient_safety_changed"]


def test_one_unit_without_the_measure_reopens_a_decision_that_rested_on_all_units() -> None:
    stored_on = date(2026, 6, 30)
    assert found(replace(THEN, units_total=13, units_on=stored_on)) == [("units_undone", stored_on)]
    assert found(replace(THEN, units_done=None, units_on=stored_on)) == [("units_undone", stored_on)]
    assert found(replace(THEN, measure_withdrawn=True, units_on=stored_on)) == [("measure_withdrawn", stored_on)]


def test_the_end_of_support_reopens_it_on_its_day_and_not_before() -> None:
    ends = replace(THEN, support_ends_on=date(2026, 7, 1))
    assert found(ends, on=date(2026, 6, 30)) == []
    assert found(ends, on=date(2026, 7, 1)) == [("support_ended", date(2026, 7, 1))]


def test_support_that_had_ended_when_it_was_decided_was_known_to_those_who_decided() -> None:
    ended = replace(THEN, support_ends_on=date(2024, 3, 31))
    assert found(ended, then=ended) == []


def test_support_that_ended_on_the_very_day_of_the_decision_was_known_too() -> None:
    ended = replace(THEN, support_ends_on=DECIDED)
    assert found(ended, then=ended) == []


def test_support_that_turns_out_to_have_ended_before_reopens_it() -> None:
    assert found(replace(THEN, support_ends_on=date(2024, 3, 31))) == [("support_ended", DECIDED)]


def test_a_new_event_or_other_facts_reopen_it() -> None:
    assert found(replace(THEN, events=1, event_on=date(2026, 6, 28))) == [("new_event", date(2026, 6, 28))]
    undated = replace(THEN, events=1, facts_on=date(2026, 6, 27))
    assert found(undated) == [("new_event", date(2026, 6, 27))], "an event without its day counts from the facts"
    assert found(replace(THEN, facts="b", facts_on=date(2026, 6, 29))) == [("facts_changed", date(2026, 6, 29))]
    assert found(replace(THEN, outcome="open")) == [("outcome_changed", date(2026, 6, 5))]


def test_its_exploitation_in_another_device_of_ours_reopens_it() -> None:
    after, before = date(2026, 6, 28), date(2026, 6, 1)
    none = replace(THEN, exploited_of=())
    known = replace(THEN, exploited_of=(7,), exploited_on=before)
    assert found(replace(known, exploited_on=after), then=none) == [("exploited_here", after)]
    assert found(known, then=known) == []
    assert found(replace(known, exploited_of=(7, 9), exploited_on=after), then=known) == [("exploited_here", after)]
    assert found(none, then=known) == [], "an answer that was taken back, or that an embargo hides since"


def test_an_event_elsewhere_of_which_nobody_knows_reopens_it_and_its_answer_once_more() -> None:
    after = date(2026, 6, 28)
    none = replace(THEN, exploited_of=(), unclear_of=())
    unclear = replace(none, unclear_of=(7,), unclear_on=after)
    assert found(unclear, then=none) == [("maybe_exploited_here", after)]
    known = replace(none, exploited_of=(7,), exploited_on=after)
    assert found(known, then=unclear) == [("exploited_here", after)]


def test_a_decision_of_before_that_was_watched_stands_on_what_those_who_decided_could_know() -> None:
    assert THEN.exploited_of is None
    for on, reopened in ((DECIDED, []), (date(2026, 6, 28), [("exploited_here", date(2026, 6, 28))])):
        assert found(replace(THEN, exploited_of=(7,), exploited_on=on)) == reopened


def test_its_review_day_reopens_it() -> None:
    assert found(THEN, on=date(2026, 8, 31)) == []
    assert found(THEN, on=REVIEW) == [("review_day", REVIEW)]


def test_a_vulnerability_that_was_not_looked_at_reopens_it() -> None:
    now = replace(THEN, holes=(HOLE, Hole("CVE-2026-0002", learned_on=date(2026, 6, 21))))
    assert found(now) == [("vulnerability_added", date(2026, 6, 21))]


def test_a_review_lies_ahead_and_not_too_far() -> None:
    assert latest_review(DECIDED, None, 90) == date(2026, 9, 8)
    assert latest_review(DECIDED, date(2026, 7, 1), 90) == date(2026, 7, 1)
    for day in (DECIDED, date(2026, 9, 9)):
        with pytest.raises(Refused):
            latest_review(DECIDED, day, 90)


REACH = Reach("jinja2 2.10", "GHSA-aaaa", "affected", "r1")
SEEN = replace(
    HOLE,
    names=("CVE-2026-0001", "GHSA-aaaa"),
    exploitation="P",
    severity=(("3", 7.5),),
    reach=(REACH,),
    records=(("GHSA-aaaa", 1),),
)


def seen(**values: object) -> Watched:
    return replace(THEN, holes=(replace(SEEN, **values),))


def found_of_seen(**values: object) -> list[tuple[str, date]]:
    return found(seen(**values), then=seen())


DAY = date(2026, 6, 22)


def test_active_exploitation_reopens_it_and_a_proof_of_concept_does_not() -> None:
    assert found_of_seen(exploitation="A", active_on=DAY) == [("exploitation_active", DAY)]
    assert found(seen(exploitation="A", active_on=DAY), then=seen(exploitation="A")) == []
    assert found(seen(exploitation="P"), then=seen(exploitation="N")) == []


def test_a_higher_score_reopens_it_and_a_lower_one_waits() -> None:
    assert found_of_seen(severity=(("3", 9.8),), severity_on=DAY) == [("severity_raised", DAY)]
    assert found_of_seen(severity=(("3", 5.0),)) == []
    assert found_of_seen(severity=(("3", 7.5), ("4", 7.0))) == [], "another version of CVSS that says no more"
    assert found_of_seen(severity=(("3", 7.5), ("4", 9.1))) == [("severity_raised", DECIDED)]
    assert found(seen(), then=seen(severity=())) == [("severity_raised", DECIDED)], "not known was not low"


def test_a_range_that_changes_on_our_component_reopens_it() -> None:
    assert found_of_seen(reach=(replace(REACH, range="r2", on=DAY),)) == [("range_changed", DAY)]
    assert found_of_seen(reach=(REACH, Reach("zlib 1.2", "GHSA-aaaa", "affected", "r1", DAY))) == [
        ("range_changed", DAY)
    ]
    unclear = seen(reach=(replace(REACH, verdict="undetermined"),))
    assert found(seen(reach=(replace(REACH, on=DAY),)), then=unclear) == [("range_changed", DAY)]


def test_another_name_or_another_record_that_says_the_same_reopens_nothing_and_waits_for_the_review() -> None:
    now = seen(
        names=("CVE-2026-0001", "GHSA-aaaa", "JVNDB-2026-000001"),
        reach=(REACH, replace(REACH, record="JVNDB-2026-000001", range="r9")),
        records=(("GHSA-aaaa", 2), ("JVNDB-2026-000001", 1)),
        severity=(("3", 5.0),),
    )
    assert found(now, then=seen()) == []
    assert [(change.code, change.about) for change in changes_that_wait(seen(), now)] == [
        ("name_added", "JVNDB-2026-000001"),
        ("record_changed", "GHSA-aaaa (1 → 2)"),
        ("record_added", "JVNDB-2026-000001"),
        ("severity_changed", "CVSS 3: 7.5 → CVSS 3: 5.0"),
        ("reached_too", "jinja2 2.10 (JVNDB-2026-000001)"),
    ]


def test_of_a_vulnerability_that_was_not_watched_nothing_waits() -> None:
    assert changes_that_wait(THEN, seen()) == ()
    assert changes_that_wait(seen(), replace(THEN, holes=(SEEN, Hole("CVE-2026-0002", names=("GHSA-b",))))) == ()


def test_what_no_record_says_any_more_waits_for_the_review() -> None:
    now = seen(reach=(), records=())
    assert found(now, then=seen()) == []
    assert [change.code for change in changes_that_wait(seen(), now)] == ["record_gone", "no_longer_reached"]


def test_a_vulnerability_that_got_its_number_is_the_one_that_was_looked_at() -> None:
    then = seen(name="GHSA-aaaa", names=("GHSA-aaaa",))
    assert found(seen(), then=then) == []


def test_what_was_decided_before_names_were_watched_is_not_reopened_by_the_watching() -> None:
    then = replace(THEN, holes=(HOLE, replace(HOLE, name="GHSA-aaaa", vector=None, pips=None)))
    assert found(seen(), then=then) == []
    assert found(seen(known_exploited=True, exploited_on=DAY), then=then) == [("exploited", DAY)]


def test_a_second_patch_taken_back_reopens_it_where_one_was_taken_back_before() -> None:
    then = replace(THEN, units_from="record", measures=("p1", "p2"), measure_withdrawn=True, withdrawn=("p1",))
    now = replace(then, withdrawn=("p1", "p2"), units_on=DAY)
    assert found(now, then=then) == [("measure_withdrawn", DAY)]
    assert found(then, then=then) == []


def test_units_that_were_typed_when_it_was_decided_are_not_counted_against_it_until_the_record_has_a_measure() -> (
    None
):
    counted = replace(THEN, units_from="record", units_done=0, units_total=2, told_done=12, told_total=12)
    assert found(counted) == []
    assert [code for code, _ in found(replace(counted, measures=("p1",)))] == ["units_undone"]
    assert [code for code, _ in found(counted, then=replace(THEN, units_from="told"))] == ["units_undone"]


def test_a_vulnerability_is_held_against_itself_before_one_that_only_shares_a_name() -> None:
    twin = replace(SEEN, name="GHSA-aaaa", known_exploited=True)
    then = replace(THEN, holes=(twin, SEEN))
    assert found(seen(known_exploited=True, exploited_on=DAY), then=then) == [("exploited", DAY)]


def test_a_score_counts_against_the_highest_that_stood_whatever_its_version() -> None:
    stood = seen(severity=(("3", 7.5), ("4", 9.0)))
    now = seen(severity=(("3", 7.5), ("4", 9.0), ("2", 8.0)))
    assert found(now, then=stood) == []


def test_a_record_reaches_a_component_anew_only_where_it_says_worse_than_the_worst() -> None:
    unclear = replace(REACH, record="OSV-1", verdict="undetermined")
    then = seen(reach=(REACH, unclear))
    assert found(seen(reach=(REACH, unclear, replace(REACH, record="OSV-2", on=DAY))), then=then) == []


def test_a_reading_under_a_name_that_was_not_looked_for_stood_already_when_it_is_older_than_the_decision() -> None:
    unread = replace(THEN, holes=(replace(HOLE, vector=None, pips=None, assessed_on=None),))
    assert found(THEN, then=unread) == []
    of_that_day = hole(assessed_on=DECIDED)
    assert found(of_that_day, then=unread) == [("patient_safety_changed", DECIDED)]


def test_an_old_reading_that_was_not_shown_to_those_who_decided_reopens_it() -> None:
    watched = seen(vector=None, pips=None, assessed_on=None)
    assert found(seen(), then=watched) == [("patient_safety_changed", date(2026, 6, 2))]
    read_then = replace(THEN, holes=(replace(HOLE, pips=("XIT",)),))
    assert found(THEN, then=read_then) == [("patient_safety_changed", date(2026, 6, 2))]
    undated = replace(THEN, holes=(replace(HOLE, assessed_on=None, pips=("XIT",)),))
    unread = replace(THEN, holes=(replace(HOLE, vector=None, pips=None, assessed_on=None),))
    assert found(undated, then=unread) == [("patient_safety_changed", DECIDED)]


def test_units_that_were_never_all_done_are_not_undone() -> None:
    partly = replace(THEN, units_done=11)
    assert found(replace(partly, units_done=10), then=partly) == []
    uncounted = replace(THEN, units_done=None, units_total=None)
    assert found(replace(uncounted, units_done=10, units_total=12), then=uncounted) == []


CAUSES = (
    *(
        "exploited",
        "exploitation_active",
        "patient_safety_changed",
        "metric_changed",
        "severity_raised",
        "range_changed",
    ),
    *("vulnerability_added", "measure_withdrawn", "units_undone", "support_ended", "new_event", "facts_changed"),
    *("exploited_here", "maybe_exploited_here"),
    *("outcome_changed", "review_day"),
)


def test_every_cause_and_every_change_that_waits_has_its_word() -> None:
    for code in CAUSES:
        assert f"record.value.causes.{code}" in all_words(), code
    waits = ("name_added", "name_gone", "record_added", "record_changed", "record_gone", "severity_changed")
    for code in (*waits, "no_longer_reached", "reached_too"):
        assert f"register.waits_for_review.{code}" in all_words(), code
