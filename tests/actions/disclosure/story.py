"""One vulnerability of the sample's infusion pump, from a finder's mail to a form 8, step by step through verbs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
from kizuki.actions.assessments.sign_assessment import confirm_assessment, state_no_hazard
from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.company.set_report_chain import set_report_chain
from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.record_patch_on_units import record_patch_on_units
from kizuki.actions.devices.register_device import register_device
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.start_patch import start_patch
from kizuki.actions.disclosure.acknowledge_finder import Acknowledged, acknowledge_finder
from kizuki.actions.disclosure.draft_advisory import Advisory, draft_advisory
from kizuki.actions.disclosure.hold_back import HoldBack, hold_back
from kizuki.actions.disclosure.parties import Turn, open_disclosure, record_party_turn, register_disclosure_party
from kizuki.actions.disclosure.publish_statement import publish_statement
from kizuki.actions.disclosure.receive_finder_report import receive_finder_mail
from kizuki.actions.disclosure.set_finder_desk import Desk, set_finder_desk
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.feeds.join_own_number import join_own_number
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.actions.hospitals.acknowledge_as_hospital import answer_measure_as_hospital
from kizuki.actions.hospitals.make_hospital_link import make_hospital_link
from kizuki.actions.information.become_case import become_case
from kizuki.actions.measures.decide_measure import Decision, decide_measure
from kizuki.actions.measures.propose_measure import Plan, propose_measure
from kizuki.actions.measures.record_measure_reach import Reached, record_measure_reach
from kizuki.actions.measures.send_letter import Sent, send_letter
from kizuki.actions.measures.sign_letter import sign_letter
from kizuki.actions.measures.write_letter import draft_letter
from kizuki.actions.register.decide_no_report import decide_no_report
from kizuki.actions.register.propose_no_report import Proof, Proposal, propose_no_report
from kizuki.actions.register.watching import watch_register
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.submit_report import submit_report
from kizuki.actions.verb import Actor
from kizuki.core.csaf.writing import Sentences
from kizuki.core.forms.letters.table import letter
from kizuki.sample.load import _company, device_entry
from kizuki.sample.reading import read_portfolio
from kizuki.store.cases.facts import newest_facts
from kizuki.store.findings.filters import FindingFilter
from kizuki.store.models import Advisory as AdvisoryRow
from kizuki.store.models import Assessment, Measure, MeasureLetter, MeasureTarget, Statement
from kizuki.store.queries.findings import findings
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from kizuki.store.register.shown_decision import shown_sha256
from tests.actions.assessments.desk import BASE, NONE
from tests.actions.office import PASSWORD, person, read, sending
from tests.actions.record import TESTER, library, sbom

CVE = "CVE-2026-7777"
ARRIVED, ANSWERED, JUDGED, DECIDED = (date(2026, 8, day) for day in (3, 4, 6, 7))
SHIPPED, INFORMED, HEARD, NUMBERED = (date(2026, 9, day) for day in (1, 3, 10, 20))
HELD, PUBLIC = date(2026, 9, 25), date(2026, 9, 28)
EXPLOITED, REPORTED = date(2026, 10, 19), date(2026, 11, 5)
DUE = EXPLOITED + timedelta(days=30)
"""施行規則第228条の20第2項第2号ロ: thirty days from the day on which the exploitation was known."""
HOSPITALS = ("kita", "minami")

MAIL = """\
Received: from mail.example by mx.mihon.example; Mon, 3 Aug 2026 08:12:00 +0900
From: =?utf-8?b?55m66KaL6ICF?= <finder@example.org>
To: psirt@mihon.example
Subject: =?utf-8?b?6Ly45ray44Od44Oz44OX44Gu6YCa5L+h6YOo5ZOB44Gu6ISG5byx5oCn?=
Date: Mon, 3 Aug 2026 08:10:00 +0900
Message-ID: <report-1@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

