"""Links of hospitals: nobody guesses one, plays a revoked one again, or opens another hospital with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import override_settings

from kizuki.actions.hospitals.acknowledge_as_hospital import acknowledge_as_hospital
from kizuki.actions.hospitals.acknowledging import Said
from kizuki.actions.hospitals.make_hospital_link import MOST_LINKS, make_hospital_link
from kizuki.actions.hospitals.revoke_hospital_link import revoke_hospital_link
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.hospitals.links import LONGEST_DAYS, open_hospital_link
from kizuki.store.models import AuditEntry, HospitalAcknowledgement, HospitalLink
from tests.actions.hospital_cast import LAST, ON, Told
from tests.planted import planted

pytestmark = pytest.mark.django_db

PAGE = Actor.program("hospital")


@pytest.fixture
def it() -> Told:
    return Told()


def test_a_link_opens_its_own_hospital_until_its_last_day(it: Told) -> None:
    token = it.link()
    found = open_hospital_link(token, ON)
    assert found is not None
    assert (found.hospital_id, found.ends_on) == (it.north, LAST)
    assert open_hospital_link(token, LAST) is not None
    assert open_hospital_link(token, LAST + timedelta(days=1)) is None


def test_every_other_token_opens_nothing(it: Told) -> None:
    token, other = it.link(), it.link("south")
    number, _, secret = token.partition("~")
    there, _, others = other.partition("~")
    guesses = [
        *("", "~", number, secret, f"{number}~", f"~{secret}", f"{number}~{'A' * 43}", f"{number}~{secret}x"),
        *(f"0{number}~{secret}", f"{there}~{secret}", f"{number}~{others}", f"{int(there) + 1}~{secret}"),
        *(token[:-1], token.upper(), token + "\n", f"-{number}~{secret}", f"{'9' * 30}~{secret}"),
    ]
    for guess in guesses:
        assert open_hospital_link(guess, ON) is None, guess


def test_a_link_that_is_revoked_opens_nothing_ever_again_and_says_nothing_for_its_hospital(it: Told) -> None:
    sha256, token = it.agreed(), it.link()
    pk = HospitalLink.objects.get().pk
    revoke_hospital_link(pk, actor=it.office.sato)
    assert open_hospital_link(token, ON) is None
    with pytest.raises(Refused, match="opens nothing"):
        acknowledge_as_hospital(token, Said("山田", "", sha256), on=ON, actor=PAGE)
    assert not HospitalAcknowledgement.objects.exists()
    with pytest.raises(Refused, match="already"):
        revoke_hospital_link(pk, actor=it.office.sato)


def test_a_new_link_leaves_the_others_open_and_revoking_one_leaves_the_rest(it: Told) -> None:
    first, second = it.link(), it.link()
    revoke_hospital_link(HospitalLink.objects.order_by("pk")[0].pk, actor=it.office.sato)
    assert open_hospital_link(first, ON) is None
    assert open_hospital_link(second, ON) is not None


def test_a_row_that_is_moved_to_another_hospital_past_the_program_opens_nothing(it: Told) -> None:
    token = it.link()
    row = HospitalLink.objects.get()
    with planted():
        HospitalLink(
            hospital_id=it.south, seal=row.seal, made_by=row.made_by, made_at=row.made_at, ends_on=row.ends_on
        ).save()
    moved = HospitalLink.objects.order_by("-pk")[0]
    assert open_hospital_link(f"{moved.pk}~{token.partition('~')[2]}", ON) is None


def test_another_installations_key_opens_nothing(it: Told) -> None:
    token = it.link()
    with override_settings(SECRET_KEY="another installation"):
        assert open_hospital_link(token, ON) is None


def test_the_secret_stands_neither_in_the_table_nor_in_the_audit(it: Told) -> None:
    secret = it.link().partition("~")[2]
    assert secret not in str(HospitalLink.objects.values())
    assert secret not in str(list(AuditEntry.objects.values_list("payload", flat=True)))
    assert not verify_record().faults


@pytest.mark.parametrize("days", [-1, LONGEST_DAYS + 1])
def test_a_last_day_that_is_over_or_far_off_is_refused(it: Told, days: int) -> None:
    with pytest.raises(Refused, match="ends_on"):
        it.link(ends_on=ON + timedelta(days=days))


def test_only_so_many_links_of_a_hospital_are_open(it: Told) -> None:
    for _ in range(MOST_LINKS):
        it.link()
    with pytest.raises(Refused, match="revoke one first"):
        it.link()
    assert it.link("south")


def test_who_may_not_makes_none(it: Told) -> None:
    with pytest.raises(Refused, match="may not make_hospital_link"):
        make_hospital_link("north", date(2026, 7, 1), on=ON, actor=it.office.kato)
