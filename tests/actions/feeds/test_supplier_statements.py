"""Suppliers' VEX and our own patches stand beside stored findings; neither ends anything, and a person looks again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kizuki.actions.assessments.reevaluate_assessments import reevaluate_assessments
from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.start_patch import start_patch
from kizuki.actions.feeds.keep_supplier_statements import KeptStatements, keep_supplier_statements
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.findings.filters import FindingFilter, Key
from kizuki.store.models import Assessment, AssessmentDifference, Match
from kizuki.store.queries.finding import FindingPage, finding_page
from kizuki.store.queries.findings import findings
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.assessments.desk import ON, Desk, furnished, sheet
from tests.actions.record import TESTER, advisory, library, sbom
from tests.asked_work import asked_of, forget_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    """A pump with jinja2 2.10, which CVE-2026-0001 affects, and whose finding was judged."""
    made = furnished()
    release = register_release("pump", "9.9", sbom(library("jinja2", "2.10")), actor=TESTER).release
    match_release(release, on=ON, actor=TESTER)
    keys = _to_do()
    triage_findings(keys, TriageEntry("affected", "経路がある"), token=preview(keys)[1], on=ON, actor=TESTER)
    assert _to_do() == []
    return made


def _vex(status: str, purl: str = "pkg:pypi/jinja2@2.10", **told: Any) -> bytes:
    statement = {"vulnerability": {"name": "CVE-2026-0001"}, "products": [{"@id": purl}], "status": status} | told
    return json.dumps(
        {
            "@context": "https://openvex.dev/ns/v0.2.0",
            "@id": f"https://example.org/{status}",
            "author": "Pallets",
            "timestamp": "2026-06-10T00:00:00Z",
            "version": 1,
            "statements": [statement],
        }
    ).encode()


def _to_do() -> list[Key]:
    return [(row.match, row.release) for row in findings(PROGRAM, FindingFilter(triage="to_do"), ON).rows]


def _page() -> FindingPage:
    ((match, release),) = [(row.match, row.release) for row in findings(PROGRAM, FindingFilter(), ON).rows]
    page = finding_page(PROGRAM, match, release, ON)
    assert page is not None
    return page


def test_a_statement_that_says_the_contrary_is_shown_changes_no_verdict_and_is_looked_at_again(desk: Desk) -> None:
    source = _vex("not_affected", justification="vulnerable_code_not_in_execute_path")
    assert keep_supplier_statements(source, actor=TESTER) == KeptStatements(new=1, unclear=0, again=1)
    assert Match.objects.get().verdict == "affected"
    (told,) = _page().suppliers
    assert (told.author, told.status, told.relation) == ("Pallets", "not_affected", "differs")
    assert (told.stated_at, told.products) == ("2026-06-10T00:00:00Z", ("pkg:pypi/jinja2@2.10",))
    assert len(_to_do()) == 1
    assert verify_record().intact
    before = head().seq
    assert keep_supplier_statements(source, actor=TESTER).new == 0
    assert head().seq == before


def test_a_statement_that_agrees_or_means_another_version_calls_nobody(desk: Desk) -> None:
    assert keep_supplier_statements(_vex("affected"), actor=TESTER).again == 0
    assert keep_supplier_statements(_vex("fixed", "pkg:pypi/jinja2@3.0"), actor=TESTER).again == 0
    assert keep_supplier_statements(_vex("not_affected", "pkg:pypi/flask@2.10"), actor=TESTER).again == 0
    assert {(row.relation, row.about) for row in _page().suppliers} == {
        ("agrees", "component"),
        ("open", "other_version"),
    }
    assert _to_do() == []


def test_what_is_no_vex_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="neither OpenVEX"):
        keep_supplier_statements(advisory(1, "x", "0", "1"), actor=TESTER)


def test_a_patch_of_ours_stands_beside_the_finding_and_its_assessment_is_evaluated_anew(desk: Desk) -> None:
    save_assessment(desk.device, desk.advisory, sheet(XIT="H"), on=ON, actor=desk.author)
    # The record itself names no version without the hole.
    Match.objects.update(evidence=Match.objects.get().evidence | {"fixed_in": []})
    made = Assessment.objects.get()
    reevaluate_assessments([made.pk], trigger=3, on=ON, actor=TESTER)
    forget_work()
    patch = start_patch("pump", "FIX-1", fixes=["CVE-2026-0001"], release="9.9", on=ON, actor=TESTER)
    assert asked_of("reevaluate_assessments")
    reevaluate_assessments([made.pk], trigger=4, on=ON, actor=TESTER)
    (told,) = _page().patches
    assert (told.key, told.version, told.state, told.since) == ("FIX-1", "9.9", "available", ON)
    assert Match.objects.get().verdict == "affected"
    move_patch(patch, "withdrawn", on=ON, actor=TESTER)
    reevaluate_assessments([made.pk], trigger=4, on=ON, actor=TESTER)
    codes = [change["code"] for row in AssessmentDifference.objects.order_by("pk") for change in row.changes]
    assert codes[-1] == "fix_withdrawn"
