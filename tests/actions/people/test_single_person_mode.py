"""The single-person mode: for a dated absence or where the licence allows one person, and each use can be inspected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.actions.company.register_licence import register_licence
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.set_single_person_mode import set_single_person_mode
from kizuki.actions.people.signing import Signature, person_of, single_person
from kizuki.core.refusal import Refused
from kizuki.store.models import Company
from tests.actions.office import Office
from tests.actions.record import TESTER, company_and_pump

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FRIDAY, MONDAY = date(2026, 7, 31), date(2026, 8, 3)
HOLIDAY_EVE, AFTER_OBON_HOLIDAY = date(2026, 8, 10), date(2026, 8, 12)
"""11 August 2026, a Tuesday, is 山の日."""


def absence(office: Office, since: date = FRIDAY, until: date = date(2026, 8, 31)) -> None:
    set_single_person_mode(since, until, "ほかの2名が不在", "absence", actor=office.tanaka)


def third_class(kind: str = "marketing_third", first: date = date(2025, 1, 1), last: date | None = None) -> None:
    register_licence(f"28B3X{kind}", kind, from_on=first, to_on=last, actor=TESTER)


def test_an_absence_has_a_first_and_a_last_day() -> None:
    office = Office()
    company_and_pump()
    absence(office, FRIDAY, MONDAY)
    days = [FRIDAY + number * DAY for number in range(-1, 5)]
    assert [single_person(day) for day in days] == [False, True, True, True, True, False]


@pytest.mark.parametrize(
    ("until", "ground", "place"),
    [
        (None, "absence", "until"),
        (FRIDAY + 92 * DAY, "absence", "until"),
        (FRIDAY - DAY, "absence", "until"),
        (MONDAY, "", "ground"),
        (MONDAY, "too_few", "ground"),
        (None, "one_person_licence", "ground"),
    ],
)
def test_without_a_ground_or_its_days_it_is_not_set(until: date | None, ground: str, place: str) -> None:
    office = Office()
    company_and_pump()
    with pytest.raises(Refused) as found:
        set_single_person_mode(FRIDAY, until, "1名の事業所", ground, actor=office.tanaka)
    assert found.value.place == place
    assert not single_person(FRIDAY)


def test_a_third_class_licence_allows_it_while_it_is_the_only_marketing_licence() -> None:
    office = Office()
    company_and_pump()
    third_class()
    third_class("manufacturing")
    set_single_person_mode(FRIDAY, None, "1名で全ての職を兼務", "one_person_licence", actor=office.tanaka)
    assert single_person(FRIDAY + 400 * DAY)
    third_class("marketing_second", first=MONDAY)
    assert single_person(MONDAY - DAY)
    assert not single_person(MONDAY)
    with pytest.raises(Refused, match="the third class"):
        set_single_person_mode(MONDAY, None, "1名で全ての職を兼務", "one_person_licence", actor=office.tanaka)


def test_a_third_class_licence_that_is_over_allows_nothing() -> None:
    office = Office()
    company_and_pump()
    third_class(last=FRIDAY)
    set_single_person_mode(FRIDAY, None, "1名で全ての職を兼務", "one_person_licence", actor=office.tanaka)
    assert (single_person(FRIDAY), single_person(FRIDAY + DAY)) == (True, False)


def test_a_mode_of_before_without_a_ground_counts_no_longer() -> None:
    company_and_pump()
    Company.objects.update(single_person_since=FRIDAY)
    assert not single_person(MONDAY)
    Company.objects.update(single_person_ground="absence")
    assert not single_person(MONDAY), "an absence without a last day is none"


def test_back_to_four_eyes_is_one_step() -> None:
    office = Office()
    company_and_pump()
    absence(office)
    set_single_person_mode(None, None, "全員が戻った", actor=office.tanaka)
    assert not single_person(MONDAY)


@pytest.mark.parametrize(("proposed_on", "first"), [(FRIDAY, MONDAY), (HOLIDAY_EVE, AFTER_OBON_HOLIDAY)])
def test_the_own_second_look_comes_with_a_comment_and_from_the_next_business_day(
    proposed_on: date, first: date
) -> None:
    office = Office()
    company_and_pump()
    absence(office)
    me = person_of(office.sato)
    own = Signature(me, None)
    day = proposed_on
    while day < first:
        with pytest.raises(Refused, match=f"comes from {first} on"):
            require_second_person(own, me, day, comment="照合した", proposed_on=proposed_on)
        day += DAY
    with pytest.raises(Refused) as found:
        require_second_person(own, me, first, comment=" ", proposed_on=proposed_on)
    assert found.value.place == "comment"
    with pytest.raises(Refused, match="day of the proposal is not known"):
        require_second_person(own, me, first, comment="照合した")
    assert require_second_person(own, me, first, comment="照合した", proposed_on=proposed_on) is True


def test_somebody_elses_signature_in_the_mode_is_an_ordinary_one() -> None:
    office = Office()
    company_and_pump()
    absence(office)
    assert require_second_person(Signature(person_of(office.tanaka), None), person_of(office.sato), MONDAY) is False


def test_when_the_mode_is_over_four_eyes_are_asked_for_again() -> None:
    office = Office()
    company_and_pump()
    absence(office, FRIDAY, MONDAY)
    me = person_of(office.sato)
    with pytest.raises(Refused, match="four eyes"):
        require_second_person(Signature(me, None), me, MONDAY + DAY, comment="照合した", proposed_on=FRIDAY)
