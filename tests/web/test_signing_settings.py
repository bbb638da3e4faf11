"""The page on which a company says how signatures are given, and reads which were given alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.people.set_single_person_mode import set_single_person_mode
from kizuki.actions.people.signing import person_of
from kizuki.actions.register.propose_no_report import Proposal, propose_no_report
from kizuki.core.clocks import next_business_day
from kizuki.store.models import Company, ReviewerContract
from tests.actions.office import PASSWORD, Office, person
from tests.actions.record import TESTER, company_and_pump, opened_case
from tests.actions.register.test_register import EVIDENCE, NOT_USED, ON, decide
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


def signed_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def proven_case() -> int:
    """A vulnerability of a part that the device does not have, with a proof for it."""
    company_and_pump()
    matter = NOT_USED["matters"][0] | {"evidence": {"component_present": "SBOM 3.2.1"}}
    case_id = opened_case(facts={**NOT_USED, "matters": [matter]})
    link_vulnerabilities(case_id, ["CVE-2026-0001"], actor=TESTER)
    determine(case_id, on=ON, actor=TESTER)
    return case_id


def test_the_general_manager_sets_steps_mode_and_contract_and_nobody_else_gets_the_forms() -> None:
    Office()
    company_and_pump()
    other_house = person_of(person("gaibu", "reviewer"))
    tanaka = signed_in("tanaka")
    assert "2段階（作成→承認）" in words(tanaka.get("/signing"))
    today = timezone.localdate()
    days = {"since": today.isoformat(), "until": (today + timedelta(days=9)).isoformat()}
    forms: tuple[dict[str, Any], ...] = (
        {"step": "set_report_chain", "steps": "3"},
        {"step": "set_single_person_mode", "ground": "absence", "reason": "出張", **days},
        {
            "step": "engage_reviewer",
            "reviewer": other_house,
            "reference": "契約2026-12",
            "from_on": "2026-01-01",
            "to_on": "2027-12-31",
        },
    )
    for form in forms:
        assert tanaka.post("/signing", form).status_code == 302
    page = words(tanaka.get("/signing"))
    for part in ("3段階（作成→確認→承認）", "有効", "出張", "gaibu 契約2026-12"):
        assert part in page
    assert ReviewerContract.objects.get().to_on == date(2027, 12, 31)
    assert tanaka.post("/signing", {"step": "end_single_person_mode", "reason": "戻った"}).status_code == 302
    assert "なし（二者で署名）" in words(tanaka.get("/signing"))
    sato = signed_in("sato")
    assert "署名の段階を変更" not in words(sato.get("/signing"))
    assert sato.post("/signing", forms[0] | {"steps": "2"}).status_code == 422
    assert Company.objects.get().report_steps == 3


def test_what_cannot_be_set_is_said_in_japanese_and_what_was_typed_stays() -> None:
    Office()
    company_and_pump()
    form = {"step": "set_single_person_mode", "ground": "absence", "reason": "出張", "since": "2026-12-01"}
    answer = signed_in("tanaka").post("/signing", form)
    assert answer.status_code == 422
    assert "不在は開始日から92日以内" in answer.content.decode()
    assert "出張" in answer.content.decode()


def test_a_signature_given_alone_is_listed_with_what_was_checked() -> None:
    office, case_id = Office(), proven_case()
    today = timezone.localdate()
    later = next_business_day(today + timedelta(days=1))
    proposal = Proposal("component_not_used", "組み込まれていない", EVIDENCE)
    decision = propose_no_report(case_id, proposal, on=today, actor=office.sato)
    assert "ありません。" in words(signed_in("kato").get("/signing"))
    set_single_person_mode(today, later, "全員不在", "absence", actor=office.tanaka)
    decide(decision, comment="設計書と照合", on=later, actor=office.sato)
    page = words(signed_in("kato").get("/signing"))
    for part in ("報告対象外の判断 sato", "設計書と照合"):
        assert part in page
