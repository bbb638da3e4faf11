"""A signature becomes a task of a role that has somebody who may give it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.engage_reviewer import engage_reviewer
from kizuki.actions.people.retire_user import retire_user
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.people.set_single_person_mode import set_single_person_mode
from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.store.people.signers import role_to_ask
from tests.actions.office import ON, person
from tests.actions.record import TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


class Three:
    """A firm of three: 総括, 安全管理責任者, 国内品質業務運営責任者."""

    def __init__(self) -> None:
        self.tanaka = person("tanaka", "general_manager")
        self.sato = person("sato", "safety_manager")
        self.mori = person("mori", "quality_manager")

    def stands_in(self, principal: Actor, deputy: Actor) -> None:
        ids = person_of(principal), person_of(deputy)
        delegate(*ids, begins_on=ON, ends_on=ON, reason="出張", actor=principal)


def asked(verb: str, proposer: Actor, **values: object) -> str:
    return role_to_ask(verb, person_of(proposer), ON, **values)  # type: ignore[arg-type]


def test_the_role_that_is_usually_asked_is_asked_where_it_has_somebody_else() -> None:
    firm = Three()
    assert asked("decide_no_report", firm.mori) == "safety_manager"
    assert asked("approve_report", firm.sato) == "general_manager"


def test_nobodys_task_is_to_sign_their_own_proposal() -> None:
    firm = Three()
    assert asked("decide_no_report", firm.sato) == "general_manager"
    assert asked("approve_report", firm.tanaka) == "safety_manager"
    person("sato-2", "safety_manager")
    assert asked("decide_no_report", firm.sato) == "general_manager", "a task of their role would wait for them too"


def test_a_second_person_of_the_same_role_is_asked_where_no_other_role_has_one() -> None:
    sato = person("sato", "safety_manager")
    person("sato-2", "safety_manager")
    assert asked("decide_no_report", sato) == "safety_manager"


def test_neither_their_deputy_nor_their_principal_is_asked() -> None:
    firm = Three()
    firm.stands_in(firm.tanaka, firm.sato)
    assert asked("decide_no_report", firm.sato) == "quality_manager"
    assert asked("approve_report", firm.tanaka) == "quality_manager"
    assert role_to_ask("decide_no_report", person_of(firm.sato), ON + DAY) == "general_manager"


def test_a_deputy_of_somebody_else_is_asked_under_the_role_they_stand_in_for() -> None:
    firm = Three()
    kato = person("kato", "regulatory")
    firm.stands_in(firm.tanaka, kato)
    assert asked("approve_report", firm.sato, besides=[person_of(firm.tanaka)]) == "quality_manager"
    assert asked("approve_report", firm.sato) == "general_manager"


def test_who_reviewed_it_and_who_left_are_not_asked() -> None:
    firm = Three()
    assert asked("approve_report", firm.sato, besides=[person_of(firm.tanaka)]) == "quality_manager"
    retire_user(person_of(firm.mori), actor=firm.tanaka)
    reviewer = person("gaibu", "reviewer")
    engage_reviewer(person_of(reviewer), "契約", from_on=ON, to_on=ON, actor=firm.tanaka)
    assert asked("approve_report", firm.sato, besides=[person_of(firm.tanaka)]) == "reviewer"
    after = role_to_ask("approve_report", person_of(firm.sato), ON + DAY, besides=[person_of(firm.tanaka)])
    assert after == "general_manager", "without a contract nobody could; the usual role is named"


def test_who_does_not_see_the_case_or_has_another_device_is_not_asked() -> None:
    firm = Three()
    company_and_pump()
    case_id = opened_case()
    assert asked("approve_report", firm.sato, case_id=case_id) == "general_manager"
    readers = [person_of(firm.sato), person_of(firm.mori)]
    set_embargo(f"case:{case_id}", True, readers, "調整中", actor=firm.sato)
    assert asked("approve_report", firm.sato, case_id=case_id) == "quality_manager"
    set_embargo(f"case:{case_id}", False, [], "公表済み", actor=firm.sato)
    register_device(DeviceEntry(key="other", brand="別の品目"), actor=TESTER)
    set_product_scope(person_of(firm.tanaka), ["other"], actor=firm.sato)
    assert asked("approve_report", firm.sato, case_id=case_id) == "quality_manager"


def test_alone_in_the_single_person_mode_the_proposer_is_asked_and_else_the_usual_role() -> None:
    only = person("tanaka", "general_manager")
    company_and_pump()
    assert asked("decide_no_report", only) == "safety_manager"
    set_single_person_mode(ON, ON, "ほかの2名が不在", "absence", actor=only)
    assert asked("decide_no_report", only) == "general_manager"


def test_what_needs_no_second_person_is_asked_of_anybody_who_may() -> None:
    Three()
    assert role_to_ask("submit_report", None, ON) == "safety_manager", "there is no regulatory affairs here"
    person("kato", "regulatory")
    assert role_to_ask("submit_report", None, ON) == "regulatory"
