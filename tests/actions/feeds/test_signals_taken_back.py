"""What its asserter takes back is kept as an event, and what rested on it is looked at again; it clears nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from kizuki.actions.assessments.reevaluate_assessments import reevaluate_assessments
from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.feeds.keep_exploit_predictions import keep_exploit_predictions
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.store.audit.verifying import verify_record
from kizuki.store.findings.filters import FindingFilter, Key
from kizuki.store.models import Advisory, Assessment, AssessmentDifference, CveSignal, SignalEvent
from kizuki.store.queries.findings import findings
from kizuki.store.queries.signals import beside_of, signals_told
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.assessments.desk import ON, Desk, furnished, sheet
from tests.actions.record import TESTER, advisory, library, sbom
from tests.asked_work import forget_work, kinds_asked

pytestmark = pytest.mark.django_db

OURS, OTHERS = "CVE-2026-0001", [f"CVE-1999-{number:04d}" for number in range(1, 31)]


@pytest.fixture
def desk() -> Desk:
    """A pump with jinja2 2.10, whose vulnerability is assessed, and listed since the first day."""
    made = furnished()
    release = register_release("pump", "9.9", sbom(library("jinja2", "2.10")), actor=TESTER).release
    match_release(release, on=ON, actor=TESTER)
    _keep("2026-06-01", OURS, *OTHERS)
    save_assessment(made.device, made.advisory, sheet(XIT="H"), on=ON, actor=made.author)
    forget_work()
    return made


def _catalogue(day: str, *cves: str, count: int | None = None) -> bytes:
    rows = [{"cveID": cve, "dateAdded": "2026-05-20", "dueDate": "2026-06-10"} for cve in cves]
    told: dict[str, Any] = {"catalogVersion": day, "dateReleased": f"{day}T12:00:00Z", "vulnerabilities": rows}
    return json.dumps(told | {"count": len(cves) if count is None else count}).encode()


def _keep(day: str, *cves: str, count: int | None = None) -> int:
    return keep_known_exploited(_catalogue(day, *cves, count=count), actor=TESTER)


def _to_do() -> list[Key]:
    return [(row.match, row.release) for row in findings(PROGRAM, FindingFilter(triage="to_do"), ON).rows]


def test_an_entry_that_the_newer_catalogue_lacks_is_an_event_and_the_mark_stays(desk: Desk) -> None:
    keys = _to_do()
    triage_findings(keys, TriageEntry("affected", "経路がある"), token=preview(keys)[1], on=ON, actor=TESTER)
    assert _to_do() == []
    assert _keep("2026-06-02", *OTHERS) == 0
    rows = SignalEvent.objects.filter(name=OURS).order_by("pk").values_list("asserter", "change", "said_on")
    assert list(rows) == [("kev", "asserted", date(2026, 5, 20)), ("kev", "retracted", date(2026, 5, 20))]
    state = beside_of(PROGRAM, desk.advisory).signals.kev
    assert state is not None
    assert (state.listed, state.retracted_on is not None, state.added_on) == (True, True, date(2026, 5, 20))
    assert Advisory.objects.get(pk=desk.advisory).known_exploited_on == date(2026, 5, 20)
    assert [row.change for row in signals_told(PROGRAM, desk.advisory)] == ["retracted", "asserted"]
    # The judgement rested on it: the finding is to triage again.
    assert _to_do() == keys
    assert verify_record().intact


def test_a_person_is_called_to_an_assessment_whose_listing_was_taken_back(desk: Desk) -> None:
    _keep("2026-06-02", *OTHERS)
    kinds = set(kinds_asked())
    assert {"reevaluate_assessments", "match_advisories", "watch_register"} <= kinds
    made = Assessment.objects.get()
    assert reevaluate_assessments([made.pk], trigger=1, on=ON, actor=TESTER).needs_person == 1
    assert [change["code"] for change in AssessmentDifference.objects.get().changes] == ["kev_retracted"]
    _keep("2026-06-03", OURS, *OTHERS)
    reevaluate_assessments([made.pk], trigger=1, on=ON, actor=TESTER)
    assert [change["code"] for change in AssessmentDifference.objects.order_by("-pk")[0].changes] == ["kev_returned"]
    changes = SignalEvent.objects.filter(name=OURS).order_by("pk").values_list("change", flat=True)
    assert list(changes) == ["asserted", "retracted", "returned"]


@pytest.mark.parametrize(
    "part",
    [
        _catalogue("2026-05-31", *OTHERS),
        _catalogue("2026-06-02", *OTHERS, count=31),
        _catalogue("2026-06-02", *OTHERS[:3]),
    ],
    ids=["older", "says that it holds more", "a part of it"],
)
def test_what_is_no_newer_and_whole_catalogue_takes_nothing_back(desk: Desk, part: bytes) -> None:
    keep_known_exploited(part, actor=TESTER)
    assert not SignalEvent.objects.exclude(change="asserted").exists()
    assert CveSignal.objects.get(cve=OURS).retracted_at is None


def test_a_score_that_vanished_is_no_score_any_more_and_its_going_is_kept(desk: Desk) -> None:
    def scores(day: str, *cves: str) -> bytes:
        lines = "".join(f"{cve},0.5,0.9\n" for cve in cves)
        return f"#model_version:v1,score_date:{day}\ncve,epss,percentile\n{lines}".encode()

    keep_exploit_predictions(scores("2026-06-01", OURS, *OTHERS), actor=TESTER)
    assert not SignalEvent.objects.filter(asserter="epss").exists()
    keep_exploit_predictions(scores("2026-06-02", *OTHERS), actor=TESTER)
    assert beside_of(PROGRAM, desk.advisory).signals.epss is None
    assert SignalEvent.objects.get(asserter="epss").change == "retracted"
    keep_exploit_predictions(scores("2026-06-03", OURS, *OTHERS), actor=TESTER)
    assert beside_of(PROGRAM, desk.advisory).signals.epss is not None
    assert [row.change for row in signals_told(PROGRAM, desk.advisory)][:2] == ["returned", "retracted"]


def test_a_record_that_its_publisher_withdraws_and_lets_stand_again_is_two_events(desk: Desk) -> None:
    for withdrawn in ("2026-06-02T00:00:00Z", None):
        told = {"modified": f"2026-06-0{2 if withdrawn else 3}T00:00:00Z", "withdrawn": withdrawn}
        keep_advisories(advisory(1, "jinja2", "2.0", "2.11", **told), actor=TESTER)
    told = [(row.name, row.change) for row in signals_told(PROGRAM, desk.advisory) if row.asserter == "osv"]
    assert told == [("PYSEC-2026-1", "returned"), ("PYSEC-2026-1", "retracted")]
    assert verify_record().intact
