"""What a feed, a patch or a unit can say that reopens a no-report decision, and what waits for its review."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate, sign_case_duplicate
from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.register.watching import watch_register
from kizuki.store.cases.facts_digest import facts_digest
from kizuki.store.models import Advisory, Case, EndProposal, FactSheet, NoReportDecision, Reopening
from kizuki.store.obligations.ledger import live_of
from kizuki.store.queries.register import decision_page
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.canonical import canonical_json, digest_of, json_of
from kizuki.store.register.watched import watched_now
from tests.actions.office import PASSWORD, Office
from tests.actions.record import TESTER, library, opened_case, sbom
from tests.actions.register.holes import HIGH, cve5, kev, osv, read_for_the_clinic
from tests.actions.register.test_register import NOT_USED, ON, decided, not_used_case
from tests.actions.test_patches_and_units import five_pumps, shipped_patch
from tests.asked_work import asked_of, forget_work

pytestmark = pytest.mark.django_db


def standing(*, matched: bool = False) -> int:
    """A decision on a case whose vulnerability two sources name."""
    office, case_id = Office(), not_used_case()
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001")
    if matched:
        release = register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER).release
        match_release(release, on=ON, actor=TESTER)
    return decided(office, case_id)


def rematch() -> None:
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=ON, actor=TESTER)


def causes() -> list[str]:
    watch_register(on=ON, actor=TESTER)
    return [cause["code"] for row in Reopening.objects.all() for cause in row.causes]


def test_a_listing_in_kev_under_another_name_of_the_same_vulnerability_reopens_it() -> None:
    office, case_id = Office(), not_used_case(key="by its other name")
    link_vulnerabilities(case_id, ["GHSA-aaaa-bbbb-cccc"], actor=TESTER)
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0009")
    decided(office, case_id)
    assert causes() == []
    kev("CVE-2026-0009")
    assert causes() == ["exploited"]


def test_exploitation_that_cisa_calls_active_reopens_it_with_the_day_it_was_first_told() -> None:
    standing()
    cve5("CVE-2026-0001", "poc")
    assert causes() == [], "a proof of concept is no exploitation"
    cve5("CVE-2026-0001", "active")
    assert asked_of("watch_register")
    assert causes() == ["exploitation_active"]
    assert Reopening.objects.get().aware_on == timezone.localdate()


def test_of_two_facts_the_earlier_one_gives_the_awareness_day() -> None:
    standing()
    review = NoReportDecision.objects.get().review_on
    kev("CVE-2026-0001")
    today = timezone.localdate()
    assert review < today, "the listing was stored after the review day"
    watch_register(on=today, actor=TESTER)
    reopening = Reopening.objects.get()
    assert {cause["code"] for cause in reopening.causes} == {"exploited", "review_day"}
    assert (reopening.provisional_on, reopening.aware_on) == (review, review)


def test_a_feed_that_speaks_of_nothing_of_ours_asks_for_no_watch() -> None:
    standing()
    forget_work()
    osv("GHSA-zzzz-zzzz-zzzz", "CVE-2026-0777")
    assert not asked_of("watch_register")


def test_a_score_that_goes_up_reopens_it() -> None:
    standing()
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001", vector=HIGH)
    assert causes() == ["severity_raised"]


def test_a_range_that_comes_to_take_in_our_component_reopens_it() -> None:
    office, case_id = Office(), not_used_case()
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001", fixed="2.5")
    release = register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER).release
    match_release(release, on=ON, actor=TESTER)
    decided(office, case_id)
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001", fixed="3.0")
    rematch()
    assert causes() == ["range_changed"]


def test_a_new_name_or_another_source_that_says_the_same_reopens_nothing_and_stands_on_the_page() -> None:
    decision = standing(matched=True)
    osv("PYSEC-2026-1", "GHSA-aaaa-bbbb-cccc")
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001", "GSD-1", summary="reworded")
    rematch()
    assert causes() == []
    page = decision_page(PROGRAM, decision)
    assert page is not None
    told = {(change.code, change.about) for change in page.waits}
    assert ("record_added", "PYSEC-2026-1") in told
    assert ("record_changed", "GHSA-aaaa-bbbb-cccc (1 → 2)") in told
    assert ("reached_too", "jinja2 2.10 (PYSEC-2026-1)") in told
    assert ("name_added", "GSD-1, PYSEC-2026-1") in told


def test_a_second_name_of_what_the_case_is_about_is_no_second_vulnerability() -> None:
    standing()
    link_vulnerabilities(Case.objects.get().pk, ["GHSA-aaaa-bbbb-cccc"], actor=TESTER)
    assert causes() == []


def test_a_patch_of_ours_that_is_taken_back_reopens_it() -> None:
    five_pumps()
    patch = shipped_patch()
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    assert causes() == []
    move_patch(patch, "withdrawn", on=date(2026, 6, 11), actor=TESTER)
    assert causes() == ["measure_withdrawn"]
    assert watched_now(case_id).withdrawn == ("p1",)


def test_a_hazard_statement_that_falls_with_a_new_reading_reopens_it() -> None:
    office, case_id = Office(), not_used_case()
    osv("GHSA-aaaa-bbbb-cccc", "CVE-2026-0001")
    read_for_the_clinic("CVE-2026-0001", office.sato)
    decided(office, case_id)
    read_for_the_clinic("CVE-2026-0001", None, XIT="H")
    assert causes() == ["patient_safety_changed"]


def test_ids_of_matters_and_persons_are_no_facts() -> None:
    plain = '{"device":{"own":true},"matters":[{"harms":[{"severity":"death"}],"kind":"event"}]}'
    with_ids = (
        '{"device":{"own":true},"matters":[{"harms":[{"id":"p5","severity":"death"}],"id":"m17","kind":"event"}]}'
    )
    other = plain.replace("death", "serious")
    assert facts_digest(with_ids) == facts_digest(plain) != facts_digest(other)


def test_the_digest_of_a_sheet_of_before_is_the_sheets_own() -> None:
    before = canonical_json(
        {"device": {"own": True}, "matters": [{"kind": "vulnerability", "learned_on": "2026-06-01"}]}
    )
    assert facts_digest(before) == digest_of(before)


def test_a_sheet_that_only_got_its_ids_reopens_nothing() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    newest = FactSheet.objects.filter(case_id=case_id).latest("revision")
    told = json_of(newest.facts)
    told["matters"][0]["id"] = "m999"
    FactSheet.objects.create(
        case_id=case_id,
        revision=newest.revision + 1,
        facts=canonical_json(told),
        sha256=digest_of(canonical_json(told)),
        made_at=newest.made_at,
    )
    assert causes() == []


def test_what_joins_a_decided_case_is_decided_by_nobody_yet_also_while_no_worker_runs() -> None:
    office, kept = Office(), not_used_case()
    decided(office, kept)
    told = opened_case("duplicate", facts=NOT_USED)
    made = mark_case_duplicate(told, kept, "同じ脆弱性", actor=office.sato)
    assert made is not None
    read = EndProposal.objects.get(pk=made).sha256
    sign_case_duplicate(made, read_sha256=read, password=PASSWORD, on=ON, actor=office.tanaka)
    owed = {row.kind: row.due_on for row in live_of(kept) if row.running}
    assert set(owed) == {"class_confirmation", "no_report_decision"}, "the decision was signed for other facts"
    assert NoReportDecision.objects.get(case=kept).state == "decided", "nobody has watched the register yet"
