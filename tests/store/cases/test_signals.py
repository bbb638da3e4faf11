"""Signals on a case, whether it stands on the register, was reported or is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.move_units import move_units
from kizuki.actions.devices.record_patch_on_units import record_patch_on_units
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.people.signing import person_of
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.signals import signals_on
from kizuki.store.models import Case
from tests.actions.office import Office
from tests.actions.record import TESTER, TODAY, company_and_pump, exploited_on_the_monitor, opened_case
from tests.actions.register.holes import cve5, kev, osv
from tests.actions.test_patches_and_units import five_pumps, shipped_patch

pytestmark = pytest.mark.django_db

BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def closed_case(name: str = "CVE-2026-0001") -> int:
    """A case that was reported and closed. A closed one is as good as an open one: the signals are the same."""
    company_and_pump()
    case_id = opened_case()
    link_vulnerabilities(case_id, [name], actor=TESTER)
    Case.objects.filter(pk=case_id).update(state="closed")
    return case_id


def codes(case_id: int, since: datetime) -> list[tuple[str, str]]:
    return [(cause.code, cause.about) for cause in signals_on(case_id, since)]


def test_a_listing_in_kev_under_any_name_counts_from_the_instant_it_came() -> None:
    case_id = closed_case("GHSA-aaaa-bbbb-cccc")
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001")
    closed_at = now()
    assert codes(case_id, closed_at) == []
    kev("CVE-2026-0001")
    assert codes(case_id, closed_at) == [("exploited", "CVE-2026-0001")]
    assert codes(case_id, now()) == [], "it was looked at since"


def test_a_listing_of_before_counts_from_the_day_that_a_record_tied_it_to_our_vulnerability() -> None:
    case_id = closed_case("GHSA-aaaa-bbbb-cccc")
    kev("CVE-2026-0001")
    closed_at = now()
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001")
    assert codes(case_id, closed_at) == [("exploited", "CVE-2026-0001")]


def test_active_exploitation_counts_from_the_first_record_that_said_so_and_not_from_its_next_revision() -> None:
    case_id = closed_case()
    cve5("CVE-2026-0001", "poc")
    started = now()
    cve5("CVE-2026-0001", "active")
    assert [code for code, _ in codes(case_id, started)] == ["exploitation_active"]
    looked = now()
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001")

    cve5("CVE-2026-0001", "Active")
    assert codes(case_id, looked) == []


def test_a_patch_of_ours_that_is_withdrawn_after_the_case_was_closed() -> None:
    five_pumps()
    patch = shipped_patch()
    case_id = closed_case()
    closed_at = now()
    assert codes(case_id, closed_at) == []
    move_patch(patch, "withdrawn", on=date(2026, 6, 11), actor=TESTER)
    assert codes(case_id, closed_at) == [("measure_withdrawn", "p1")]


def test_a_unit_that_comes_to_be_without_its_measure_and_not_one_that_was_and_only_moves_ward() -> None:
    five_pumps()
    patch = shipped_patch()
    record_patch_on_units(patch, ["U1", "U2", "U3"], "applied", on=date(2026, 6, 1), actor=TESTER)
    case_id = closed_case()
    closed_at = now()
    assert codes(case_id, closed_at) == [], "U4 and U5 were without it when the case was closed"
    move_units("pump", ["U4"], place="ICU", on=date(2026, 6, 2), actor=TESTER)
    assert codes(case_id, closed_at) == []
    record_patch_on_units(patch, ["U1"], "rolled_back", on=date(2026, 6, 3), actor=TESTER)
    register_units("pump", [UnitEntry("U6", release="1.0"), UnitEntry("U7", release="1.1")], actor=TESTER)
    assert codes(case_id, closed_at) == [("units_undone", "U1"), ("units_undone", "U6")]


def test_another_case_of_the_same_vulnerability_on_the_device_under_another_name() -> None:
    case_id = closed_case()
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001")
    closed_at = now()
    other = opened_case("other")
    assert codes(case_id, closed_at) == []
    link_vulnerabilities(other, ["GHSA-aaaa-bbbb-cccc"], actor=TESTER)
    assert codes(case_id, closed_at) == [("new_event", Case.objects.get(pk=other).number)]


def test_its_exploitation_in_another_device_of_ours_whatever_the_catalogues_say() -> None:
    case_id = closed_case("GHSA-aaaa-bbbb-cccc")
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001")
    closed_at = now()
    exploited_on_the_monitor("CVE-2026-7777")
    exploited_on_the_monitor("CVE-2026-0001", key="unused", told="none_known")
    assert codes(case_id, closed_at) == [], "another vulnerability, and an event in which none was used"
    exploited_on_the_monitor("CVE-2026-0001", key="used")
    assert codes(case_id, closed_at) == [("exploited_here", "CVE-2026-0001")]
    assert codes(case_id, now()) == []


def test_an_event_on_another_device_of_which_nobody_knows_whether_it_was_exploited_is_no_silence() -> None:
    case_id = closed_case()
    closed_at = now()
    attack = exploited_on_the_monitor("CVE-2026-0001", told=None)
    assert codes(case_id, closed_at) == [("maybe_exploited_here", "CVE-2026-0001")]
    looked = now()
    known = newest_facts(attack)
    matter = {**known.facts["matters"][0], "exploited": "here"}
    answer_facts(attack, {**known.facts, "matters": [matter]}, revision=known.revision, on=TODAY, actor=TESTER)
    assert codes(case_id, looked) == [("exploited_here", "CVE-2026-0001")], (
        "that it was is news, whoever looked before"
    )


def test_exploitation_is_told_of_the_vulnerability_that_was_exploited_and_of_no_other_of_the_case() -> None:
    case_id = closed_case("CVE-2026-0001")
    link_vulnerabilities(case_id, ["CVE-2026-0001", "CVE-2026-0002"], actor=TESTER)
    closed_at = now()
    exploited_on_the_monitor("CVE-2026-0002")
    assert codes(case_id, closed_at) == [("exploited_here", "CVE-2026-0002")]


def test_exploitation_in_another_device_counts_from_the_answer_that_said_so() -> None:
    case_id = closed_case()
    attack = exploited_on_the_monitor("CVE-2026-0001", told="none_known")
    closed_at = now()
    known = newest_facts(attack)
    matter = {**known.facts["matters"][0], "exploited": "here"}
    told = {**known.facts, "matters": [matter]}
    answer_facts(attack, told, revision=known.revision, on=TODAY, actor=TESTER)
    assert codes(case_id, closed_at) == [("exploited_here", "CVE-2026-0001")]


def test_exploitation_that_an_embargo_keeps_secret_counts_once_that_is_lifted() -> None:
    office, case_id = Office(), closed_case()
    attack = exploited_on_the_monitor("CVE-2026-0001")
    closed_at = now()
    named = [person_of(office.sato), person_of(office.tanaka)]
    set_embargo(f"case:{attack}", True, named, "調整中", actor=office.sato)
    assert codes(case_id, BEFORE) == []
    set_embargo(f"case:{attack}", False, [], "公表済み", actor=office.sato)
    assert codes(case_id, BEFORE) == [("exploited_here", "CVE-2026-0001")]
    assert codes(case_id, closed_at) == [], "it was seen before it was kept secret"


def test_a_case_under_an_embargo_is_no_signal_until_it_is_lifted() -> None:
    office, case_id = Office(), closed_case()
    closed_at = now()
    secret = opened_case("secret")
    link_vulnerabilities(secret, ["CVE-2026-0001"], actor=TESTER)
    named = [person_of(office.sato), person_of(office.tanaka)]
    set_embargo(f"case:{secret}", True, named, "調整中", actor=office.sato)
    assert codes(case_id, closed_at) == []
    looked = now()
    set_embargo(f"case:{secret}", False, [], "公表済み", actor=office.sato)
    number = Case.objects.get(pk=secret).number
    assert codes(case_id, looked) == [("new_event", number)], "whoever looked meanwhile could not hear of it"
    assert codes(case_id, now()) == []


def test_a_case_under_an_embargo_is_a_signal_where_everybody_who_sees_the_other_is_named_in_it() -> None:
    office, case_id = Office(), closed_case()
    closed_at = now()
    secret = opened_case("secret")
    link_vulnerabilities(secret, ["CVE-2026-0001"], actor=TESTER)
    both = [person_of(office.sato), person_of(office.tanaka)]
    set_embargo(f"case:{secret}", True, [*both, person_of(office.ito)], "調整中", actor=office.sato)
    set_embargo(f"case:{case_id}", True, both, "調整中", actor=office.sato)
    number = Case.objects.get(pk=secret).number
    assert codes(case_id, closed_at) == [("new_event", number)]
    assert [about for _, about in codes(secret, BEFORE)] == [], "ito is not named in the first"


def test_a_case_that_was_known_before_its_embargo_is_no_news_when_that_is_lifted() -> None:
    office, case_id = Office(), closed_case()
    other = opened_case("other")
    link_vulnerabilities(other, ["CVE-2026-0001"], actor=TESTER)
    looked = now()
    named = [person_of(office.sato), person_of(office.tanaka)]
    set_embargo(f"case:{other}", True, named, "調整中", actor=office.sato)
    set_embargo(f"case:{other}", False, [], "公表済み", actor=office.sato)
    assert codes(case_id, looked) == []


def test_a_case_without_a_vulnerability_has_no_signals() -> None:
    company_and_pump()
    case_id = opened_case()
    kev("CVE-2026-0001")
    assert signals_on(case_id, BEFORE) == ()


def test_it_asks_no_more_of_a_record_of_many_advisories(django_assert_max_num_queries: Any) -> None:
    case_id = closed_case()
    for number in range(1, 40):
        osv(f"PYSEC-2026-{number}", f"CVE-2026-{number:04d}")
    kev("CVE-2026-0001")
    with django_assert_max_num_queries(12):
        assert codes(case_id, now() - timedelta(days=1)) == [("exploited", "CVE-2026-0001")]
