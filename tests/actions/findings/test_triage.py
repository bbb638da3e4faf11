"""What people say of findings: of a set at once, with a reason, for as long as it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.lift_suppression import lift_suppression
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.open_case_from_findings import open_case_from_findings
from kizuki.actions.findings.set_triage_limit import set_triage_limit
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.suppress_findings import suppress_findings
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.actions.findings.watch_triage import watch_triage
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.facts import newest_facts
from kizuki.store.findings.filters import FindingFilter, Key
from kizuki.store.models import (
    Advisory,
    AuditEntry,
    CaseVulnerability,
    Match,
    Release,
    Suppression,
    Task,
    Triage,
    TriageJudgement,
)
from kizuki.store.queries.findings import findings
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.planted import planted

pytestmark = pytest.mark.django_db

# A Monday; with three business days triage is in time until Thursday.
DAY, TUESDAY, THURSDAY, FRIDAY, LATER = (date(2026, 6, day) for day in (1, 2, 4, 5, 30))
AFFECTED = TriageEntry("affected", "ログインの前に届く経路がある")


@pytest.fixture
def pump() -> int:
    """A pump in two releases that both have jinja2, which two advisories affect."""
    device = company_and_pump()
    for version in ("1.0", "2.0"):
        register_release(
            "pump", version, sbom(library("jinja2", "2.10"), library(f"own-{version}", "1")), actor=TESTER
        )
    with planted():
        Release.objects.update(registered_at=datetime(2026, 5, 1, 3, tzinfo=UTC))
    for n in (1, 2):
        keep_advisories(advisory(n, "jinja2", "2.0", "2.11"), actor=TESTER)
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=DAY, actor=TESTER)
    return device


def _keys(on: date = DAY, **wanted: Any) -> list[Key]:
    return [(row.match, row.release) for row in findings(PROGRAM, FindingFilter(**wanted), on).rows]


def _triage(keys: list[Key], entry: TriageEntry = AFFECTED, on: date = DAY) -> int:
    return triage_findings(keys, entry, token=preview(keys)[1], on=on, actor=TESTER)


def test_a_finding_is_a_match_in_every_release_that_has_the_component(pump: int) -> None:
    assert Match.objects.count() == 2
    keys = _keys()
    assert len(keys) == 4
    assert keys == sorted(keys, reverse=True)
    assert _keys(device=pump) == keys
    assert _keys(device=0) == _keys(exploited=True) == _keys(verdict="undetermined") == []
    assert len(_keys(advisory="CVE-2026-0002")) == 2


def test_the_list_goes_on_behind_its_last_line_and_nothing_comes_twice(pump: int) -> None:
    first = findings(PROGRAM, FindingFilter(), DAY, limit=3)
    assert (first.count, first.counted, len(first.rows)) == (4, True, 3)
    rest = findings(PROGRAM, FindingFilter(), DAY, before=first.next, limit=3)
    assert rest.next is None
    shown = [(row.match, row.release) for row in (*first.rows, *rest.rows)]
    assert shown == _keys()
    of_device = findings(PROGRAM, FindingFilter(device=pump), DAY, before=first.next, limit=3)
    assert of_device.rows == rest.rows


def test_a_set_is_triaged_with_one_reason_and_one_entry_that_holds_no_words(pump: int) -> None:
    keys = _keys()[:3]
    before = head().seq
    made = _triage(keys)
    assert head().seq == before + 1
    entry = AuditEntry.objects.order_by("-seq")[0]
    assert str(sorted(keys)[0][0]) in entry.payload
    assert "ログイン" not in entry.payload
    assert TriageJudgement.objects.get(pk=made).reason == AFFECTED.reason
    assert sorted(_keys(triage="affected")) == sorted(keys)
    assert len(_keys(triage="to_do")) == 1
    assert verify_record().intact


def test_a_second_triage_takes_the_place_of_the_first_whose_judgement_stays(pump: int) -> None:
    keys = _keys()
    _triage(keys)
    _triage(keys[:1], TriageEntry("not_affected", "使っていない", "vulnerable_code_not_in_execute_path"))
    assert (len(_keys(triage="affected")), len(_keys(triage="not_affected"))) == (3, 1)
    assert TriageJudgement.objects.count() == 2


def test_a_set_that_moved_since_it_was_shown_is_refused_and_nothing_is_kept(pump: int) -> None:
    keys = _keys()
    _, token = preview(keys)
    _triage(keys[:1])
    with pytest.raises(Refused, match="changed since"):
        triage_findings(keys, AFFECTED, token=token, on=DAY, actor=TESTER)
    assert Triage.objects.count() == 1


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (TriageEntry("fine", "x"), "state"),
        (TriageEntry("not_affected", "x"), "justification"),
        (TriageEntry("affected", "x", "component_not_present"), "justification"),
        (TriageEntry("affected", " "), "reason"),
        (TriageEntry("under_investigation", "x"), "expires_on"),
        (TriageEntry("under_investigation", "x", expires_on=DAY), "expires_on"),
        (TriageEntry("affected", "x", reportable_on=TUESDAY), "reportable_on"),
    ],
)
def test_an_entry_that_is_not_complete_is_refused_by_place(pump: int, entry: TriageEntry, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        _triage(_keys(), entry)
    assert str(refusal.value).startswith(place)


def test_what_is_no_finding_or_too_many_cannot_be_triaged(pump: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from kizuki.actions.findings import sets

    for keys, why in (([], "none"), ([(0, 0)], "no finding")):
        with pytest.raises(Refused, match=why):
            preview(keys)
    monkeypatch.setattr(sets, "MOST_AT_ONCE", 3)
    with pytest.raises(Refused, match="at most 3"):
        preview(_keys())


def test_what_was_said_lapses_on_its_day_and_when_the_advisory_changes(pump: int) -> None:
    keys = _keys()
    _triage(keys, TriageEntry("under_investigation", "調べる", expires_on=THURSDAY))
    assert _keys(triage="to_do") == []
    assert _keys(THURSDAY, triage="to_do") == []
    assert _keys(FRIDAY, triage="to_do") == keys
    _triage(keys)
    keep_advisories(advisory(1, "jinja2", "2.0", "2.12"), actor=TESTER)
    changed = _keys(LATER, triage="to_do")
    assert len(changed) == 2
    assert {row.lapsed for row in findings(PROGRAM, FindingFilter(triage="to_do"), DAY).rows} == {True}


def test_a_suppressed_finding_is_kept_and_comes_back_by_day_by_change_and_by_hand(pump: int) -> None:
    owner = register_user(
        sign_in_name="ito", display_name="伊藤", role="psirt", password="hibari-0472-kenshin", actor=TESTER
    )
    keys = _keys()

    def suppress(chosen: list[Key]) -> None:
        token = preview(chosen)[1]
        suppress_findings(chosen, "試験用", owner=owner, expires_on=LATER, token=token, on=DAY, actor=TESTER)

    suppress(keys)
    assert (_keys(), _keys(suppressed=True)) == ([], keys)
    assert _keys(date(2026, 7, 1)) == keys
    keep_advisories(advisory(2, "jinja2", "2.0", "2.12"), actor=TESTER)
    back = _keys()
    assert len(back) == 2
    still = _keys(suppressed=True)
    lift_suppression(still, "再検討", token=preview(still)[1], actor=TESTER)
    assert sorted(_keys()) == sorted(keys)
    assert Suppression.objects.count() == 2
    with pytest.raises(Refused, match="not suppressed"):
        lift_suppression(still, "再検討", token=preview(still)[1], actor=TESTER)
    assert TriageJudgement.objects.filter(kind="suppress").count() == 1


def test_triage_is_overdue_after_three_business_days_or_as_many_as_are_set(pump: int) -> None:
    assert _keys(THURSDAY, overdue=True) == []
    assert len(_keys(FRIDAY, overdue=True)) == 4
    assert {row.triage_due_on for row in findings(PROGRAM, FindingFilter(), DAY).rows} == {THURSDAY}
    set_triage_limit(2, actor=TESTER)
    assert len(_keys(THURSDAY, overdue=True)) == 4
    _triage(_keys())
    assert _keys(LATER, overdue=True) == []
    with pytest.raises(Refused, match="business_days"):
        set_triage_limit(0, actor=TESTER)
    with pytest.raises(Refused, match="business_days"):
        set_triage_limit(4, actor=TESTER)


def test_a_task_waits_for_a_person_when_triage_is_due_by_the_next_business_day(pump: int) -> None:
    assert watch_triage(on=TUESDAY, actor=TESTER) == 0
    assert watch_triage(on=date(2026, 6, 3), actor=TESTER) == 1
    task = Task.objects.get()
    assert (task.kind, task.device_id, task.due_on, task.values["count"]) == ("triage_due", pump, THURSDAY, 4)
    assert watch_triage(on=FRIDAY, actor=TESTER) == 0


def test_a_case_is_opened_from_findings_with_the_earliest_day_of_a_match_and_not_the_day_of_a_download(
    pump: int,
) -> None:
    Match.objects.filter(advisory__identifier="PYSEC-2026-1").update(retrieved_on=date(2026, 5, 28))
    Match.objects.filter(advisory__identifier="PYSEC-2026-2").update(first_on=date(2026, 5, 29))
    keys = _keys()
    number = open_case_from_findings(keys, "jinja2の脆弱性", token=preview(keys)[1], on=DAY, actor=TESTER)
    (matter,) = newest_facts(number).facts["matters"]
    assert (matter["learned_on"], matter["kind"], matter["component_present"]) == (
        "2026-05-29",
        "vulnerability",
        True,
    )
    assert "exploited" not in matter
    names = set(CaseVulnerability.objects.filter(case=number).values_list("name", flat=True))
    assert names == {"PYSEC-2026-1", "PYSEC-2026-2", "CVE-2026-0001", "CVE-2026-0002"}
    with pytest.raises(Refused, match="open already"):
        open_case_from_findings(keys, "again", token=preview(keys)[1], on=DAY, actor=TESTER)


def test_a_case_is_about_one_device(pump: int) -> None:
    register_device(DeviceEntry(key="viewer", brand="表示装置", facts={"own": True}), actor=TESTER)
    release = register_release("viewer", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER).release
    keys = [*_keys(device=pump), (Match.objects.order_by("pk")[0].pk, release)]
    with pytest.raises(Refused, match="several devices"):
        open_case_from_findings(keys, "x", token=preview(keys)[1], on=DAY, actor=TESTER)
