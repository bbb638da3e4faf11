"""Licences, offices and addressees through time: asked for a day, answered for that day, never overwritten."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.company.appoint import appoint
from kizuki.actions.company.register_address import register_address
from kizuki.actions.company.register_addressee import AddresseeEntry, register_addressee
from kizuki.actions.company.register_capacity import register_capacity
from kizuki.actions.company.register_company_name import register_company_name
from kizuki.actions.company.register_licence import register_licence
from kizuki.actions.devices.register_company import register_company
from kizuki.actions.devices.register_user import register_user
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.models import Addressee, CompanyName, Device, Licence
from kizuki.store.queries.case_document import case_document
from kizuki.store.queries.checking.of_the_day import product
from kizuki.store.queries.company import StandingCompany, addressees_on, capacity_on, company_on, standing_company
from kizuki.store.queries.letter_sources import sources_of_device
from kizuki.store.queries.period_document import period_document
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


def test_a_fax_number_that_changes_in_april_is_the_old_one_in_march_and_the_new_one_in_april() -> None:
    old = AddresseeEntry("pmda_first_report", "PMDA", unit="医療機器安全対策課", fax="03-0000-0001")
    new = AddresseeEntry("pmda_first_report", "PMDA", unit="医療機器安全対策課", fax="03-0000-0002")
    first = register_addressee(old, from_on=date(2020, 1, 1), actor=TESTER)
    register_addressee(old, from_on=date(2020, 1, 1), to_on=MARCH, replaces=first, actor=TESTER)
    register_addressee(new, from_on=APRIL, actor=TESTER)
    assert [row.fax for row in addressees_on(PROGRAM, "pmda_first_report", MARCH)] == ["03-0000-0001"]
    assert [row.fax for row in addressees_on(PROGRAM, "pmda_first_report", APRIL)] == ["03-0000-0002"]
    assert addressees_on(PROGRAM, "pmda_first_report", date(2019, 12, 31)) == ()
    assert Addressee.objects.count() == 3


def test_the_same_row_again_changes_nothing_and_a_replaced_one_is_not_replaced_twice() -> None:
    first = register_licence("13B1X00001", "marketing_first", from_on=APRIL, actor=TESTER)
    before = head().seq
    assert register_licence("13B1X00001", "marketing_first", from_on=APRIL, actor=TESTER) is None
    assert head().seq == before
    register_licence("13B1X00002", "marketing_first", from_on=APRIL, replaces=first, actor=TESTER)
    with pytest.raises(Refused, match="replaced already"):
        register_licence("13B1X00003", "marketing_first", from_on=APRIL, replaces=first, actor=TESTER)
    assert [row.number for row in company_on(PROGRAM, APRIL).licences] == ["13B1X00002"]
    assert Licence.objects.count() == 2


def test_several_licences_addresses_and_offices_stand_side_by_side_on_a_day() -> None:
    register_licence("13B1X00001", "marketing_first", from_on=APRIL, actor=TESTER)
    register_licence("13BZ200001", "manufacturing", from_on=APRIL, actor=TESTER)
    register_address("main_office", "東京都架空区1-2-3", postal_code="100-0000", from_on=APRIL, actor=TESTER)
    user = register_user(sign_in_name="anzen", display_name="花子", role="safety_manager", actor=TESTER)
    appoint(user, "safety_manager", from_on=APRIL, to_on=date(2026, 9, 30), actor=TESTER)
    found = company_on(PROGRAM, APRIL)
    assert (len(found.licences), found.addresses[0][2]) == (2, "東京都架空区1-2-3")
    assert [(row.name, row.office) for row in found.appointments] == [("花子", "safety_manager")]
    assert company_on(PROGRAM, date(2026, 10, 1)).appointments == ()


def test_a_designated_holder_names_the_foreign_one_it_acts_for() -> None:
    pump = company_and_pump()
    with pytest.raises(Refused, match=r"capacity\.counterpart"):
        register_capacity("pump", "designated_mah", from_on=APRIL, actor=TESTER)
    register_capacity("pump", "designated_mah", counterpart="Example Inc.", country="us", from_on=APRIL, actor=TESTER)
    found = capacity_on(PROGRAM, pump, APRIL)
    assert found is not None
    assert (found.capacity, found.counterpart, found.country) == ("designated_mah", "Example Inc.", "US")
    assert capacity_on(PROGRAM, pump, MARCH) is None


def test_a_prefecture_is_named_and_a_row_does_not_end_before_it_begins() -> None:
    with pytest.raises(Refused, match=r"addressee\.prefecture"):
        register_addressee(AddresseeEntry("prefecture", "薬務課"), from_on=APRIL, actor=TESTER)
    with pytest.raises(Refused, match="2026-03-31 is before 2026-04-01"):
        register_licence("13B1X00001", "repair", from_on=APRIL, to_on=MARCH, actor=TESTER)


def standing(on: date) -> StandingCompany:
    found = standing_company(PROGRAM, on)
    assert found is not None
    return found


def renamed() -> int:
    """A company that is called otherwise and sits elsewhere from April on, and its pump."""
    pump = company_and_pump()
    register_company(name="旧社名株式会社", representative="旧 代表", address="旧住所", actor=TESTER)
    register_company_name("新社名株式会社", representative="新 代表", from_on=APRIL, actor=TESTER)
    register_address("main_office", "東京都架空区1-2-3", from_on=APRIL, actor=TESTER)
    return pump


def test_a_company_that_is_renamed_in_april_is_the_old_one_in_march_and_the_new_one_in_april() -> None:
    renamed()
    before, after = standing(MARCH), standing(APRIL)
    assert (before.name, before.representative, before.address) == ("旧社名株式会社", "旧 代表", "旧住所")
    assert (after.name, after.representative, after.address) == ("新社名株式会社", "新 代表", "東京都架空区1-2-3")


def test_a_name_of_before_is_added_with_its_last_day_and_what_was_wrong_is_followed() -> None:
    company_and_pump()
    wrong = register_company_name("昔の社名", from_on=date(2010, 1, 1), to_on=MARCH, actor=TESTER)
    register_company_name("昔の社名株式会社", from_on=date(2010, 1, 1), to_on=MARCH, replaces=wrong, actor=TESTER)
    before, after = standing(MARCH), standing(APRIL)
    assert (before.name, after.name) == ("昔の社名株式会社", "見本メディカル株式会社")
    assert [row.name for row in company_on(PROGRAM, APRIL).names] == ["昔の社名株式会社"]
    assert CompanyName.objects.count() == 2
    assert register_company_name("昔の社名株式会社", from_on=date(2010, 1, 1), to_on=MARCH, actor=TESTER) is None


def test_every_document_says_the_company_of_its_day() -> None:
    pump, case_id = renamed(), opened_case()
    device = Device.objects.get(pk=pump)
    for day, name, address in ((MARCH, "旧社名株式会社", "旧住所"), (APRIL, "新社名株式会社", "東京都架空区1-2-3")):
        of_case = case_document(PROGRAM, case_id, on=day)["company"]
        of_period = period_document(PROGRAM, pump, 12, MARCH, APRIL, reported_on=day)["company"]
        letter = sources_of_device(PROGRAM, "pump", day) or {}
        assert (of_case["name"], of_case["address"]) == (of_period["name"], of_period["address"]) == (name, address)
        assert (letter["company.name"], letter["company.address"]) == (name, address)
        assert product(PROGRAM, device, day).company == name


def test_a_contact_that_no_form_could_print_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match=r"company\.contact\.name"):
        register_company(name="見本メディカル株式会社", contact={"name": "長" * 100_000}, actor=TESTER)
