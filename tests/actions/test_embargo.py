"""A case under embargo is there for those who are named, and for nobody else."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.note import note
from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.embargo.ask_for_signers import ask_for_signers
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.information.add_receipt import add_receipt
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.join_case import join_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.information.unjoin_case import unjoin_case
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.end_delegation import end_delegation
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.people.signing import person_of
from kizuki.core.refusal import Refused
from kizuki.store.access.seen import seen, sees
from kizuki.store.models import Advisory, AuditEntry, Embargo, EmbargoReader, Obligation, ObligationStep, Task
from kizuki.store.obligations.owners import leads_to
from kizuki.store.queries.attachments import attached_document
from kizuki.store.queries.cases import case_page, open_cases
from kizuki.store.queries.incidents import incident_page
from kizuki.store.queries.information import information_inbox, information_page
from kizuki.store.queries.knowledge import own_vulnerabilities
from kizuki.store.queries.ledgers.parts import WHOLE
from kizuki.store.queries.register import register
from kizuki.store.queries.similar import similar_cases
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.queries.work import all_work, my_work
from tests.actions.office import Office, person
from tests.actions.record import TESTER, TODAY, advisory, company_and_pump, opened_case
from tests.actions.register.test_register import not_used_case, proposed
from tests.planted import planted

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
    assert (register(ito, WHOLE).total, len(all_work(ito))) == (1, 1)
    set_embargo(f"case:{case_id}", True, signers(office), "調整中", actor=office.sato)
    assert (register(ito, WHOLE).rows, all_work(ito)) == ((), ())


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


def confidential(office: Office) -> Confidential:
    return Confidential(signers(office), date(2026, 12, 31))


def received(office: Office, **values: Any) -> int:
    entry = InformationEntry(
        "finder", [ReceiptEntry(TODAY, name="発見者")], {"summary": "未公表の欠陥"}, device="pump", **values
    )
    return receive_information(entry, on=TODAY, actor=office.sato)


def test_information_is_secret_from_the_moment_in_which_it_comes_in() -> None:
    office = Office()
    company_and_pump()
    number = received(office, confidential=confidential(office))
    assert information_page(viewer(office.ito), number) is None
    assert information_inbox(viewer(office.ito)) == ()
    assert all_work(viewer(office.ito)) == (), "neither are the tasks about it"
    assert information_page(viewer(office.sato), number) is not None
    asked = Task.objects.get(kind="look_at_embargo")
    assert (asked.subject, asked.due_on) == (f"information:{number}", date(2026, 12, 31))
    with pytest.raises(Refused, match="there is no"):
        add_receipt(number, ReceiptEntry(TODAY, name="別の人"), on=TODAY, actor=office.ito)
    with pytest.raises(Refused, match="two who may sign"):
        received(office, confidential=Confidential([person_of(office.sato)]))


def test_what_is_owed_for_information_under_embargo_is_hidden_with_it() -> None:
    office = Office()
    company_and_pump()
    number = received(office, confidential=confidential(office))
    owed = Obligation.objects.get(owner=f"information:{number}")
    assert sees(viewer(office.sato), Obligation, owed.pk)
    assert not sees(viewer(office.ito), Obligation, owed.pk)
    assert not seen(viewer(office.ito), ObligationStep).filter(obligation=owed).exists()


def test_an_owner_that_belongs_to_nothing_owes_nothing() -> None:
    with pytest.raises(ValueError, match="nothing says what measure:1 belongs to"):
        leads_to("measure:1")


def test_what_is_owed_from_before_is_led_to_its_information_by_the_migration() -> None:
    office = Office()
    company_and_pump()
    number = received(office, confidential=confidential(office))
    with planted(), connection.cursor() as cursor:
        cursor.execute("UPDATE store_obligation SET information_id = NULL")
        assert seen(viewer(office.ito), Obligation).count() == 1
        migration = import_module("kizuki.store.migrations.0027_owners_lead_somewhere")
        migration._lead(None, SimpleNamespace(connection=connection))
    assert Obligation.objects.get().information_id == number
    assert seen(viewer(office.ito), Obligation).count() == 0


def test_what_information_under_embargo_becomes_or_joins_is_as_secret_and_stays_so() -> None:
    office = Office()
    company_and_pump()
    standing = opened_case("standing")
    first, second = (received(office, confidential=confidential(office)) for _ in range(2))
    entry = CaseEntry("new", "pump", "停止", {"matters": [{"kind": "vulnerability"}]})
    made = become_case(first, entry, on=TODAY, actor=office.sato)
    join_case(second, standing, on=TODAY, actor=office.sato)
    ito = viewer(office.ito)
    assert (case_page(ito, made), case_page(ito, standing)) == (None, None)
    set_embargo(f"information:{second}", False, [], "公表済み", actor=office.sato)
    unjoin_case(second, "別件", actor=office.sato)
    assert case_page(ito, standing) is None, "the case is lifted by a person, and by nothing else"
    assert information_page(ito, second) is not None


def test_a_case_is_not_joined_by_what_its_readers_may_not_all_see() -> None:
    office = Office()
    company_and_pump()
    case_id = opened_case()
    set_embargo(f"case:{case_id}", True, [*signers(office), person_of(office.kato)], "調整中", actor=office.sato)
    number = received(office, confidential=confidential(office))
    with pytest.raises(Refused, match="from whom"):
        join_case(number, case_id, on=TODAY, actor=office.sato)


def test_an_incident_is_hidden_by_its_case_and_hides_what_is_opened_from_it() -> None:
    office = Office()
    company_and_pump()
    case_id, ito = opened_case(), viewer(office.ito)
    seen = open_incident(IncidentEntry("event", "停止", TODAY, [f"case:{case_id}"]), on=TODAY, actor=office.sato)
    assert incident_page(ito, seen) is not None
    set_embargo(f"case:{case_id}", True, signers(office), "調整中", actor=office.sato)
    assert incident_page(ito, seen) is None
    set_embargo(f"case:{case_id}", False, [], "公表済み", actor=office.sato)
    set_embargo(f"incident:{seen}", True, signers(office), "調整中", actor=office.sato)
    assert case_page(ito, case_id) is None


def test_nobody_admits_themselves() -> None:
    office = Office()
    company_and_pump()
    case_id, psirt = opened_case(), person("psirt", "psirt")
    set_embargo(f"case:{case_id}", True, signers(office), "調整中", actor=office.sato)
    with pytest.raises(Refused, match="there is no case"):
        set_embargo(f"case:{case_id}", True, [*signers(office), person_of(psirt)], "私も", actor=psirt)
    assert EmbargoReader.objects.filter(user_id=person_of(psirt)).count() == 0


def test_an_embargo_of_before_with_one_signer_keeps_its_readers_and_gives_them_a_task() -> None:
    office = Office()
    company_and_pump()
    case_id, (sato, _tanaka) = opened_case(), signers(office)
    embargo = Embargo.objects.create(case_id=case_id, set_at=timezone.now())
    EmbargoReader.objects.create(embargo=embargo, user_id=sato)
    assert ask_for_signers(embargo.pk, on=TODAY, actor=TESTER)
    assert not ask_for_signers(embargo.pk, on=TODAY, actor=TESTER), "asked once"
    (asked,) = my_work(viewer(office.sato))
    assert (asked.kind, asked.owner_id, embargo.readers.count()) == ("embargo_needs_signers", sato, 1)
    assert all_work(viewer(office.ito)) == ()
    set_embargo(f"case:{case_id}", True, signers(office), "二人目を指名", actor=office.sato)
    assert not Task.objects.filter(kind="embargo_needs_signers", state="open").exists()


def test_a_published_vulnerability_is_no_secret_and_one_of_ours_goes_with_its_information() -> None:
    office = Office()
    company_and_pump()
    keep_advisories(advisory(7, "jinja2", "0", "3.1.0"), actor=TESTER)
    published = Advisory.objects.get()
    with pytest.raises(Refused, match="published by others"):
        set_embargo(f"advisory:{published.pk}", True, signers(office), "調整中", actor=office.sato)
    came = received(office)
    entry = VulnerabilityEntry("既定のパスワード", "default_password", TODAY, information=came)
    number = enter_vulnerability(entry, on=TODAY, actor=office.sato)
    ours = Advisory.objects.get(identifier=number).pk
    ito = viewer(office.ito)
    assert [row.id for row in own_vulnerabilities(ito)] == [ours]
    set_embargo(f"information:{came}", True, signers(office), "調整中", actor=office.sato)
    assert own_vulnerabilities(ito) == ()
    assert [row.id for row in own_vulnerabilities(viewer(office.sato))] == [ours]
