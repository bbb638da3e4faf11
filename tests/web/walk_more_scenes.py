"""Scenes of periods, findings, the clinic and the register, and all scenes by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from kizuki.actions.assessments.add_hazard import HazardEntry, add_hazard
from kizuki.actions.assessments.propose_severity_mapping import propose_severity_mapping
from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.enter_design import DesignGiven, enter_design
from kizuki.actions.devices.keep_period import PeriodEntry, keep_period
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.disclosure.receive_finder_report import FinderReport, receive_finder_report
from kizuki.actions.disclosure.set_finder_desk import Desk, set_finder_desk
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.feeds.join_own_number import join_own_number
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.see_finding import see_finding
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.settle_knowledge_day import settle_knowledge_day
from kizuki.actions.findings.suppress_findings import suppress_findings
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.people.signing import person_of
from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.questionnaires.send_sheets import send_sheets
from kizuki.actions.questionnaires.tell_sheet_facts import FactEntry, tell_sheet_facts
from kizuki.actions.questionnaires.watch_sheets import watch_sheets
from kizuki.actions.sources.plan_source import SourceEntry, plan_source
from kizuki.actions.training.correcting import Finding
from kizuki.actions.training.open_correction import open_correction
from kizuki.actions.training.plan_training import plan_training
from kizuki.actions.training.report_correction import report_correction
from kizuki.actions.training.set_procedure import ProcedureEntry, set_procedure
from kizuki.actions.training.watch_training import watch_training
from kizuki.actions.trends.watch_trends import watch_trends
from kizuki.store.models import (
    Advisory,
    NoReportDecision,
    Obligation,
    PeriodReport,
    RunningPeriod,
)
from kizuki.store.record import clock
from tests.actions.assessments.desk import furnished, sheet
from tests.actions.findings.test_days_of_knowledge import FRI, MON, TUE, keys
from tests.actions.hospital_cast import ON as TOLD_ON
from tests.actions.hospital_cast import Told
from tests.actions.obligations.desk import NOW
from tests.actions.office import Office, person
from tests.actions.record import TESTER, advisory, company_and_pump, library, opened_case, sbom
from tests.actions.register.test_register import NOT_USED, not_used_case
from tests.actions.register.test_register import ON as NO_REPORT_DAY
from tests.actions.register.test_register import proposed as no_report_proposed
from tests.actions.test_trends import event as event_of_the_device
from tests.actions.test_trends import pump as pump_with_a_rate
from tests.planted import planted
from tests.web import walk_scenes as scenes

Scene = Callable[[], date]

PERIODS_DAY = date(2026, 5, 20)


def periods_scene() -> date:
    """A trend is asked about; a period's report stands at every step of its way, one late."""
    office, device = Office(), pump_with_a_rate()
    event_of_the_device("a", "2026-01-10")
    event_of_the_device("b", "2026-05-12")
    watch_trends(on=PERIODS_DAY, actor=TESTER)
    describe_device("pump", {"nil_reports": True}, actor=TESTER)
    states = ("draft", "in_review", "in_approval", "approved", "submitted")
    for number, state in enumerate(states, 1):
        last = date(2026, 5, 9) - timedelta(days=366 * (5 - number))
        keep_period(PeriodEntry("pump", "12", last - timedelta(days=364), last, number=number), actor=TESTER)
        report = draft_period_report(RunningPeriod.objects.latest("pk").pk, actor=office.ito)
        with planted():
            PeriodReport.objects.filter(pk=report).update(state=state)
    with planted():
        late = {"kind": "late", "item": f"period_report:{report}", "state": "open", "opened_at": NOW}
        Obligation.objects.create(owner=f"period:{device}:12", device_id=device, **late)
    return PERIODS_DAY


def findings_scene() -> date:
    """Findings to triage, one hidden; a day of knowledge that waits for a second person; a number of our own joined."""
    office = Office()
    company_and_pump()
    content = sbom(
        library("jinja2", "2.10"), {"type": "library", "bom-ref": "x", "name": "Jinja2", "version": "2.10"}
    )
    release = register_release("pump", "1.0", content, actor=TESTER).release
    for number in (1, 2):
        keep_advisories(advisory(number, "jinja2", "2.0", "2.11"), actor=TESTER)
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=MON, actor=TESTER)
    see_finding(*keys()[0], on=TUE, actor=office.ito)
    name = Advisory.objects.get(matches__pk=keys()[0][0]).identifier
    settle_knowledge_day(name, "pump", FRI, "読み違い", on=FRI, actor=office.sato)
    hidden = keys()[1:2]
    suppress_findings(
        hidden, "影響しない", owner=person_of(office.sato), expires_on=date(2026, 9, 1), token=preview(hidden)[1],
        on=FRI, actor=office.sato,
    )  # fmt: skip
    own = enter_vulnerability(
        VulnerabilityEntry("既定の鍵", "component", FRI, product="jinja2", versions="< 3.0"),
        on=FRI,
        actor=office.sato,
    )
    join_own_number(own, "CVE-2026-0009", actor=office.sato)
    opened_case()
    given = DesignGiven("interfaces", "DICOM受信", FRI, "104/tcp で待つ。")
    enter_design(release, [given], on=FRI, actor=office.sato)
    return FRI


