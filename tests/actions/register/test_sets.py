"""One proof and one signature for a named set of cases: same component, same reason, each listed."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.register import decide_no_report as deciding
from kizuki.actions.register import propose_no_report_set as proposing
from kizuki.actions.register.propose_no_report import Proposal
from kizuki.actions.register.propose_no_report_set import propose_no_report_set
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, Case, DecisionSignature, NoReportDecision, Task
from kizuki.store.queries.register import decision_page
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.register.set_candidates import candidates, components_of
from kizuki.store.register.shown_decision import shown_sha256
from tests.actions.office import Office
from tests.actions.record import TESTER, company_and_pump, opened_case
from tests.actions.register.holes import osv
from tests.actions.register.test_register import EVIDENCE, NOT_USED, ON, decide, exploited, proposed

pytestmark = pytest.mark.django_db

PROPOSAL = Proposal("component_not_used", "jinja2は組み込まれていない", EVIDENCE)


def about_jinja2(number: int, **matter: Any) -> int:
    """A case of the pump about one hole in jinja2, determined."""
    osv(f"PYSEC-2026-{number}", f"CVE-2026-{number:04d}")
    case_id = opened_case(f"hole-{number}", facts={**NOT_USED, "matters": [{**NOT_USED["matters"][0], **matter}]})
    link_vulnerabilities(case_id, [f"CVE-2026-{number:04d}"], actor=TESTER)
    determine(case_id, on=ON, actor=TESTER)
    return case_id


def three() -> tuple[Office, list[int]]:
    company_and_pump()
    return Office(), [about_jinja2(number) for number in (1, 2, 3)]


def propose(office: Office, cases: list[int], component: str = "jinja2", proposal: Proposal = PROPOSAL) -> list[int]:
    return propose_no_report_set(cases, component, proposal, on=ON, actor=office.ito)


def test_one_signature_decides_every_case_of_the_set_and_each_is_watched_by_itself() -> None:
    office, cases = three()
    made = propose(office, cases)
    (task,) = Task.objects.filter(state="open")
    assert (task.kind, task.subject.partition(":")[0]) == ("decide_no_report", "no_report_set")
    assert len({shown_sha256(decision) for decision in made}) == 1, "one digest"
    decide(made[1], actor=office.sato)
    rows = NoReportDecision.objects.order_by("pk")
    assert [(row.case_id, row.state) for row in rows] == [(case, "decided") for case in cases]
    assert len({row.proof_set_id for row in rows}) == 1, "one set of proofs"
    assert DecisionSignature.objects.values("read_sha256").distinct().count() == 1
    assert not Task.objects.filter(state="open").exists()
    assert [case.clock for case in Case.objects.order_by("pk")] == ["no_report_review"] * 3
    exploited()
    from kizuki.actions.register.watching import watch_register

    assert watch_register(on=ON, actor=TESTER) == [made[0]], "only the case of the number that is exploited"
    assert verify_record().intact


def test_its_page_lists_every_case_and_each_stands_in_the_entry() -> None:
    office, cases = three()
    made = propose(office, cases)
    page = decision_page(PROGRAM, made[0])
    assert page is not None
    assert ([row.case_id for row in page.together], page.component) == (cases, "jinja2")
    entry = AuditEntry.objects.filter(verb="propose_no_report").latest("seq")
    assert {f"case:{case}" for case in cases} <= set(entry.subject_rows.values_list("subject", flat=True))


def test_the_digest_is_of_the_whole_set() -> None:
    office, cases = three()
    made = propose(office, cases[:2])
    alone = shown_sha256(proposed(office, cases[2]))
    assert shown_sha256(made[0]) == shown_sha256(made[1]) != alone


def test_one_case_that_does_not_prove_it_keeps_the_whole_set_out() -> None:
    office, cases = three()
    other = about_jinja2(4, component_present=True, attackable=False, evidence={"attackable": "試験成績書"})
    with pytest.raises(
        Refused, match=f"{Case.objects.get(pk=other).number}: component_not_used is not what the facts"
    ):
        propose(office, [*cases, other])
    assert not NoReportDecision.objects.exists()


def test_a_case_that_is_about_something_else_is_named() -> None:
    office, cases = three()
    with pytest.raises(Refused, match="is about zlib"):
        propose(office, cases, "zlib")
    nameless = opened_case("nameless", facts=NOT_USED)
    determine(nameless, on=ON, actor=TESTER)
    with pytest.raises(Refused, match=f"{Case.objects.get(pk=nameless).number} is about jinja2"):
        propose(office, [*cases, nameless])


def test_a_component_list_speaks_of_one_device() -> None:
    office, cases = three()
    other = register_device(DeviceEntry(key="other", brand="別", facts={"own": True}), actor=TESTER)
    Case.objects.filter(pk=cases[2]).update(device_id=other)
    with pytest.raises(Refused, match="one device"):
        propose(office, cases)


def test_what_changed_on_one_case_stops_the_signature_for_all() -> None:
    office, cases = three()
    made = propose(office, cases)
    exploited()
    with pytest.raises(Refused, match=r"has changed since it was proposed \(exploited\)"):
        decide(made[0], actor=office.sato)
    assert set(NoReportDecision.objects.values_list("state", flat=True)) == {"proposed"}


def test_a_set_that_was_cut_off_is_never_signed_but_can_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    office, cases = three()
    monkeypatch.setattr(proposing, "CASES_AT_A_TIME", 2)
    kept = proposing.keep_proofs
    calls: list[int] = []

    def fails_at_the_second(proposal: Proposal) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("the power went")
        return kept(proposal)

    monkeypatch.setattr(proposing, "keep_proofs", fails_at_the_second)
    with pytest.raises(OSError, match="the power went"):
        propose(office, cases)
    first = NoReportDecision.objects.order_by("pk")[0].pk
    with pytest.raises(Refused, match="2 of 3 cases"):
        decide(first, actor=office.sato)
    decide(first, agreed=False, comment="途中で止まった", actor=office.sato)
    monkeypatch.setattr(proposing, "keep_proofs", kept)
    assert len(propose(office, cases)) == 3


def test_a_decision_that_was_cut_off_is_made_again_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    office, cases = three()
    made = propose(office, cases)
    monkeypatch.setattr(deciding, "CASES_AT_A_TIME", 2)
    one = deciding._decide_part
    calls: list[int] = []

    def fails_at_the_second(*given: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise OSError("the power went")
        one(*given)

    monkeypatch.setattr(deciding, "_decide_part", fails_at_the_second)
    with pytest.raises(OSError, match="the power went"):
        decide(made[0], actor=office.sato)
    assert Task.objects.filter(state="open", subject__startswith="no_report_set:").exists()
    decide(made[0], actor=office.sato)
    assert set(NoReportDecision.objects.values_list("state", flat=True)) == {"decided"}
    assert not Task.objects.filter(state="open").exists()


def test_one_case_is_no_set() -> None:
    office, cases = three()
    for wanted in ([], cases[:1], [cases[0], cases[0]]):
        with pytest.raises(Refused, match="a set has"):
            propose(office, wanted)


def test_the_page_offers_the_cases_of_the_same_component() -> None:
    office, cases = three()
    assert "jinja2" in components_of(cases[0])
    assert [row.case_id for row in candidates(PROGRAM, cases[0], "Jinja2")] == cases[1:]
    proposed(office, cases[1])
    assert [row.case_id for row in candidates(PROGRAM, cases[0], "jinja2")] == cases[2:]
    assert candidates(PROGRAM, cases[0], "zlib") == ()
