"""Verbs on the company, devices, releases, hospitals and units."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.devices import components
from kizuki.actions.devices import register_release as releases
from kizuki.actions.devices.components import component_key
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.devices.set_password import set_password
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component as ReadComponent
from kizuki.core.sbom import Details
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import (
    AuditEntry,
    Component,
    Device,
    Release,
    ReleaseComponent,
    StoredDocument,
    Unit,
    Unmatchable,
    User,
)
from kizuki.store.record.canonical import json_of
from tests.actions.record import TESTER, company_and_pump, library, sbom
from tests.asked_work import asked_of, kinds_asked

pytestmark = pytest.mark.django_db


def test_registering_the_same_device_again_changes_nothing_and_another_brand_is_a_change() -> None:
    company_and_pump()
    before = head().seq
    register_device(DeviceEntry(key="pump", brand="ポンプ", facts={"own": True}), actor=TESTER)
    assert head().seq == before
    register_device(DeviceEntry(key="pump", brand="ポンプ改", facts={"own": True}), actor=TESTER)
    assert Device.objects.get().brand == "ポンプ改"
    assert json_of(AuditEntry.objects.get(seq=before + 1).payload) == {"changed": ["brand"]}


def test_a_device_with_facts_that_no_case_could_have_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"device\.facts\.colour"):
        register_device(DeviceEntry(key="pump", brand="P", facts={"colour": "red"}), actor=TESTER)
    assert not Device.objects.exists()


def test_a_release_keeps_the_bytes_each_distinct_component_once_and_what_cannot_be_matched() -> None:
    company_and_pump()
    first = sbom(library("jinja2", "2.10"), library("requests", "2.31"), {"type": "library", "name": "unnamed"})
    second = sbom(library("jinja2", "2.10"), library("requests", "2.32"))
    one = register_release("pump", "1.0", first, released_on=date(2026, 1, 1), actor=TESTER)
    register_release("pump", "1.1", second, actor=TESTER)
    assert (one.components, one.new, one.faults) == (3, True, 0)
    assert Unmatchable.objects.filter(release=one.release).count() == one.unmatchable >= 1
    assert Component.objects.filter(purl__startswith="pkg:pypi/").count() == 3
    assert ReleaseComponent.objects.filter(component__name="jinja2").count() == 2
    assert bytes(StoredDocument.objects.get(sha256=Release.objects.get(version="1.0").sbom_id).content) == first
    assert [kind for kind in kinds_asked() if kind != "watch_register"] == [
        "match_release",
        "match_release",
    ]
    assert verify_record().intact


def test_the_same_list_again_changes_nothing_and_another_list_under_the_same_version_is_refused() -> None:
    company_and_pump()
    kept = register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER)
    before = head().seq
    assert register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER).release == kept.release
    assert head().seq == before
    with pytest.raises(Refused, match="another component list"):
        register_release("pump", "1.0", sbom(library("jinja2", "2.11")), actor=TESTER)


def test_a_long_list_is_read_in_parts_and_a_reading_that_was_cut_off_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    company_and_pump()
    monkeypatch.setattr(releases, "_COMPONENTS_AT_A_TIME", 4)
    content = sbom(*(library(f"part-{number}", "1.0") for number in range(10)))
    keep, calls = components.keep_components, []

    def cut_off(release: Release, part: object) -> None:
        calls.append(part)
        if len(calls) == 2:
            raise ConnectionError
        keep(release, part)  # type: ignore[arg-type]

    monkeypatch.setattr(releases, "keep_components", cut_off)
    with pytest.raises(ConnectionError):
        register_release("pump", "1.0", content, actor=TESTER)
    assert (Release.objects.get().state, ReleaseComponent.objects.count()) == ("reading", 4)
    assert not asked_of("match_release")
    register_release("pump", "1.0", content, actor=TESTER)
    assert (Release.objects.get().state, ReleaseComponent.objects.count()) == ("kept", 10)
    assert Component.objects.filter(lookups=None).count() == Component.objects.count() == 10
    assert len(asked_of("match_release")) == 1


def test_a_component_with_a_zero_sign_or_a_very_long_name_is_kept_on_every_database() -> None:
    company_and_pump()
    long = "x" * 5_000
    kept = register_release("pump", "1.0", sbom(library(long, "1.0"), library("a\u0000b", "1.0")), actor=TESTER)
    assert kept.components == 2
    assert set(Component.objects.values_list("name", flat=True)) == {long, "a\ufffdb"}


def test_a_list_that_cannot_be_read_leaves_nothing() -> None:
    company_and_pump()
    with pytest.raises(Refused):
        register_release("pump", "1.0", b"<html>", actor=TESTER)
    assert not Release.objects.exists()


def test_units_are_registered_moved_and_refused_by_row() -> None:
    company_and_pump()
    register_hospital(key="city", name="市立病院", actor=TESTER)
    register_release("pump", "1.0", None, actor=TESTER)
    entries = [UnitEntry("S-1", "city", "1.0", place="ICU"), UnitEntry("S-2")]
    assert register_units("pump", entries, actor=TESTER) == 2
    assert register_units("pump", entries, actor=TESTER) == 0
    assert register_units("pump", [UnitEntry("S-1", "city", None), UnitEntry("S-3")], actor=TESTER) == 2
    assert Unit.objects.get(serial="S-1").release is None
    with pytest.raises(Refused, match=r"units\.1\.hospital: 'nowhere' is not registered"):
        register_units("pump", [UnitEntry("S-4"), UnitEntry("S-5", "nowhere")], actor=TESTER)
    with pytest.raises(Refused, match=r"units\.1\.serial"):
        register_units("pump", [UnitEntry("S-6"), UnitEntry(" S-6 ")], actor=TESTER)
    assert Unit.objects.count() == 3


def test_a_sign_in_name_belongs_to_one_person_and_a_password_is_kept_as_a_hash() -> None:
    user = register_user(sign_in_name="anzen", display_name="花子", role="safety_manager", actor=TESTER)
    assert user == register_user(sign_in_name="anzen", display_name="花子", role="safety_manager", actor=TESTER)
    with pytest.raises(Refused, match="belongs to somebody else"):
        register_user(sign_in_name="anzen", display_name="次郎", role="psirt", actor=TESTER)
    with pytest.raises(Refused, match="is not one of"):
        register_user(sign_in_name="x", display_name="x", role="root", actor=TESTER)
    assert not User.objects.get().has_usable_password()
    set_password(user, "a long enough one", actor=TESTER)
    assert User.objects.get().check_password("a long enough one")
    with pytest.raises(Refused, match="10 to 200"):
        set_password(user, "short", actor=TESTER)
    assert "long enough" not in str(list(AuditEntry.objects.values()))


def test_what_identifies_a_component_is_what_it_was_in_earlier_releases() -> None:
    identity = ("openssl", "1.1.1k", "pkg:generic/openssl@1.1.1k", "", "OpenSSL")
    said = ReadComponent("x", *identity, ("MIT",), (), Details("library", parent="y"))
    assert component_key(said) == "14f73dda111164673d4d10229ac84c1dcdff1090ce696456d25b58076e3f6928"


def test_what_is_kept_of_a_component_is_what_identifies_it() -> None:
    company_and_pump()
    row = library("openssl", "1.1.1k") | {"properties": [{"name": "End-of-Support", "value": "2030-01-31"}]}
    register_release("pump", "2", sbom(row), actor=TESTER)
    said = {"ref", "name", "version", "purl", "cpe", "supplier", "licenses", "hashes"}
    assert set(json_of(Component.objects.get().body)) == said


def test_a_list_in_another_format_is_kept_as_it_came() -> None:
    company_and_pump()
    content = "部品名,バージョン\nopenssl,1.1.1k\n".encode("cp932")
    register_release("pump", "2", content, actor=TESTER)
    kept = StoredDocument.objects.get()
    assert (bytes(kept.content), kept.media_type) == (content, "text/csv")
    assert Component.objects.get().name == "openssl"
