"""The register of no-report decisions: proposed, decided by a second person, watched, reopened by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.actions.obligations.confirm_class import confirm_class
from kizuki.actions.people.set_single_person_mode import set_single_person_mode
from kizuki.actions.people.signing import person_of
from kizuki.actions.register.decide_no_report import decide_no_report
from kizuki.actions.register.propose_no_report import Proof, Proposal, propose_no_report
from kizuki.actions.register.set_awareness_day import set_awareness_day
from kizuki.actions.register.watching import watch_register
from kizuki.actions.verb import Actor
from kizuki.core.clocks import next_business_day
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import AuditEntry, Case, NoReportDecision, Reopening, Task
from kizuki.store.obligations.classes import class_shown
from kizuki.store.obligations.ledger import live_of
from kizuki.store.register.shown_decision import shown_sha256
from tests.actions.office import PASSWORD, Office
from tests.actions.record import TESTER, company_and_pump, exploited_on_the_monitor, opened_case
from tests.asked_work import asked_of, work_through

pytestmark = pytest.mark.django_db

LEARNED = date(2026, 6, 1)
ON = date(2026, 6, 10)
EVIDENCE = (
    Proof("sbom", b"component list of 3.2.1: the part is not in it", "application/json"),
    Proof("design", b"build log: the part is not linked", "text/plain"),
)

NOT_USED: dict[str, Any] = {
    "device": {"own": True, "designated": False},
    "matters": [
        {
            "kind": "vulnerability",
            "learned_on": LEARNED.isoformat(),
            "locus": "domestic",
            "potential": "death",
            "component_present": False,
            "evidence": {"component_present": "SBOM of 3.2.1"},
            "malfunction_predictable": False,
            "exploited": "none_known",
        }
    ],
}


def not_used_case(**values: Any) -> int:
    company_and_pump()
    case_id = opened_case(facts=NOT_USED, **values)
    link_vulnerabilities(case_id, ["CVE-2026-0001"], actor=TESTER)
    determine(case_id, on=ON, actor=TESTER)
    return case_id


def proposed(office: Office, case_id: int, **values: Any) -> int:
    proposal = Proposal("component_not_used", "当該機能は組み込まれていない", EVIDENCE, **values)
    return propose_no_report(case_id, proposal, on=ON, actor=office.ito)


def decide(decision: int, *, agreed: bool = True, comment: str = "", on: date = ON, actor: Actor) -> None:
    """As the page does it: the person signs the digest of what they were shown."""
    read = shown_sha256(decision)
    decide_no_report(
        decision, agreed=agreed, read_sha256=read, password=PASSWORD, comment=comment, on=on, actor=actor
    )


def decided(office: Office, case_id: int) -> int:
    decision = proposed(office, case_id)
    decide(decision, actor=office.sato)
    return decision


def clock(case_id: int) -> tuple[str, date | None]:
    case = Case.objects.get(pk=case_id)
    return case.clock, case.clock_on


def test_until_a_second_person_decided_a_no_report_counts_on_to_day_fifteen() -> None:
    office, case_id = Office(), not_used_case()
    assert clock(case_id) == ("no_report_decision", date(2026, 6, 16))
    decision = proposed(office, case_id)
    assert clock(case_id) == ("no_report_decision", date(2026, 6, 16))
    decide(decision, actor=office.sato)
    assert clock(case_id) == ("no_report_review", ON + timedelta(days=90))


def test_who_proposed_it_does_not_decide_it() -> None:
    office, case_id = Office(), not_used_case()
    proposal = Proposal("component_not_used", "組み込まれていない", EVIDENCE)
    today = timezone.localdate()
    decision = propose_no_report(case_id, proposal, on=today, actor=office.sato)
    with pytest.raises(Refused, match="four eyes"):
        decide(decision, on=today, actor=office.sato)
    later = next_business_day(today + timedelta(days=1))
    set_single_person_mode(today, today + timedelta(days=30), "全員不在", "absence", actor=office.tanaka)
    with pytest.raises(Refused, match="comment"):
        decide(decision, on=later, actor=office.sato)
    with pytest.raises(Refused, match=f"comes from {later} on"):
        decide(decision, comment="照合した", on=today, actor=office.sato)
    decide(decision, comment="設計書と照合", on=later, actor=office.sato)
    assert NoReportDecision.objects.get(pk=decision).single_person


def test_a_proposal_is_refused_with_words_and_another_can_follow() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    with pytest.raises(Refused, match="says why"):
        decide(decision, agreed=False, actor=office.sato)
    decide(decision, agreed=False, comment="証拠が不足", actor=office.sato)
    assert clock(case_id) == ("no_report_decision", date(2026, 6, 16))
    assert proposed(office, case_id) != decision


def test_a_case_has_one_decision_that_stands() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    with pytest.raises(Refused, match="decision that stands"):
        proposed(office, case_id)


def test_without_evidence_or_with_a_duty_nothing_is_registered() -> None:
    office, case_id = Office(), not_used_case()
    with pytest.raises(Refused, match="document"):
        propose_no_report(case_id, Proposal("component_not_used", "使っていない"), on=ON, actor=office.ito)
    open_case = opened_case(
        "other", facts={**NOT_USED, "matters": [{**NOT_USED["matters"][0], "component_present": None}]}
    )
    determine(open_case, on=ON, actor=TESTER)
    with pytest.raises(Refused, match="only no_report can be registered"):
        propose_no_report(open_case, Proposal("component_not_used", "たぶん", EVIDENCE), on=ON, actor=office.ito)


def test_its_grounds_never_change_once_written() -> None:
    decision = decided(Office(), not_used_case())
    other = NoReportDecision.objects.get(pk=decision).rests_on | {"outcome": "report"}
    for values in ({"reason": "not_attackable"}, {"rests_on": other}, {"review_on": ON}, {"decided_on": None}):
        with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
            NoReportDecision.objects.filter(pk=decision).update(**values)


def exploited() -> None:
    row = {"cveID": "CVE-2026-0001", "dateAdded": "2026-06-15"}
    catalogue = {
        "title": "t",
        "catalogVersion": "1",
        "dateReleased": "2026-06-15",
        "count": 1,
        "vulnerabilities": [row],
    }
    import json

    keep_known_exploited(json.dumps(catalogue).encode(), actor=TESTER)


def test_it_reopens_itself_when_the_vulnerability_is_exploited_dated_with_the_day_that_was_stored(
    clock_at: Callable[[date], None],
) -> None:
    clock_at(ON)
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    work_through()
    assert NoReportDecision.objects.get(pk=decision).state == "decided"
    exploited()
    assert len(asked_of("watch_register")) == 1
    work_through()
    row = Reopening.objects.get(decision_id=decision)
    assert [cause["code"] for cause in row.causes] == ["exploited"]
    assert (row.provisional_on, row.aware_on) == (ON, ON)
    assert clock(case_id) == ("no_report_decision", ON + timedelta(days=15))
    task = Task.objects.get(kind="reopened_no_report")
    assert (task.due_on, task.state) == (ON + timedelta(days=15), "open")


def test_it_reopens_once_and_not_again_for_the_same_cause() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    exploited()
    assert len(watch_register(on=ON, actor=TESTER)) == 1
    entries = AuditEntry.objects.count()
    assert watch_register(on=ON, actor=TESTER) == []
    assert AuditEntry.objects.count() == entries


def test_the_task_of_a_reopened_case_is_done_when_its_class_is_confirmed() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    watch_register(on=ON + timedelta(days=97), actor=TESTER)
    assert Task.objects.get(kind="reopened_no_report").state == "open"
    (row,) = (one for one in live_of(case_id) if one.kind == "class_confirmation")
    read = class_shown(case_id, row.matter, row.person).sha256
    confirm_class(case_id, row.matter, row.person, read_sha256=read, actor=office.sato)
    assert Task.objects.get(kind="reopened_no_report").state == "done"


def test_its_review_day_reopens_it_even_if_the_program_wakes_days_later() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    review_on = ON + timedelta(days=90)
    assert watch_register(on=review_on - timedelta(days=1), actor=TESTER) == []
    assert watch_register(on=review_on + timedelta(days=9), actor=TESTER) == [decision]
    assert Reopening.objects.get().aware_on == review_on, "the arrival day of the fact, not the day the program woke"


def test_new_facts_reopen_it_and_a_new_event_on_the_device_does() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    known = newest_facts(case_id)
    matter = {**known.facts["matters"][0], "exploited": "elsewhere"}
    answer_facts(case_id, {**known.facts, "matters": [matter]}, revision=known.revision, on=ON, actor=office.ito)
    assert len(watch_register(on=ON, actor=TESTER)) == 1
    causes = [cause["code"] for cause in Reopening.objects.get().causes]
    assert "facts_changed" in causes


def test_a_case_of_the_same_vulnerability_on_the_device_reopens_it() -> None:
    office, case_id = Office(), not_used_case()
    decided(office, case_id)
    opened_case("elsewhere on the pump", facts=NOT_USED)
    assert watch_register(on=ON, actor=TESTER) == [], "another matter of the device"
    link_vulnerabilities(Case.objects.latest("pk").pk, ["CVE-2026-0001"], actor=TESTER)
    assert len(watch_register(on=ON, actor=TESTER)) == 1


def test_its_exploitation_in_another_device_of_ours_reopens_it() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    exploited_on_the_monitor("CVE-2026-0002")
    assert watch_register(on=ON, actor=TESTER) == []
    exploited_on_the_monitor("CVE-2026-0001", key="used")
    assert watch_register(on=ON, actor=TESTER) == [decision]
    assert [cause["code"] for cause in Reopening.objects.get().causes] == ["exploited_here"]


def test_an_event_on_another_device_reopens_it_while_nobody_knows_whether_it_was_exploited() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    exploited_on_the_monitor("CVE-2026-0001", told=None)
    assert watch_register(on=ON, actor=TESTER) == [decision]
    assert [cause["code"] for cause in Reopening.objects.get().causes] == ["maybe_exploited_here"]


def test_an_exploitation_that_those_who_decided_knew_does_not_reopen_it() -> None:
    office, case_id = Office(), not_used_case()
    exploited_on_the_monitor("CVE-2026-0001")
    decided(office, case_id)
    assert watch_register(on=ON, actor=TESTER) == []


def test_a_case_under_an_embargo_is_not_counted_and_reopens_it_once_that_is_lifted() -> None:
    office, case_id = Office(), not_used_case()
    secret = opened_case("secret", facts=NOT_USED)
    link_vulnerabilities(secret, ["CVE-2026-0001"], actor=TESTER)
    named = [person_of(office.sato), person_of(office.tanaka)]
    set_embargo(f"case:{secret}", True, named, "調整中", actor=office.sato)
    decision = decided(office, case_id)
    assert NoReportDecision.objects.get(pk=decision).rests_on["events"] == 0
    assert watch_register(on=ON, actor=TESTER) == []
    set_embargo(f"case:{secret}", False, [], "公表済み", actor=office.sato)
    assert watch_register(on=ON, actor=TESTER) == [decision]


def test_a_case_that_comes_under_an_embargo_does_not_stand_for_a_new_one() -> None:
    office, case_id = Office(), not_used_case()
    known = opened_case("known", facts=NOT_USED)
    link_vulnerabilities(known, ["CVE-2026-0001"], actor=TESTER)
    decision = decided(office, case_id)
    named = [person_of(office.sato), person_of(office.tanaka)]
    set_embargo(f"case:{known}", True, named, "調整中", actor=office.sato)
    assert watch_register(on=ON, actor=TESTER) == []
    link_vulnerabilities(opened_case("new", facts=NOT_USED), ["CVE-2026-0001"], actor=TESTER)
    assert watch_register(on=ON, actor=TESTER) == [decision]


def test_only_a_person_with_a_reason_moves_the_awareness_day_and_every_day_stays_to_be_seen() -> None:
    office, case_id = Office(), not_used_case()
    decision = decided(office, case_id)
    exploited()
    watch_register(on=ON, actor=TESTER)
    today = timezone.localdate()
    earlier, later = today - timedelta(days=3), today
    with pytest.raises(Refused, match="reason"):
        set_awareness_day(decision, earlier, " ", on=today, actor=office.sato)
    with pytest.raises(Refused, match="may not set_awareness_day"):
        set_awareness_day(decision, earlier, "営業所に届いた日", on=today, actor=office.ito)
    set_awareness_day(decision, earlier, "営業所に届いた日", on=today, actor=office.sato)
    assert clock(case_id) == ("no_report_decision", earlier + timedelta(days=15))
    set_awareness_day(decision, later, "誤記の訂正", on=today, actor=office.sato)
    assert [row.aware_on for row in Reopening.objects.order_by("position")] == [today, earlier, later]
    told = AuditEntry.objects.filter(verb="set_awareness_day").order_by("-seq")[0].payload
    assert '"later":true' in told
    with pytest.raises(Refused, match="lies after today"):
        set_awareness_day(decision, today + timedelta(days=1), "あす", on=today, actor=office.sato)


def test_what_changed_between_proposal_and_decision_stops_the_decision() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    exploited()
    with pytest.raises(Refused, match=r"has changed since it was proposed \(exploited\)"):
        decide(decision, actor=office.sato)
