"""A spread says what people judged of its findings, and the sample judged there what its cases say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kizuki.actions.findings.match_release import match_release
from kizuki.sample.judged import judge_findings
from kizuki.sample.load import load_sample
from kizuki.store.models import Case, Release, Triage
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.pages.spread import SpreadPage, spread_page
from tests.actions.record import TESTER

CVE = "CVE-2023-45853"


@pytest.fixture
def matched() -> None:
    """The sample with the releases of the pump matched, as its round leaves them."""
    load_sample()
    for release in Release.objects.filter(device__key="infusion-pump"):
        match_release(release.pk, on=clock.today(), actor=TESTER)


def judged(days: int = 0) -> set[tuple[str, str]]:
    page: SpreadPage = spread_page(Viewer(None, "program", "ja"), CVE, "", clock.today() + timedelta(days))
    assert page.spread is not None
    pump = Case.objects.get(key="vulnerability-1-part-not-used").device
    assert pump is not None
    return {(row.verdict, row.judged) for one in page.spread.devices if one.device == pump.pk for row in one.releases}


@pytest.mark.django_db
def test_the_sample_says_in_the_spread_what_its_case_says_on_any_day(matched: Any) -> None:
    assert {said for _, said in judged()} == {""}, "nobody has judged it yet"
    assert judge_findings(clock.today()) >= 1
    assert {said for _, said in judged()} == {"not_affected"}
    assert {said for _, said in judged(days=900)} == {"not_affected"}, "it holds until something changes"
    assert judge_findings(clock.today()) == 0, "a second time adds nothing"


@pytest.mark.django_db
def test_what_was_said_of_another_verdict_or_for_a_time_is_not_said_any_more(matched: Any) -> None:
    judge_findings(clock.today())
    Triage.objects.update(expires_on=clock.today())
    assert {said for _, said in judged()} == {"not_affected"}
    assert {said for _, said in judged(days=1)} == {""}


@pytest.mark.django_db
def test_where_not_every_finding_was_looked_at_nothing_is_said_to_be_judged(
    matched: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_findings(clock.today())
    monkeypatch.setattr("kizuki.store.queries.spread_judged.MOST_COMPONENTS", 0)
    assert {said for _, said in judged()} == {""}