def clinic_scene() -> date:
    """An assessment that waits for its confirmation, with its hazard; a table of severities that waits for another."""
    desk = furnished()
    save_assessment(desk.device, desk.advisory, sheet(XIT="H"), on=MON, actor=desk.author)
    (other,) = keep_advisories(advisory(2, "jinja2", "2.0", "2.11"), actor=TESTER).changed
    save_assessment(desk.device, other, sheet(), on=MON, actor=desk.author)
    doubted = HazardEntry(["XIT"], "起こり得ない", "なし", credible=False, not_credible_because="電源が別")
    add_hazard(desk.device, desk.advisory, doubted, actor=desk.author)
    entry = HazardEntry(["XIT"], "設定が書き換わる", "過量投与")
    add_hazard(desk.device, desk.advisory, entry, actor=desk.author)
    propose_severity_mapping({"critical": {"severity": "serious", "criterion": 2}}, actor=desk.second)
    person("tanaka", "general_manager")
    return MON


def register_scene() -> date:
    """A no-report decision that is proposed, one that was reopened, and a case on which one may be proposed."""
    office = Office()
    for place in range(3):
        case = not_used_case() if not place else another_not_used(place)
        if place < 2:
            decision = no_report_proposed(office, case)
    with planted():
        NoReportDecision.objects.filter(pk=decision).update(state="reopened")
    return NO_REPORT_DAY


def another_not_used(place: int) -> int:
    """One more case without a report, of another vulnerability."""
    case = opened_case(f"case-{place}", NOT_USED)
    link_vulnerabilities(case, [f"CVE-2026-000{place + 1}"], actor=TESTER)
    determine(case, on=NO_REPORT_DAY, actor=TESTER)
    return case


def outside_scene() -> date:
    """A hospital has its link and an edition to acknowledge, a questionnaire that was sent is wrong since, and a finder
    waits for a word."""
    it = Told()
    it.link()
    it.agreed()
    facts = [FactEntry("company.system_security_officer", answer, TOLD_ON) for answer in ("yes", "no")]
    tell_sheet_facts("company:1", facts[:1], on=TOLD_ON, actor=it.office.ito)
    send_sheets("mhlw_checklist_vendor_r7", on=TOLD_ON, actor=it.office.ito)
    tell_sheet_facts("company:1", facts[1:], on=TOLD_ON, actor=it.office.ito)
    watch_sheets(on=TOLD_ON, actor=TESTER)
    _practised(it)
    readers = [int(actor.code.removeprefix("user:")) for actor in (it.office.sato, it.office.tanaka)]
    set_finder_desk(Desk(readers), on=TOLD_ON, actor=it.office.tanaka)
    receive_finder_report(
        FinderReport("無線", "既定の鍵で入れる", "", "finder@example.org"), on=TOLD_ON, actor=TESTER
    )
    return TOLD_ON


def _practised(it: Told) -> None:
    """A procedure in which somebody is to be trained, what is to be put right and what is to be checked, a source."""
    with clock.standing_at(datetime(TOLD_ON.year, TOLD_ON.month, TOLD_ON.day, 1, tzinfo=UTC)):
        told = ProcedureEntry("GVP-05", "1", "安全確保措置手順書", TOLD_ON, ["measures"])
        set_procedure(told, on=TOLD_ON, actor=it.office.sato)
        plan_training("GVP-05", "safety_officer", 14, actor=it.office.sato)
        watch_training(on=TOLD_ON, actor=TESTER)
        for words in ("手順書を直す", "周知する"):
            owed = Finding(words, person_of(it.office.ito), TOLD_ON)
            action = open_correction(owed, on=TOLD_ON, actor=it.office.sato)
        report_correction(action, TOLD_ON, "周知した", on=TOLD_ON, actor=it.office.ito)
        told_by_mhlw = {"summary": "医療機器の脆弱性への注意喚起"}
        receipt = ReceiptEntry(TOLD_ON, name="佐藤", channel="email")
        receive_information(InformationEntry("mhlw", [receipt], texts=told_by_mhlw), on=TOLD_ON, actor=TESTER)
        source = SourceEntry("pubmed", "literature", "医学文献", 7, "safety_officer")
        plan_source(source, on=TOLD_ON, actor=it.office.sato)


SCENES: dict[str, Scene] = {
    "office": scenes.office_scene,
    "ended": scenes.ended_scene,
    "signatures": scenes.signatures_scene,
    "measures": scenes.measures_scene,
    "reports": scenes.reports_scene,
    "periods": periods_scene,
    "findings": findings_scene,
    "clinic": clinic_scene,
    "register": register_scene,
    "outside": outside_scene,
}
"""By name; each begins with an empty record and answers its day."""
