"""Since when a vulnerability counts as known, and from which day a case about it counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.open_case_from_findings import open_case_from_findings
from kizuki.actions.findings.see_finding import see_finding
from kizuki.actions.findings.set_triage_limit import set_triage_limit
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.settle_knowledge_day import settle_knowledge_day
from kizuki.actions.findings.sign_knowledge_day import sign_knowledge_day
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.actions.verb import Actor
from kizuki.core.clocks.knowledge import Known
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.facts import newest_facts
from kizuki.store.findings.filters import FindingFilter, Key
from kizuki.store.findings.joined import triage_limit
from kizuki.store.findings.knowledge import known_vulnerability
from kizuki.store.models import Advisory, AuditEntry, KnowledgeDay, Release, Task, TriageLimit
from kizuki.store.queries.finding import finding_page
from kizuki.store.queries.findings import findings
from kizuki.store.queries.timeline import timeline_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import PASSWORD, Office, person
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.planted import planted

pytestmark = pytest.mark.django_db

# A Monday; three business days later is Thursday.
MON, TUE, WED, THU, FRI = (date(2026, 6, day) for day in (1, 2, 3, 4, 5))
NOVEMBER_20 = date(2026, 11, 20)
NOVEMBER_29 = date(2026, 11, 29)


def listed(device: str, version: str, on: date = date(2026, 5, 1), *more: dict[str, Any]) -> None:
    components = more or (library("jinja2", "2.10"),)
    register_release(device, version, sbom(*components, library(f"own-{device}-{version}", "1")), actor=TESTER)
    at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    with planted():
        Release.objects.filter(device__key=device, version=version).update(registered_at=at)


@pytest.fixture
def pump() -> int:
    """A pump that has jinja2, in which the machine found CVE-2026-0001 on Monday."""
    device = company_and_pump()
    listed("pump", "1.0")
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=MON, actor=TESTER)
    return device


def keys(on: date = MON, **wanted: Any) -> list[Key]:
    return [(row.match, row.release) for row in findings(PROGRAM, FindingFilter(**wanted), on).rows]


def known(device: int) -> Known | None:
    return known_vulnerability(Advisory.objects.get().pk, device)


def a_case(on: date, chosen: list[Key] | None = None) -> int:
    of = chosen or keys()
    return open_case_from_findings(of, "jinja2", token=preview(of)[1], on=on, actor=TESTER)


def learned_on(case_id: int) -> str:
    return str(newest_facts(case_id).facts["matters"][0]["learned_on"])


def test_a_vulnerability_of_our_own_known_since_20_november_starts_its_case_on_that_day_not_nine_days_later() -> None:
    company_and_pump()
    listed("pump", "1.0", date(2026, 10, 1), library("own-firmware", "1.0"))
    entry = VulnerabilityEntry(summary="診断ポート", sort="component", known_on=NOVEMBER_20, product="own-firmware")
    number = enter_vulnerability(entry, on=NOVEMBER_29, actor=TESTER)
    row = Advisory.objects.get(identifier=number)
    assert row.published_at == ""
    match_advisories([row.pk], on=NOVEMBER_29, actor=TESTER)
    (found,) = keys(NOVEMBER_29)
    case_id = a_case(NOVEMBER_29, [found])
    assert learned_on(case_id) == "2026-11-20"
    page = finding_page(PROGRAM, *found, NOVEMBER_29)
    assert page is not None
    assert dict(page.days)["published"] is None
    assert page.known == Known(NOVEMBER_20, "entered")
    (said,) = [one.said("ja") for one in timeline_of(PROGRAM, f"case:{case_id}") if "該当候補" in one.said("ja")]
    assert "情報入手日 2026-11-20（金））。情報入手日は自社で知った日" in said


def test_a_day_of_publication_stands_beside_the_day_of_knowledge_and_starts_nothing() -> None:
    company_and_pump()
    entry = VulnerabilityEntry(
        summary="A", sort="own_code", known_on=NOVEMBER_20, published_on=date(2026, 11, 10), details="B"
    )
    number = enter_vulnerability(entry, on=NOVEMBER_29, actor=TESTER)
    row = Advisory.objects.get(identifier=number)
    assert row.published_at == "2026-11-10"
    assert known_vulnerability(row.pk, None) == Known(NOVEMBER_20, "entered")
    said = AuditEntry.objects.get(verb="enter_vulnerability")
    assert '"known_on":"2026-11-20"' in said.payload.replace(" ", "")
    for later in ({"known_on": date(2026, 11, 30)}, {"published_on": date(2026, 11, 30)}):
        told = {"summary": "A", "sort": "own_code", "known_on": NOVEMBER_20, **later}
        with pytest.raises(Refused, match="lies in the future"):
            enter_vulnerability(VulnerabilityEntry(**told), on=NOVEMBER_29, actor=TESTER)


def test_one_entered_in_an_earlier_record_was_known_on_the_day_that_stood_in_the_place_of_publication() -> None:
    company_and_pump()
    number = enter_vulnerability(
        VulnerabilityEntry(summary="A", sort="own_code", known_on=NOVEMBER_20), on=NOVEMBER_29, actor=TESTER
    )
    row = Advisory.objects.get(identifier=number)
    Advisory.objects.filter(pk=row.pk).update(published_at="2026-11-20")
    remove_days()
    assert known_vulnerability(row.pk, None) == Known(NOVEMBER_20, "entered")


def remove_days() -> None:
    from kizuki.store.audit.triggers import install_triggers, remove_triggers

    connection.check_constraints()
    remove_triggers()
    KnowledgeDay.objects.all().delete()
    connection.check_constraints()
    install_triggers()


def test_a_case_from_what_only_the_machine_found_counts_from_the_match_and_says_that_this_is_provisional(
    pump: int,
) -> None:
    assert known(pump) == Known(MON, "matched", True, THU, "triage_limit")
    case_id = a_case(FRI)
    assert learned_on(case_id) == "2026-06-01"
    said = " ".join(one.said("ja") for one in timeline_of(PROGRAM, f"case:{case_id}"))
    assert "情報入手日 2026-06-01（月））。情報入手日は照合日による暫定で、安全管理責任者が確定する" in said


def test_the_first_person_who_opens_a_finding_is_kept_once_and_the_program_is_nobody(pump: int) -> None:
    office = Office()
    (one,) = keys()
    assert not see_finding(*one, on=MON, actor=TESTER)
    assert see_finding(*one, on=TUE, actor=office.ito)
    assert not see_finding(*one, on=WED, actor=office.sato)
    row = KnowledgeDay.objects.get()
    assert (row.kind, row.known_on, row.device_id) == ("seen", TUE, pump)
    assert known(pump) == Known(MON, "matched", True, TUE, "seen")
    assert AuditEntry.objects.filter(verb="see_finding").count() == 1
    with pytest.raises(Refused, match="there is no release"):
        see_finding(one[0], 9_999, on=MON, actor=office.ito)


def test_who_says_what_a_finding_is_had_it_before_them(pump: int) -> None:
    ito = person("ito", "safety_officer")
    of = keys()
    entry = TriageEntry("affected", "届く経路がある")
    triage_findings(of, entry, token=preview(of)[1], on=TUE, actor=ito)
    assert known(pump) == Known(MON, "matched", True, TUE, "seen")


def test_who_saw_it_under_another_name_has_seen_the_vulnerability(pump: int) -> None:
    ito = person("ito", "safety_officer")
    told = advisory(1, "jinja2", "2.0", "2.11", id="GHSA-aaaa-bbbb-cccc")
    keep_advisories(told, actor=TESTER)
    other = Advisory.objects.get(identifier__startswith="GHSA")
    match_advisories([other.pk], on=WED, actor=TESTER)
    (newer,) = [key for key in keys(WED) if Advisory.objects.get(matches=key[0]) == other]
    see_finding(*newer, on=WED, actor=ito)
    first = Advisory.objects.exclude(pk=other.pk).get()
    assert known_vulnerability(first.pk, pump) == Known(MON, "matched", True, WED, "seen")
    assert known_vulnerability(other.pk, pump) == Known(MON, "matched", True, WED, "seen")


def test_a_device_whose_component_list_came_later_did_not_have_it_when_another_device_was_matched(pump: int) -> None:
    rack = register_device(DeviceEntry(key="rack", brand="ラック", facts={"own": True}), actor=TESTER)
    listed("rack", "1.0", date(2026, 6, 20))
    assert known(pump) == Known(MON, "matched", True, THU, "triage_limit")
    # Saturday: the third business day behind it is Wednesday.
    assert known(rack) == Known(date(2026, 6, 20), "matched", True, date(2026, 6, 24), "triage_limit")


def test_the_limit_of_triage_is_at_most_three_business_days_also_where_an_earlier_record_has_more() -> None:
    with pytest.raises(Refused, match="from 1 to 3"):
        set_triage_limit(4, actor=TESTER)
    set_triage_limit(2, actor=TESTER)
    assert triage_limit() == 2
    TriageLimit.objects.update(business_days=10)
    assert triage_limit() == 3


def settled(on: date, reason: str = "照合を開いたのは火曜", *, actor: Actor, today: date = FRI) -> bool:
    return settle_knowledge_day(Advisory.objects.get().identifier, "pump", on, reason, on=today, actor=actor)


def test_the_safety_manager_settles_the_day_shown_or_an_earlier_one_alone_and_a_case_that_counts_later_is_told(
    pump: int,
) -> None:
    office = Office()
    case_id = a_case(FRI)
    with pytest.raises(Refused, match="must not be empty"):
        settled(MON, " ", actor=office.sato)
    assert settled(MON, "照合の日に電話で聞いた", actor=office.sato)
    assert known(pump) == Known(MON, "settled")
    assert not Task.objects.filter(kind="knowledge_moved").exists()
    assert settled(date(2026, 5, 28), "28日に供給者から聞いていた", actor=office.sato)
    assert known(pump) == Known(date(2026, 5, 28), "settled")
    task = Task.objects.get(kind="knowledge_moved")
    assert (task.case_id, task.values["known_on"]) == (case_id, "2026-05-28")
    assert learned_on(case_id) == "2026-06-01"


def test_a_later_day_is_shown_only_when_a_second_person_has_signed_it(pump: int) -> None:
    office = Office()
    see_finding(*keys()[0], on=TUE, actor=office.ito)
    assert not settled(TUE, actor=office.sato)
    assert known(pump) == Known(MON, "matched", True, TUE, "seen")
    assert Task.objects.get(kind="sign_knowledge_day").state == "open"
    (waiting,) = KnowledgeDay.objects.filter(kind="proposed")
    with pytest.raises(Refused, match="four eyes"):
        sign_knowledge_day(waiting.pk, agreed=True, password=PASSWORD, on=FRI, actor=office.sato)
    with pytest.raises(Refused, match="password"):
        sign_knowledge_day(waiting.pk, agreed=True, password="wrong", on=FRI, actor=office.tanaka)
    sign_knowledge_day(waiting.pk, agreed=True, password=PASSWORD, on=FRI, actor=office.tanaka)
    assert known(pump) == Known(TUE, "settled")
    assert Task.objects.get(kind="sign_knowledge_day").state == "done"
    assert learned_on(a_case(FRI)) == "2026-06-02"
    with pytest.raises(Refused, match="answered already"):
        sign_knowledge_day(waiting.pk, agreed=True, password=PASSWORD, on=FRI, actor=office.tanaka)
    assert verify_record().intact


def test_a_later_day_that_is_refused_leaves_the_one_shown_and_needs_a_comment(pump: int) -> None:
    office = Office()
    see_finding(*keys()[0], on=TUE, actor=office.ito)
    settled(TUE, actor=office.sato)
    (waiting,) = KnowledgeDay.objects.filter(kind="proposed")
    with pytest.raises(Refused, match="comment"):
        sign_knowledge_day(waiting.pk, agreed=False, password=PASSWORD, on=FRI, actor=office.tanaka)
    sign_knowledge_day(
        waiting.pk, agreed=False, password=PASSWORD, comment="月曜に佐藤が見た", on=FRI, actor=office.tanaka
    )
    assert known(pump) == Known(MON, "matched", True, TUE, "seen")


def test_nothing_is_signed_whose_shown_day_has_moved_since(pump: int) -> None:
    office = Office()
    see_finding(*keys()[0], on=TUE, actor=office.ito)
    settled(TUE, actor=office.sato)
    (waiting,) = KnowledgeDay.objects.filter(kind="proposed")
    assert settled(date(2026, 5, 28), "28日に聞いた", actor=office.sato)
    with pytest.raises(Refused, match="a newer day stands"):
        sign_knowledge_day(waiting.pk, agreed=True, password=PASSWORD, on=FRI, actor=office.tanaka)


def test_no_day_behind_the_one_on_which_a_person_had_it_before_them_or_its_limit_ran_out_is_settled(
    pump: int,
) -> None:
    office = Office()
    with pytest.raises(Refused, match="its triage limit ran out"):
        settled(FRI, actor=office.sato)
    see_finding(*keys()[0], on=TUE, actor=office.ito)
    with pytest.raises(Refused, match="a person had it before them"):
        settled(WED, actor=office.sato)
    with pytest.raises(Refused, match="lies after today"):
        settled(FRI, today=THU, actor=office.sato)
    with pytest.raises(Refused, match="each device has its own day"):
        settle_knowledge_day(Advisory.objects.get().identifier, None, MON, "A", on=FRI, actor=office.sato)
    with pytest.raises(Refused, match="may not settle_knowledge_day"):
        settled(MON, actor=office.ito)


def test_the_day_of_a_vulnerability_of_our_own_is_corrected_with_a_reason_and_later_only_by_two() -> None:
    office = Office()
    company_and_pump()
    entry = VulnerabilityEntry(summary="A", sort="own_code", known_on=NOVEMBER_20)
    number = enter_vulnerability(entry, on=NOVEMBER_29, actor=office.ito)
    row = Advisory.objects.get(identifier=number)
    settle = {"on": NOVEMBER_29, "actor": office.sato}
    assert settle_knowledge_day(number, None, date(2026, 11, 18), "開発会議の日", **settle)  # type: ignore[arg-type]
    assert known_vulnerability(row.pk, None) == Known(date(2026, 11, 18), "settled")
    assert not settle_knowledge_day(number, None, date(2026, 11, 19), "会議は19日", **settle)  # type: ignore[arg-type]
    assert known_vulnerability(row.pk, None) == Known(date(2026, 11, 18), "settled")
