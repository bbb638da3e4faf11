"""Findings in the order of what is said of their vulnerability: the same set, each once, the gravest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.store.findings.filters import RANKED, FindingFilter
from kizuki.store.models import Advisory, Assessment, CveSignal, Device, DeviceMatch, StoredDocument
from kizuki.store.queries.findings import FindingLine, findings, weights_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from kizuki.store.signals.standing import retract_signals, write_signals
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.planted import planted

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 10)
SCORES = {1: 0.02, 2: 0.97, 3: 0.4, 5: 0.4}


@pytest.fixture(params=["as a whole", "from what is few on"])
def listed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six vulnerabilities in two releases: four have an EPSS, one is known exploited, two were assessed; and the list
    is one that is put in order as a whole, or one that is too large for that."""
    company_and_pump()
    for number in range(1, 7):
        keep_advisories(advisory(number, "jinja2", "2.0", "2.11"), actor=TESTER)
    for version in ("1.0", "2.0"):
        release = register_release("pump", version, sbom(library("jinja2", "2.10")), actor=TESTER).release
        match_release(release, on=DAY, actor=TESTER)
    with planted():
        document = StoredDocument.objects.first()
        assert document is not None
        entries = {f"CVE-2026-000{number}": {"score": score, "scored_on": ""} for number, score in SCORES.items()}
        write_signals("epss", entries, {}, document, clock.now())
        Advisory.objects.filter(identifier="PYSEC-2026-4").update(known_exploited_on=DAY)
        DeviceMatch.objects.filter(match__advisory__identifier="PYSEC-2026-4").update(exploited=True)
        DeviceMatch.objects.filter(match__advisory__identifier="PYSEC-2026-3").update(waits_since=DAY - timedelta(30))
        for number, score, highest in ((6, "4.0", "9.8"), (1, "7.0", "7.0")):
            Assessment.objects.create(
                device=Device.objects.get(),
                advisory=Advisory.objects.get(identifier=f"PYSEC-2026-{number}"),
                revision=1,
                score=score,
                highest=highest,
                made_at=clock.now(),
            )
    if request.param != "as a whole":
        monkeypatch.setattr("kizuki.store.findings.ranked.MOST_AT_ONCE", 2)


def _numbers(wanted: FindingFilter, limit: int) -> list[int]:
    """The vulnerability of every finding of a list, page after page."""
    found: list[FindingLine] = []
    before = None
    while True:
        page = findings(PROGRAM, wanted, DAY, before=before, limit=limit)
        found += page.rows
        if page.next is None:
            break
        before = page.next
    assert len({row.key for row in found}) == len(found)
    return [int(row.advisory.rpartition("-")[2]) for row in found]


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("limit", [1, 3, 50])
@pytest.mark.parametrize(
    ("sort", "first"),
    [("epss", [2, 2, 5, 5, 3, 3, 1, 1]), ("kev", [4, 4]), ("clinical", [6, 6, 1, 1]), ("waiting", [3, 3])],
)
def test_the_gravest_stand_first_and_the_others_follow_each_once(sort: str, first: list[int], limit: int) -> None:
    shown = _numbers(FindingFilter(triage="to_do", sort=sort), limit)
    assert shown[: len(first)] == first
    assert sorted(shown) == sorted([1, 2, 3, 4, 5, 6] * 2)


@pytest.mark.usefixtures("listed")
def test_a_score_that_was_taken_back_ranks_nothing() -> None:
    with planted():
        document = StoredDocument.objects.first()
        assert document is not None
        retract_signals("epss", ["CVE-2026-0002"], document, clock.now())
    assert _numbers(FindingFilter(sort="epss"), 50)[:2] == [5, 5]
    rows = findings(PROGRAM, FindingFilter(), DAY).rows
    assert {row.advisory: weights_of(PROGRAM, rows)[row.key].epss for row in rows} == {
        f"PYSEC-2026-{number}": SCORES.get(number) if number != 2 else None for number in range(1, 7)
    }


@pytest.mark.usefixtures("listed")
def test_every_order_keeps_the_filter() -> None:
    exploited = FindingFilter(exploited=True)
    for sort in RANKED:
        assert _numbers(replace(exploited, sort=sort), 1) == [4, 4]
        assert _numbers(FindingFilter(text="CVE-2026-0003", sort=sort), 1) == [3, 3]


def test_another_record_of_the_same_number_has_the_same_clinical_score_and_one_of_several_holes_has_not() -> None:
    company_and_pump()
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11", aliases=["CVE-2026-0001"]), actor=TESTER)
    keep_advisories(advisory(2, "jinja2", "2.0", "2.11", aliases=["CVE-2026-0001"]), actor=TESTER)
    keep_advisories(advisory(3, "jinja2", "2.0", "2.11", aliases=["CVE-2026-0001", "CVE-2026-0003"]), actor=TESTER)
    release = register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER).release
    match_release(release, on=DAY, actor=TESTER)
    assert CveSignal.objects.count() == 0
    with planted():
        Assessment.objects.create(
            device=Device.objects.get(),
            advisory=Advisory.objects.get(identifier="PYSEC-2026-1"),
            revision=1,
            score="5.0",
            highest="8.1",
            made_at=clock.now(),
        )
    rows = findings(PROGRAM, FindingFilter(sort="clinical"), DAY).rows
    told = {row.advisory: weights_of(PROGRAM, rows)[row.key].highest for row in rows}
    assert told == {"PYSEC-2026-1": 8.1, "PYSEC-2026-2": 8.1, "PYSEC-2026-3": None}
