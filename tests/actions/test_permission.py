"""Who may: by role, and by the devices that are theirs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kizuki.actions.cases.note import note
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.end_delegation import end_delegation
from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import AuditEntry, Hospital, Narrative, ProductScope, User
from tests.actions.record import TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def person(name: str, role: str) -> Actor:
    return Actor.user(register_user(sign_in_name=name, display_name=name, role=role, actor=TESTER))


def test_an_auditor_changes_nothing() -> None:
    auditor = person("kansa", "auditor")
    before = AuditEntry.objects.count()
    with pytest.raises(Refused, match=r"kansa \(auditor\) may not register_hospital"):
        register_hospital(key="h", name="病院", actor=auditor)
    assert (Hospital.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_somebody_who_has_left_changes_nothing() -> None:
    gone = person("tanaka", "safety_manager")
    User.objects.filter(sign_in_name="tanaka").update(is_active=False)
    with pytest.raises(Refused, match="tanaka has left"):
        register_hospital(key="h", name="病院", actor=gone)


def test_a_deputy_acts_on_the_days_of_the_delegation_and_until_it_is_ended() -> None:
    principal, deputy, today = person("anzen", "safety_manager"), person("psirt", "psirt"), timezone.localdate()

    def stands_in(first: date, last: date) -> int:
        ids = (person_of(principal), person_of(deputy))
        return delegate(*ids, begins_on=first, ends_on=last, reason="休暇", actor=principal)

    stands_in(today - 9 * DAY, today - DAY)
    stands_in(today + DAY, today + 9 * DAY)
    with pytest.raises(Refused, match=r"psirt \(psirt\) may not register_hospital"):
        register_hospital(key="h", name="病院", actor=deputy)
    running = stands_in(today, today)
    register_hospital(key="h", name="病院", actor=deputy)
    end_delegation(running, actor=principal)
    with pytest.raises(Refused, match=r"psirt \(psirt\) may not register_hospital"):
        register_hospital(key="other", name="別の病院", actor=deputy)
    assert Hospital.objects.count() == 1


def test_nobody_acts_under_a_number_that_is_no_person() -> None:
    with pytest.raises(Refused, match="there is no person 4711"):
        register_hospital(key="h", name="病院", actor=Actor.user(4711))


def test_a_person_with_a_scope_acts_on_their_devices_only() -> None:
    pump = company_and_pump()
    other = register_device(DeviceEntry(key="other", brand="別の品目"), actor=TESTER)
    engineer = person("psirt", "psirt")
    case_id = opened_case()
    scope = ProductScope.objects.create(user=User.objects.get(sign_in_name="psirt"), device_id=other)
    with pytest.raises(Refused, match="there is no case"):
        note(case_id, "見ました", actor=engineer)
    assert not Narrative.objects.filter(kind="note").exists()
    ProductScope.objects.filter(pk=scope.pk).update(device_id=pump)
    note(case_id, "見ました", actor=engineer)
    assert Narrative.objects.filter(kind="note").count() == 1
