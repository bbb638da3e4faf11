"""A case under embargo is there for those who are named, and for nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.note import note
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.end_delegation import end_delegation
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.people.signing import person_of
from kizuki.core.refusal import Refused
from kizuki.store.models import AuditEntry, Embargo, EmbargoReader
from kizuki.store.queries.attachments import attached_document
from kizuki.store.queries.cases import case_page, open_cases
from kizuki.store.queries.register import register
from kizuki.store.queries.similar import similar_cases
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.queries.work import all_work
from tests.actions.office import Office, person
from tests.actions.record import TESTER, company_and_pump, opened_case
from tests.actions.register.test_register import not_used_case, proposed

pytestmark = pytest.mark.django_db


def viewer(actor: object) -> Viewer:
    return Viewer(int(str(actor.code).split(":")[1]), "safety_officer")  # type: ignore[attr-defined]


def signers(office: Office) -> list[int]:
    """Two who may sign for one another: a case that one person sees could never be loosened."""
    return [person_of(office.sato), person_of(office.tanaka)]


def test_only_those_who_are_named_see_it_and_act_on_it() -> None:
    office = Office()
    company_and_pump()
    case_id = opened_case()
    sato, ito = viewer(office.sato), viewer(office.ito)
    set_embargo(f"case:{case_id}", True, signers(office), "発見者との調整中", actor=office.sato)
    assert case_page(ito, case_id) is None
    assert open_cases(ito) == ()
    assert [row.id for row in open_cases(sato)] == [case_id]
    assert [row.id for row in open_cases(PROGRAM)] == [case_id]
    with pytest.raises(Refused, match="there is no case"):
        note(case_id, "見えません", actor=office.ito)
    note(case_id, "見えます", actor=office.sato)
    set_embargo(f"case:{case_id}", False, [], "公表済み", actor=office.sato)
    assert case_page(ito, case_id) is not None


def test_its_decisions_and_its_work_are_hidden_with_it() -> None:
    office, case_id = Office(), not_used_case()
    proposed(office, case_id)
    ito = viewer(office.ito)
    assert (len(register(ito)), len(all_work(ito))) == (1, 1)
    set_embargo(f"case:{case_id}", True, signers(office), "調整中", actor=office.sato)
    assert (register(ito), all_work(ito)) == ((), ())


def test_neither_an_attachment_nor_a_precedent_leads_around_the_embargo() -> None:
    office = Office()
    company_and_pump()
    hidden, other = opened_case("hidden"), opened_case("other")
    attached = attach_document(hidden, "log.txt", b"trace of the intrusion", actor=office.sato)
    ito, sato = viewer(office.ito), viewer(office.sato)
    assert [row.id for row in similar_cases(ito, other)] == [hidden]
    set_embargo(f"case:{hidden}", True, signers(office), "調整中", actor=office.sato)
    assert similar_cases(ito, other) == ()
    assert attached_document(ito, hidden, attached) is None
    assert attached_document(sato, hidden, attached) is not None


def test_the_readers_of_an_embargo_include_two_who_may_sign_for_one_another() -> None:
    office = Office()
    company_and_pump()
    case_id, today = opened_case(), timezone.localdate()
    sato, tanaka = signers(office)
    engineer, auditor = person_of(person("psirt", "psirt")), person_of(person("kansa", "auditor"))
    with pytest.raises(Refused, match="two signers"):
        set_embargo(f"case:{case_id}", True, [sato, engineer, auditor], "調整中", actor=office.sato)
    number = delegate(tanaka, sato, begins_on=today, ends_on=today, reason="出張", actor=office.tanaka)
    with pytest.raises(Refused, match="two signers"):
        set_embargo(f"case:{case_id}", True, [sato, tanaka, engineer], "調整中", actor=office.sato)
    end_delegation(number, actor=office.tanaka)
    register_device(DeviceEntry(key="other", brand="別の品目"), actor=TESTER)
    set_product_scope(tanaka, ["other"], actor=office.sato)
    with pytest.raises(Refused, match="two signers"):
        set_embargo(f"case:{case_id}", True, [sato, tanaka, engineer], "調整中", actor=office.sato)
    set_product_scope(tanaka, [], actor=office.sato)
    set_embargo(f"case:{case_id}", True, [sato, tanaka, engineer], "調整中", actor=office.sato)
    assert EmbargoReader.objects.filter(embargo__case_id=case_id).count() == 3


def test_an_embargo_with_one_reader_stands_for_that_reader() -> None:
    office = Office()
    company_and_pump()
    case_id, (sato, _tanaka) = opened_case(), signers(office)
    embargo = Embargo.objects.create(case_id=case_id, set_at=timezone.now())
    EmbargoReader.objects.create(embargo=embargo, user_id=sato)
    note(case_id, "見えます", actor=office.sato)
    assert case_page(viewer(office.ito), case_id) is None


def test_nobody_shuts_themselves_out_and_the_program_goes_on() -> None:
    office = Office()
    company_and_pump()
    case_id = opened_case()
    with pytest.raises(Refused, match="name yourself"):
        set_embargo(f"case:{case_id}", True, [viewer(office.ito).user_id or 0], "調整中", actor=office.sato)
    set_embargo(f"case:{case_id}", True, signers(office), "調整中", actor=office.sato)
    entries = AuditEntry.objects.count()
    set_embargo(f"case:{case_id}", True, signers(office), "調整中", actor=office.sato)
    assert AuditEntry.objects.count() == entries, "nothing changed"
    determine(case_id, on=date(2026, 6, 20), actor=TESTER)
