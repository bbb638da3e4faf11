"""`kizuki replay` over a record: nothing moved, or what did."""

from __future__ import annotations

import json
from datetime import date

import pytest
from msgspec.structs import replace

import kizuki.cli.replay as door
from kizuki.actions.cases.determine import determine
from kizuki.cli.main import main
from kizuki.core.facts import Case
from kizuki.core.reporting import Determination, assess
from kizuki.store.models import Determination as Kept
from tests.actions.record import TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def determined_case(monkeypatch: pytest.MonkeyPatch) -> str:
    """One case with one determination in the record of this test."""
    monkeypatch.setattr(door, "open_existing_record", lambda: None)
    company_and_pump()
    case = opened_case()
    determine(case, on=date(2026, 6, 20), actor=TESTER)
    return str(Kept.objects.values_list("case__number", flat=True).get())


def test_the_same_rules_give_the_same_answers(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["replay", "--json"]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert (answer["replayed"], answer["same"], answer["differences"], answer["faults"]) == (1, 1, 0, 0)


def test_another_answer_under_the_same_rules_is_a_fault_and_exit_1(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], determined_case: str
) -> None:
    monkeypatch.setattr(door, "assess", lambda case: replace(assess(case), outcome="no_report"))
    assert main(["replay", "--json"]) == 1
    (row,) = json.loads(capfdbinary.readouterr().out)["listed"]
    assert (row["case"], row["state"], row["parts"]) == (determined_case, "fault", ["outcome"])


def test_a_change_of_rules_lists_every_decision_that_would_differ(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], determined_case: str
) -> None:
    def other_rules(case: Case) -> Determination:
        return replace(assess(case), rules_digest="other", due_on=date(2026, 6, 15))

    monkeypatch.setattr(door, "assess", other_rules)
    kept = Kept.objects.get().answer
    assert main(["replay"]) == 0
    page = capfdbinary.readouterr().out.decode()
    assert f"相違　 {determined_case}：due_on" in page
    assert Kept.objects.get().answer == kept, "a stored answer is never rewritten"


def test_a_stored_assessment_is_scored_again_and_one_that_was_forged_is_a_fault(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.store.audit.triggers import remove_triggers
    from kizuki.store.models import Assessment
    from tests.actions.record import advisory

    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    answers = {"XAVN": "Y", "XAVT": "Y", "XACL": "Y", "XPRL": "N", "XUI": "N", "XS": "N", "XIT": "H"}
    assess_vulnerability("pump", "CVE-2026-0001", {"answers": answers, "unlisted_impacts": "N"}, actor=TESTER)
    assert main(["replay", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["assessments"]["same"] == 1
    made = Assessment.objects.get()
    remove_triggers()
    made.record["input"]["answers"]["XIT"] = "N"
    made.save(update_fields=["record"])
    assert main(["replay", "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)["assessments"]["listed"]
    assert row["state"] == "fault"
    assert {"digest", "cvss31", "pips"} <= set(row["parts"])
