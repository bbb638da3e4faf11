"""Nobody's second person is themselves, their principal or their deputy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.end_delegation import end_delegation
from kizuki.actions.people.retire_user import retire_user
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import Signature, person_of, sign
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from tests.actions.office import ON, PASSWORD, Office, person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def own(actor: Actor) -> Signature:
    return Signature(person_of(actor), None)


def stands_in(principal: Actor, deputy: Actor, first: date = ON, last: date = ON) -> int:
    return delegate(
        person_of(principal), person_of(deputy), begins_on=first, ends_on=last, reason="出張", actor=principal
    )


def refusal(signature: Signature, proposer: Actor, on: date = ON) -> str:
    with pytest.raises(Refused) as found:
        require_second_person(signature, person_of(proposer), on, comment="読んだ", proposed_on=on - 7 * DAY)
    assert found.value.place == "actor"
    return found.value.reason


@pytest.mark.parametrize(
    "role", ["general_manager", "safety_officer", "quality_manager", "regulatory"], ids=lambda role: str(role)
)
def test_any_other_post_that_signs_is_a_second_person(role: str) -> None:
    proposer, second = person("anzen", "safety_manager"), person("second", role)
    assert require_second_person(own(second), person_of(proposer), ON) is False


def test_somebody_of_the_same_role_is_a_second_person_too() -> None:
    proposer, second = person("anzen", "safety_manager"), person("anzen-2", "safety_manager")
    assert require_second_person(own(second), person_of(proposer), ON) is False


def test_what_a_program_proposed_any_post_that_signs_may_sign() -> None:
    assert require_second_person(own(Office().sato), None, ON) is False


def test_nobody_is_their_own_second_person() -> None:
    office = Office()
    assert "four eyes" in refusal(own(office.sato), office.sato)


def test_the_deputy_of_the_proposer_is_no_second_person_in_either_name() -> None:
    office = Office()
    stands_in(office.sato, office.tanaka)
    assert "a deputy of who proposed it" in refusal(own(office.tanaka), office.sato)
    in_their_name = Signature(person_of(office.tanaka), person_of(office.sato))
    assert "a deputy of who proposed it" in refusal(in_their_name, office.sato)


def test_the_principal_of_the_proposer_is_no_second_person() -> None:
    office = Office()
    stands_in(office.tanaka, office.sato)
    assert "for whom the proposer stands in" in refusal(own(office.tanaka), office.sato)


def test_a_signature_in_the_name_of_the_principal_is_the_principals() -> None:
    office = Office()
    stands_in(office.tanaka, office.sato)
    stands_in(office.tanaka, office.kato)
    for_the_principal = Signature(person_of(office.kato), person_of(office.tanaka))
    assert "for whom the proposer stands in" in refusal(for_the_principal, office.sato)
    assert require_second_person(own(office.kato), person_of(office.sato), ON) is False


def test_the_deputy_of_somebody_else_is_a_second_person() -> None:
    office = Office()
    stands_in(office.tanaka, office.kato)
    signature = sign(office.kato, PASSWORD, "approve_report", ON)
    assert signature == Signature(person_of(office.kato), person_of(office.tanaka))
    assert require_second_person(signature, person_of(office.sato), ON) is False


def test_a_delegation_binds_the_two_on_its_days_only() -> None:
    office = Office()
    stands_in(office.sato, office.tanaka, ON, ON + DAY)
    for outside in (ON - DAY, ON + 2 * DAY):
        assert require_second_person(own(office.tanaka), person_of(office.sato), outside) is False
    for inside in (ON, ON + DAY):
        refusal(own(office.tanaka), office.sato, inside)


def test_a_delegation_that_ended_or_is_over_signs_nothing_and_binds_nobody() -> None:
    office = Office()
    number = stands_in(office.tanaka, office.kato, ON, ON + DAY)
    assert sign(office.kato, PASSWORD, "approve_report", ON + DAY).on_behalf_of == person_of(office.tanaka)
    for outside in (ON - DAY, ON + 2 * DAY):
        with pytest.raises(Refused, match="may not approve_report"):
            sign(office.kato, PASSWORD, "approve_report", outside)
    end_delegation(number, actor=office.tanaka)
    with pytest.raises(Refused, match="may not approve_report"):
        sign(office.kato, PASSWORD, "approve_report", ON)
    assert require_second_person(own(office.kato), person_of(office.tanaka), ON) is False


def test_nobody_stands_in_for_somebody_who_has_left() -> None:
    office = Office()
    moto = person("moto", "general_manager")
    stands_in(moto, office.kato)
    retire_user(person_of(moto), actor=office.tanaka)
    with pytest.raises(Refused, match="may not approve_report"):
        sign(office.kato, PASSWORD, "approve_report", ON)
    in_their_name = Signature(person_of(office.kato), person_of(moto))
    assert "the delegation is not in force" in refusal(in_their_name, office.sato)


def test_an_auditor_psirt_and_somebody_who_left_are_nobodys_second_person() -> None:
    office = Office()
    auditor, psirt, gone = person("kansa", "auditor"), person("psirt", "psirt"), person("moto", "quality_manager")
    retire_user(person_of(gone), actor=office.tanaka)
    assert "kansa (auditor) signs nothing" in refusal(own(auditor), office.sato)
    assert "psirt (psirt) signs nothing" in refusal(own(psirt), office.sato)
    assert "moto has left" in refusal(own(gone), office.sato)
    assert "there is no person 4711" in refusal(Signature(4711, None), office.sato)
    with pytest.raises(Refused, match="only a person"):
        person_of(Actor.program("worker"))
