"""Parties, embargo, statements drawn up from the record, the gate at the verb, and two people who override it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest

from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.disclosure.draft_advisory import Advisory, draft_advisory
from kizuki.actions.disclosure.hold_back import HoldBack, hold_back
from kizuki.actions.disclosure.parties import Turn, open_disclosure, record_party_turn, register_disclosure_party
from kizuki.actions.disclosure.publish_statement import (
    Drafted,
    draft_statement,
    propose_override,
    publish_statement,
    sign_override,
)
from kizuki.actions.measures.propose_measure import Plan, propose_measure
from kizuki.core.csaf.writing import Sentences
from kizuki.core.refusal import Refused
from kizuki.gateways.csaf.validating import faults_of
from kizuki.store.models import Case, EmbargoTurn, Statement, Task
from kizuki.store.queries.disclosure import disclosure_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.measures.acting import Measures
from tests.actions.office import ON, PASSWORD, person
from tests.actions.record import TESTER, library, sbom

pytestmark = pytest.mark.django_db

AT_NINE = datetime.fromisoformat("2026-09-01T09:00")
OPENVEX = {"author": "DRAFT 葵", "statements": []}


class Told:
    """A disclosure on the case of the office, by `psirt`; the general manager publishes."""

    def __init__(self) -> None:
        self.it = Measures(hospitals=1)
        self.psirt = person("yuki", "psirt")
        self.id = open_disclosure(self.it.case, "AMBER", actor=self.psirt)

    def drafted(self, *says: str, audience: str = "public", demand: str = "") -> int:
        content = json.dumps({**OPENVEX, "n": Statement.objects.count()}).encode()
        told = Drafted(content, "application/json", "openvex", audience, says or ("affected",), demand=demand)
        return draft_statement(self.id, told, actor=self.psirt)

    def published(self, statement: int) -> tuple[str, ...]:
        passage = publish_statement(
            statement, read_sha256=read(statement), password=PASSWORD, on=ON, actor=self.it.office.tanaka
        )
        return passage.because

    def held(self, state: str = "accepted", day: int = 20) -> None:
        until = None if state == "ended" else datetime.fromisoformat(f"2099-08-{day}T09:00")
        zone = "Asia/Tokyo" if until else ""
        hold_back(self.id, HoldBack(state, "発見者と合意した。", until, zone), actor=self.psirt)

    def protected(self) -> int:
        plan = Plan("information", "無線を止める。", hospitals=("*",), brings="mitigation")
        measure = propose_measure(self.it.case, plan, password=PASSWORD, on=ON, actor=self.it.office.sato)
        self.it.decided(measure)
        return measure


def read(statement: int) -> str:
    return str(Statement.objects.get(pk=statement).document_id)


def test_an_affected_product_is_not_made_public_before_a_decided_measure_protects() -> None:
    told = Told()
    statement = told.drafted()
    with pytest.raises(Refused, match="neither a mitigation"):
        told.published(statement)
    assert Statement.objects.get(pk=statement).published_at is None
    measure = told.protected()
    assert told.published(statement) == (f"measure:{measure}",)


def test_a_measure_that_is_only_proposed_or_was_refused_protects_nobody() -> None:
    told = Told()
    plan = Plan("recall", "改修する。", brings="compensating_control")
    measure = propose_measure(told.it.case, plan, password=PASSWORD, on=ON, actor=told.it.office.sato)
    with pytest.raises(Refused, match="neither a mitigation"):
        told.published(told.drafted())
    told.it.decided(measure, approved=False)
    with pytest.raises(Refused, match="neither a mitigation"):
        told.published(told.drafted())


def test_an_agreed_embargo_holds_and_a_proposed_one_holds_nobody() -> None:
    told = Told()
    told.protected()
    told.held("proposed")
    told.published(told.drafted())
    told.held("accepted")
    with pytest.raises(Refused, match="held back until 2099-08-20"):
        told.published(told.drafted())
    told.held("ended")
    told.published(told.drafted())


def test_authorities_hospitals_and_what_reveals_nothing_are_never_held_back() -> None:
    told = Told()
    told.held()
    for audience in ("authority", "hospital", "party"):
        assert told.published(told.drafted(audience=audience)) == (f"told_to_{audience}",)
    assert told.published(told.drafted("not_affected", "under_investigation")) == ("reveals_nothing",)


def test_what_the_law_makes_public_ends_the_embargo_and_who_is_shown_first_is_a_task() -> None:
    told = Told()
    register_disclosure_party("finder-a", "finder", "発見者A", actor=told.psirt)
    record_party_turn(told.id, Turn("finder-a", "not_answered", "told", ON), on=ON, actor=told.psirt)
    told.held()
    assert told.published(told.drafted(demand="yellow_letter")) == ("demanded_by_law_yellow_letter",)
    assert EmbargoTurn.objects.order_by("position").last().state == "ended"  # type: ignore[union-attr]
    assert Task.objects.filter(kind="show_public_day", state="open").count() == 1


def test_two_authorised_people_override_for_one_document_and_nobody_does_it_alone() -> None:
    told = Told()
    statement, other = told.drafted(), told.drafted()
    sato, tanaka = told.it.office.sato, told.it.office.tanaka
    override = propose_override(statement, "すでに悪用されている。", read_sha256=read(statement), actor=sato)
    signed: dict[str, Any] = {"read_sha256": read(statement), "password": PASSWORD, "comment": "", "on": ON}
    for nobody in (sato, told.psirt, told.it.office.ito):
        with pytest.raises(Refused):
            sign_override(override, **signed, actor=nobody)
    with pytest.raises(Refused, match="neither a mitigation"):
        told.published(statement)
    sign_override(override, **signed, actor=tanaka)
    assert told.published(statement) == ("overridden_by_two",)
    with pytest.raises(Refused, match="neither a mitigation"):
        told.published(other)


def test_the_second_of_two_tabs_finds_it_published() -> None:
    told = Told()
    told.protected()
    statement = told.drafted()
    told.published(statement)
    with pytest.raises(Refused, match="published already"):
        told.published(statement)
    with pytest.raises(Refused, match="another document"):
        publish_statement(told.drafted(), read_sha256="0" * 64, password=PASSWORD, on=ON, actor=told.it.office.tanaka)


def test_each_party_is_told_or_not_for_a_reason_and_the_list_counts_the_rest() -> None:
    told = Told()
    for key, kind in (("jpcert", "jpcert"), ("ipa", "ipa"), ("isac", "isac")):
        register_disclosure_party(key, kind, key.upper(), actor=told.psirt)
    turns = (Turn("jpcert", "not_answered", "told", ON), Turn("ipa", "not_answered", "not_told", ON, "JPCERT経由"))
    for turn in turns:
        record_party_turn(told.id, turn, on=ON, actor=told.psirt)
    record_party_turn(told.id, Turn("jpcert", "investigating", "told", ON), on=ON, actor=told.psirt)
    found = disclosure_of(PROGRAM, told.it.case)
    assert found is not None
    assert {row.party.key: (row.told, row.status) for row in found.parties} == {
        "jpcert": ("told", "investigating"),
        "ipa": ("not_told", "not_answered"),
        "isac": ("not_yet", "not_answered"),
    }
    assert found.unsettled == 1
    for turn in (Turn("ipa", "not_answered", "not_told", ON), Turn("ipa", "happy", "told", ON)):
        with pytest.raises(Refused):
            record_party_turn(told.id, turn, on=ON, actor=told.psirt)
    with pytest.raises(Refused, match="after today"):
        record_party_turn(told.id, Turn("ipa", "investigating", "told", date(2026, 8, 4)), on=ON, actor=told.psirt)


def words(lang: str) -> Sentences:
    return Sentences(lang, "Title", "Summary", "Action", "Reason")


def test_an_advisory_is_drawn_up_from_the_record_in_both_languages_and_leaves_valid() -> None:
    told = Told()
    case = Case.objects.get(pk=told.it.case)
    register_release(case.device.key, "9.9", sbom(library("lib", "1.0")), actor=TESTER)
    link_vulnerabilities(told.it.case, ["CVE-2026-1000"], actor=told.psirt)
    written: dict[str, Any] = {
        "outlet": "csaf",
        "audience": "public",
        "ja": words("ja"),
        "en": words("en"),
        "namespace": "https://aoi-medical.example",
        "contact": "",
        "revision": "初版",
    }
    with pytest.raises(Refused, match="told as VEX"):
        draft_advisory(told.id, Advisory(**written), on=ON, actor=told.psirt)
    ids = draft_advisory(told.id, Advisory(**written, category="csaf_vex"), on=ON, actor=told.psirt)
    for statement, lang in zip(ids, ("ja", "en"), strict=True):
        assert told.published(statement) == ("reveals_nothing",), "nobody judged it yet"
        row = Statement.objects.get(pk=statement)
        assert row.released is not None
        document = json.loads(bytes(row.released.content))
        assert faults_of(document, "2.0") == ()
        assert document["document"]["lang"] == lang
        assert document["document"]["tracking"]["status"] == "final"
        (hole,) = document["vulnerabilities"]
        assert hole["cve"] == "CVE-2026-1000"
        assert set(hole["product_status"]) == {"under_investigation"}
    again, _ = draft_advisory(told.id, Advisory(**written, category="csaf_vex"), on=ON, actor=told.psirt)
    history = json.loads(bytes(Statement.objects.get(pk=again).document.content))["document"]["tracking"]
    assert len(history["revision_history"]) == 2


def test_an_embargo_says_its_hour_in_a_zone_that_there_is() -> None:
    told = Told()
    for said in (
        HoldBack("proposed", "x"),
        HoldBack("proposed", "x", AT_NINE, "Asia/Edo"),
        HoldBack("revised", "x", AT_NINE, "Asia/Tokyo"),
        HoldBack("proposed", " ", AT_NINE, "Asia/Tokyo"),
    ):
        with pytest.raises(Refused):
            hold_back(told.id, said, actor=told.psirt)
    hold_back(told.id, HoldBack("proposed", "提案", AT_NINE, "Asia/Tokyo"), actor=told.psirt)
    assert EmbargoTurn.objects.get().until == datetime.fromisoformat("2026-09-01T00:00:00+00:00")
