"""Evaluation anew: what changed is stored once, and a person is called only where something they decided moved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from kizuki.actions.assessments.inputs import kept_of, kept_text
from kizuki.actions.assessments.reevaluate_assessments import Reevaluated, current_assessments, reevaluate_assessments
from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.assessments.sheet import accepted
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.feeds.keep_exploit_predictions import keep_exploit_predictions
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.actions.tasks import HANDLERS
from kizuki.core.refusal import Refused
from kizuki.core.scoring.rulings import RULING_SET, Chosen
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Assessment, AssessmentDifference, AssessmentInputs, Task
from kizuki.store.queries.signals import beside_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.assessments.desk import ON, Desk, furnished, sheet
from tests.actions.record import TESTER, advisory, sbom
from tests.asked_work import asked_of, forget_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    made = furnished()
    _keep_kev(made, "1", "CVE-1999-0001")
    save_assessment(made.device, made.advisory, sheet(XIT="H"), on=ON, actor=made.author)
    forget_work()
    return made


def _keep_kev(_desk: Desk, version: str, *cves: str, ransomware: str = "Unknown") -> None:
    rows = [{"cveID": cve, "dateAdded": "2026-06-01", "knownRansomwareCampaignUse": ransomware} for cve in cves]
    keep_known_exploited(json.dumps({"catalogVersion": version, "vulnerabilities": rows}).encode(), actor=TESTER)


def _work(on: date = ON) -> Reevaluated:
    """What the worker does of the evaluations that verbs asked for."""
    total = Reevaluated(0, 0, 0)
    for args in asked_of("reevaluate_assessments"):
        done = reevaluate_assessments(args["assessments"], trigger=args["trigger"], on=on, actor=TESTER)
        total = Reevaluated(
            total.looked_at + done.looked_at,
            total.differences + done.differences,
            total.needs_person + done.needs_person,
        )
    forget_work()
    return total


def _codes() -> list[Any]:
    return [change["code"] for row in AssessmentDifference.objects.order_by("pk") for change in row.changes]


def test_a_listing_in_kev_is_stored_once_and_calls_a_person(desk: Desk) -> None:
    _keep_kev(desk, "2", "CVE-1999-0001", "CVE-2026-0001")
    assert _work() == Reevaluated(1, 1, 1)
    made = Assessment.objects.get()
    row = AssessmentDifference.objects.get()
    assert (row.trigger, row.needs_person) == ("kev", True)
    assert {"kind": "precondition", "name": "exploited", "before": "none_known", "after": "active"} in row.recomputed
    task = Task.objects.get()
    assert (task.kind, task.subject, task.device_id) == ("reassess", f"assessment:{made.pk}", desk.device)
    assert float(made.score) == 7.5  # CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N: what was saved stays as it was
    again = reevaluate_assessments([made.pk], trigger=1, on=ON, actor=TESTER)
    assert again == Reevaluated(1, 0, 0)
    assert (AssessmentDifference.objects.count(), Task.objects.count()) == (1, 1)
    assert verify_record().intact


def test_the_ransomware_mark_of_a_listed_cve_is_a_change_of_its_own(desk: Desk) -> None:
    _keep_kev(desk, "2", "CVE-2026-0001")
    _work()
    _keep_kev(desk, "3", "CVE-2026-0001", ransomware="Known")
    assert _work().needs_person == 1
    assert _codes() == ["kev_listed", "kev_ransomware_known"]


def test_another_cve_in_the_catalogue_asks_for_nothing(desk: Desk) -> None:
    _keep_kev(desk, "2", "CVE-1999-0001", "CVE-1999-0002")
    assert not asked_of("reevaluate_assessments")


def _epss(model: str, score: float) -> bytes:
    return f"#model_version:{model},score_date:2026-06-01\ncve,epss,percentile\nCVE-2026-0001,{score},0.5\n".encode()


def test_a_new_epss_model_is_a_new_baseline_and_calls_nobody(desk: Desk) -> None:
    assert keep_exploit_predictions(_epss("v1", 0.01), actor=TESTER) == (1, 0)
    _work()
    assert keep_exploit_predictions(_epss("v2", 0.99), actor=TESTER) == (1, 0)
    assert _work() == Reevaluated(1, 1, 0)
    assert keep_exploit_predictions(_epss("v2", 0.99), actor=TESTER) == (0, 1)
    assert _codes() == ["epss_appeared", "epss_rebaselined"]
    assert not Task.objects.exists()
    told = beside_of(PROGRAM, desk.advisory).signals.epss
    assert told is not None
    assert (told.score, told.model) == (0.99, "v2")
    with pytest.raises(Refused, match="no EPSS"):
        keep_exploit_predictions(advisory(2, "x", "0", "1"), actor=TESTER)


def test_a_changed_vector_of_the_advisory_calls_a_person(desk: Desk) -> None:
    rated = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"}]
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11", severity=rated), actor=TESTER)
    assert _work().needs_person == 1
    assert _codes() == ["vector_new"]


def test_a_new_release_changes_the_component_list(desk: Desk) -> None:
    register_release("pump", "2.0", sbom(), actor=TESTER)
    assert _work() == Reevaluated(1, 1, 0)
    assert _codes() == ["sbom_changed"]


def test_the_end_of_support_and_expired_evidence_come_with_the_day(desk: Desk) -> None:
    set_milestone("pump", "eos", date(2026, 7, 1), actor=TESTER)
    one = sheet(XAT="H", XMAVS="N", XMAVD="N", XMAVG="Y")
    agreed = accepted(one, "MAV", "A", who="鈴木", evidence="DOC-1", expires_on=date(2026, 7, 1))
    save_assessment(desk.device, desk.advisory, agreed, on=ON, actor=desk.author)
    every = current_assessments()
    assert reevaluate_assessments(every, trigger=5, on=date(2026, 6, 30), actor=TESTER).differences == 0
    assert reevaluate_assessments(every, trigger=5, on=date(2026, 7, 1), actor=TESTER).needs_person == 1
    assert set(_codes()) == {"evidence_expired", "end_of_support_reached"}
    recomputed = {(row["kind"], row["name"]): row["after"] for row in AssessmentDifference.objects.get().recomputed}
    assert recomputed[("metric", "MAV")] == ""
    assert recomputed[("precondition", "supported")] == "no"


def test_a_superseded_revision_is_passed_over_and_one_without_inputs_gets_its_first(desk: Desk) -> None:
    old = Assessment.objects.get()
    save_assessment(desk.device, desk.advisory, sheet(XIT="L"), on=ON, actor=desk.author)
    assert reevaluate_assessments([old.pk], trigger=1, on=ON, actor=TESTER).looked_at == 0
    made = Assessment.objects.get(current=True)
    AssessmentInputs.objects.filter(pk=made.pk).delete()
    assert reevaluate_assessments([made.pk], trigger=1, on=ON, actor=TESTER) == Reevaluated(1, 0, 0)
    assert AssessmentInputs.objects.filter(pk=made.pk).exists()


def test_a_difference_is_never_changed(desk: Desk) -> None:
    _keep_kev(desk, "2", "CVE-2026-0001")
    _work()
    with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
        AssessmentDifference.objects.update(needs_person=False)


def test_the_worker_knows_the_task(desk: Desk) -> None:
    _keep_kev(desk, "2", "CVE-2026-0001")
    (args,) = asked_of("reevaluate_assessments")
    HANDLERS["reevaluate_assessments"](args, lambda: None)
    assert AssessmentDifference.objects.count() == 1


def test_another_set_of_rulings_is_noticed_on_the_next_day_and_stored_once(desk: Desk) -> None:
    made = Assessment.objects.get()
    kept = kept_of(AssessmentInputs.objects.get(pk=made.pk).inputs)
    former = Chosen(set="2025-01", overridden=(("XRCR_unknown", "C"), ("no_such_ruling", "Y")))
    answers = replace(kept.inputs.answers, rulings=former)
    row = AssessmentInputs.objects.get(pk=made.pk)
    row.inputs = kept_text(replace(kept.inputs, answers=answers), kept.outcome)
    row.save()
    HANDLERS["daily"]({}, lambda: None)
    (change,) = AssessmentDifference.objects.get().changes
    assert (change["code"], change["input"]) == ("rulings_changed", "rulings")
    assert "2025-01" in change["before"]
    assert RULING_SET in change["after"]
    assert "XRCR_unknown" in change["after"], "what the case replaced stays replaced"
    assert "no_such_ruling" not in change["after"]
    HANDLERS["daily"]({}, lambda: None)
    assert AssessmentDifference.objects.count() == 1