細工した応答を保守用ポートへ送ると、投与量を書き換えられます。公表前の調整を希望します。
""".encode()


@contextmanager
def on(day: date) -> Iterator[date]:
    """What is done inside is done on this day."""
    with clock.standing_at(day):
        yield day


class Story:
    """The people, the pump with two releases, and two hospitals with a unit each; `kato` stands on no list."""

    def __init__(self) -> None:
        with on(date(2026, 8, 1)) as day:
            self._company_and_its_pump()
            readers = [number(one) for one in (self.yuki, self.ito, self.sato, self.tanaka)]
            set_finder_desk(Desk(readers, "psirt@mihon.example"), on=day, actor=self.tanaka)

    def _company_and_its_pump(self) -> None:
        portfolio = read_portfolio()
        self.sample = next(case for case in portfolio.cases if case["key"] == "vulnerability-3-unpatched-could-kill")
        _company(portfolio)
        set_report_chain(2, actor=TESTER)
        self.yuki, self.ito = person("yuki", "psirt"), person("ito", "safety_officer")
        self.sato, self.tanaka = person("sato", "safety_manager"), person("tanaka", "general_manager")
        self.kato = person("kato", "regulatory")
        row = next(one for one in portfolio.devices if one["key"] == "infusion-pump")
        self.device = register_device(device_entry(row), actor=TESTER)
        register_release("infusion-pump", "3.2.1", sbom(library("telemetry", "1.4")), actor=TESTER)
        for place, key in enumerate(HOSPITALS):
            register_hospital(key=key, name=f"第{place}病院", prefecture="青森県", actor=TESTER)
        units = [UnitEntry(serial=f"SN-{key}", hospital=key, release="3.2.1") for key in HOSPITALS]
        register_units("infusion-pump", units, actor=TESTER)

    def finder_writes(self) -> None:
        with on(ARRIVED) as day:
            self.information = receive_finder_mail(MAIL, on=day, actor=self.yuki)

    def finder_is_answered_and_a_case_opened(self) -> None:
        with on(ANSWERED) as day:
            said = Acknowledged(day, "email", "受領しました。担当者から連絡します。")
            acknowledge_finder(self.information, said, on=day, actor=self.yuki)
            matter = {
                "kind": "vulnerability",
                "locus": "domestic",
                "potential": "death",
                "malfunction_predictable": False,
                "component_present": True,
                "affects_function": True,
                "exploited": "none_known",
            }
            facts = {"matters": [matter]}
            entry = CaseEntry("finder-1", "infusion-pump", "輸液ポンプの通信部品の脆弱性", facts)
            self.case = become_case(self.information, entry, on=day, actor=self.ito)
            hole = VulnerabilityEntry(
                "細工した応答で投与量を書き換えられる",
                "component",
                ARRIVED,
                product="telemetry",
                versions="< 2.0",
                information=self.information,
            )
            self.hole = enter_vulnerability(hole, on=day, actor=self.yuki)
            link_vulnerabilities(self.case, [self.hole], actor=self.yuki)

    def day_of_publication_is_agreed(self) -> None:
        with on(ANSWERED) as day:
            self.disclosure = open_disclosure(self.case, "AMBER", actor=self.yuki)
            for key, kind, name in (("finder", "finder", "発見者"), ("jpcert", "jpcert", "JPCERT/CC")):
                register_disclosure_party(key, kind, name, actor=self.yuki)
                turn = Turn(key, "investigating", "told", day)
                record_party_turn(self.disclosure, turn, on=day, actor=self.yuki)
            until = datetime.fromisoformat(f"{PUBLIC}T09:00")
            for state, party in (("proposed", "finder"), ("accepted", "")):
                said = HoldBack(state, "公表日の調整", until, "Asia/Tokyo", party)
                hold_back(self.disclosure, said, actor=self.yuki)

    def hole_is_assessed(self) -> None:
        with on(JUDGED) as day:
            match_advisories(list(AdvisoryRow.objects.values_list("pk", flat=True)), on=day, actor=TESTER)
            keys = [(row.match, row.release) for row in findings(PROGRAM, FindingFilter(), day).rows]
            entry = TriageEntry("affected", "部品は組み込まれている")
            triage_findings(keys, entry, token=preview(keys)[1], on=day, actor=self.yuki)
            told = {"answers": {**BASE, **NONE}}
            assess_vulnerability("infusion-pump", self.hole, told, actor=self.yuki)
            made = Assessment.objects.get(current=True)
            confirm_assessment(made.pk, actor=self.sato)
            state_no_hazard(made.pk, reason="保守用ポートは筐体内で塞がれている", actor=self.sato)
            self.answered(attackable=False, evidence={"attackable": "保守用ポートの封止の設計書 D-12"})

    def answered(self, **told: Any) -> None:
        """The first matter as it is known now."""
        sheet = newest_facts(self.case)
        first, *rest = sheet.facts["matters"]
        facts = {**sheet.facts, "matters": [{**first, **told}, *rest]}
        answer_facts(self.case, facts, revision=sheet.revision, on=clock.today(), actor=self.ito)

    def is_not_reported(self) -> None:
        with on(DECIDED) as day:
            proof = Proof("attack_paths", b"attack paths of 3.2.1", "text/plain")
            proposal = Proposal("not_attackable", "保守用ポートは筐体内で塞がれ、届く経路がない。", [proof])
            self.decision = propose_no_report(self.case, proposal, on=day, actor=self.yuki)
            shown = shown_sha256(self.decision)
            decide_no_report(
                self.decision, agreed=True, read_sha256=shown, password=PASSWORD, on=day, actor=self.sato
            )

    def patch_is_shipped(self) -> None:
        with on(date(2026, 8, 17)) as day:
            register_release("infusion-pump", "3.3.0", sbom(library("telemetry", "2.0")), actor=TESTER)
            self.patch = start_patch(
                "infusion-pump", "p-330", fixes=[self.hole], release="3.3.0", on=day, actor=self.yuki
            )
        for day, state in ((date(2026, 8, 28), "validated"), (SHIPPED, "shipped")):
            with on(day):
                move_patch(self.patch, state, on=day, actor=self.yuki)

    def hospitals_are_told_and_answer(self) -> None:
        with on(INFORMED) as day:
            plan = Plan("information", "3.3.0への更新と、更新まで保守用ポートを使わないこと。", hospitals=("*",),
                        brings="mitigation")  # fmt: skip
            self.measure = propose_measure(self.case, plan, password=PASSWORD, on=day, actor=self.sato)
            read_sha256 = Measure.objects.get(pk=self.measure).sha256
            decision = Decision(True, "実施する。", read_sha256)
            decide_measure(self.measure, decision, password=PASSWORD, on=day, actor=self.tanaka)
            words = {one.id: "記載あり" for one in letter("hospital_notice").fields if one.kind != "long"}
            long = {"ja": "更新してください。", "en": "Update the pump."}
            words |= {one.id: long for one in letter("hospital_notice").fields if one.kind == "long"}
            words |= {one.id: "2026-10-31" for one in letter("hospital_notice").fields if one.kind == "day"}
            words = {
                one.id: words[one.id]
                for one in letter("hospital_notice").fields
                if not one.source.startswith("hospital.")
            }
            self.letter = draft_letter(self.measure, "hospital_notice", words, dated_on=day, on=day, actor=self.ito)
            digest = MeasureLetter.objects.get(pk=self.letter).sha256
            sign_letter(self.letter, read_sha256=digest, password=PASSWORD, on=day, actor=self.sato)
            by_post = Sent(day, channel="letter", reference="R-1", hospitals=HOSPITALS)
            send_letter(self.letter, by_post, on=day, actor=self.ito)
        self.one_answers_by_telephone_and_one_on_its_page()

    def one_answers_by_telephone_and_one_on_its_page(self) -> None:
        by_telephone, on_its_page = HOSPITALS
        with on(INFORMED) as day:
            link = make_hospital_link(on_its_page, date(2027, 3, 31), on=day, actor=self.sato)
        with on(HEARD) as day:
            for state in ("received", "read"):
                heard = Reached((by_telephone,), state, day, "phone", "", "臨床工学室が了知した")
                record_measure_reach(self.measure, heard, on=day, actor=self.ito)
            target = MeasureTarget.objects.get(measure=self.measure, hospital__key=on_its_page)
            page = Actor.program("hospital")
            answer_measure_as_hospital(link, target.pk, "read", "山田 花子", "承知しました", on=day, actor=page)
            record_patch_on_units(self.patch, ["SN-kita"], "applied", on=day, actor=self.ito)

    def hole_gets_its_number(self) -> None:
        with on(NUMBERED):
            join_own_number(self.hole, CVE, actor=self.yuki)

    def statements_are_drawn_up(self) -> list[int]:
        with on(HELD) as day:
            told = {
                "audience": "public",
                "ja": Sentences("ja", "輸液ポンプの通信部品", "投与量が変わるおそれ", "更新してください", ""),
                "en": Sentences("en", "Network part of the pump", "The dose may change", "Update the pump", ""),
                "namespace": "https://mihon.example",
                "contact": "psirt@mihon.example",
                "revision": "初版",
            }
            drawn: list[int] = []
            for outlet in ("csaf", "openvex"):
                drawn += draft_advisory(
                    self.disclosure,
                    Advisory(outlet=outlet, **told),
                    on=day,
                    actor=self.yuki,  # type: ignore[arg-type]
                )
        return drawn

    def published(self, statement: int) -> dict[str, Any]:
        """The statement as it left."""
        shown = str(Statement.objects.get(pk=statement).document_id)
        publish_statement(statement, read_sha256=shown, password=PASSWORD, on=clock.today(), actor=self.tanaka)
        row = Statement.objects.get(pk=statement)
        assert row.released is not None
        told: dict[str, Any] = json.loads(bytes(row.released.content))
        return told

    def embargo_ends(self) -> None:
        for subject in (f"information:{self.information}", f"case:{self.case}"):
            set_embargo(subject, False, (), "公表した。", actor=self.sato)

    def exploitation_is_listed(self) -> None:
        with on(EXPLOITED) as day:
            listed = {"cveID": CVE, "dateAdded": day.isoformat()}
            catalogue = {
                "title": "t",
                "catalogVersion": "1",
                "dateReleased": day.isoformat(),
                "count": 1,
                "vulnerabilities": [listed],
            }
            keep_known_exploited(json.dumps(catalogue).encode(), actor=TESTER)
            watch_register(on=day, actor=Actor.program("worker"))

    def form_8_is_sent(self) -> None:
        with on(date(2026, 10, 20)) as day:
            sheet = newest_facts(self.case)
            seen = {
                "kind": "vulnerability",
                "learned_on": EXPLOITED.isoformat(),
                "locus": "domestic",
                "potential": "death",
                "malfunction_predictable": False,
                "component_present": True,
                "attackable": True,
                "affects_function": True,
                "exploited": "elsewhere",
                "mitigation": {"state": "available", "units_done": 1, "units_total": 2},
            }
            facts = {**sheet.facts, "matters": [*sheet.facts["matters"], seen]}
            answer_facts(self.case, facts, revision=sheet.revision, on=day, actor=self.ito)
        with on(REPORTED) as day:
            record = self.sample["record"]
            parts = {name: dict(record[name]) for name in ("device", "event", "investigation", "measures")}
            report = {**record["report"], "reported_on": day.isoformat(), "next_report_on": "2027-02-26"}
            describe(self.case, {**parts, "report": report}, actor=self.ito)
            matter = newest_facts(self.case).facts["matters"][1]["id"]
            self.report = draft_form(self.case, 8, matter=matter, actor=self.ito)
            shown = request_review(self.report, on=day, actor=self.ito)
            approve_report(self.report, read_sha256=shown, password=PASSWORD, on=day, actor=self.sato)
            submit_report(self.report, sending("portal", day, read(self.report)), on=day, actor=self.ito)


def number(actor: Actor) -> int:
    return int(actor.code.removeprefix("user:"))
