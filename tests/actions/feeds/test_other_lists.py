"""What EUVD and VulnCheck list as exploited stands beside CISA's word, each with its day, and is taken back by itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from kizuki.actions.assessments.reevaluate_assessments import reevaluate_assessments
from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.actions.feeds.load_feeds import load_feeds
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Advisory, Assessment, AssessmentDifference, CveSignal, SignalEvent
from kizuki.store.queries.signals import beside_of, signals_told
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from kizuki.store.signals.standing import exploitation_learned, exploited_since
from tests.actions.assessments.desk import ON, Desk, furnished, sheet
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

OURS, OTHERS = "CVE-2026-0001", [f"CVE-1999-{number:04d}" for number in range(1, 31)]


@pytest.fixture
def desk() -> Desk:
    """An assessment of a vulnerability that nobody lists."""
    made = furnished()
    save_assessment(made.device, made.advisory, sheet(XIT="H"), on=ON, actor=made.author)
    return made


def euvd(newest: str, *cves: str) -> bytes:
    """The consolidated list, whose last entry is of this day."""
    rows = [{"cveId": cve, "euvdId": "EUVD-1", "dateAdded": "2026-05-20", "sources": ["eukev_kev"]} for cve in cves]
    rows.append({"cveId": "CVE-1998-0001", "euvdId": "EUVD-2", "dateAdded": newest, "sources": ["cisa_kev"]})
    return json.dumps(rows).encode()


def vulncheck(day: str, *cves: str, ransomware: str = "Unknown", total: int | None = None) -> bytes:
    rows = [
        {
            "cve": [cve],
            "vendorProject": "acme",
            "date_added": "2026-05-18T00:00:00Z",
            "knownRansomwareCampaignUse": ransomware,
        }
        for cve in cves
    ]
    meta = {"timestamp": f"{day}T10:00:00Z", "total_documents": len(cves) if total is None else total}
    return json.dumps({"_meta": meta, "data": rows}).encode()


def test_each_asserter_stands_by_itself_and_the_earliest_word_marks_the_record(desk: Desk) -> None:
    assert keep_known_exploited(euvd("2026-06-01", OURS), actor=TESTER) == 2
    assert keep_known_exploited(vulncheck("2026-06-01", OURS), actor=TESTER) == 1
    assert dict(CveSignal.objects.filter(cve=OURS).values_list("asserter", "said_on")) == {
        "euvd": date(2026, 5, 20),
        "vc_kev": date(2026, 5, 18),
    }
    assert exploited_since([OURS]) == {OURS: date(2026, 5, 18)}
    assert set(exploitation_learned([OURS])) == {OURS}
    assert Advisory.objects.get(pk=desk.advisory).known_exploited_on == date(2026, 5, 20), "as it was first marked"
    signals = beside_of(PROGRAM, desk.advisory).signals
    assert signals.kev is None, "CISA's catalogue was never looked up"
    assert [(one.asserter, one.added_on) for one in signals.listings] == [
        ("euvd", date(2026, 5, 20)),
        ("vc_kev", date(2026, 5, 18)),
    ]
    assert signals.exploited == "A"
    assert {row.who for row in signals_told(PROGRAM, desk.advisory)} == {"EUVD", "VulnCheck KEV"}
    assert verify_record().intact


def test_what_one_takes_back_is_an_event_and_exploitation_stays_while_another_says_so(desk: Desk) -> None:
    keep_known_exploited(euvd("2026-06-01", OURS, *OTHERS), actor=TESTER)
    keep_known_exploited(vulncheck("2026-06-01", OURS, *OTHERS), actor=TESTER)
    made = Assessment.objects.get()
    assert reevaluate_assessments([made.pk], trigger=1, on=ON, actor=TESTER).needs_person == 1
    listed = [change["input"] for change in AssessmentDifference.objects.get().changes]
    assert listed == ["exploited.euvd", "exploited.vc_kev"]
    keep_known_exploited(euvd("2026-06-02", *OTHERS), actor=TESTER)
    told = SignalEvent.objects.filter(name=OURS, change="retracted").values_list("asserter", flat=True)
    assert list(told) == ["euvd"]
    signals = beside_of(PROGRAM, desk.advisory).signals
    assert [(one.asserter, one.retracted_on is None) for one in signals.listings] == [
        ("euvd", False),
        ("vc_kev", True),
    ]
    assert not signals.all_taken_back
    reevaluate_assessments([made.pk], trigger=1, on=ON, actor=TESTER)
    newest = AssessmentDifference.objects.order_by("-pk")[0].changes
    assert [change["code"] for change in newest] == ["exploited_retracted"]
    keep_known_exploited(vulncheck("2026-06-02", *OTHERS), actor=TESTER)
    signals = beside_of(PROGRAM, desk.advisory).signals
    assert signals.all_taken_back
    assert signals.exploited == "A", "what was said to be exploited does not become unexploited by silence"


@pytest.mark.parametrize(
    "part",
    [
        vulncheck("2026-05-31", *OTHERS),
        vulncheck("2026-06-02", *OTHERS, total=40),
        vulncheck("2026-06-02", *OTHERS[:3]),
    ],
    ids=["older", "says that it holds more", "a part of it"],
)
def test_a_part_or_an_older_list_takes_nothing_back(desk: Desk, part: bytes) -> None:
    keep_known_exploited(vulncheck("2026-06-01", OURS, *OTHERS), actor=TESTER)
    keep_known_exploited(part, actor=TESTER)
    assert not SignalEvent.objects.filter(change="retracted").exists()


def test_use_by_ransomware_that_one_of_them_tells_is_a_change_of_what_a_decision_rests_on(desk: Desk) -> None:
    keep_known_exploited(vulncheck("2026-06-01", OURS), actor=TESTER)
    made = Assessment.objects.get()
    reevaluate_assessments([made.pk], trigger=1, on=ON, actor=TESTER)
    keep_known_exploited(vulncheck("2026-06-02", OURS, ransomware="Known"), actor=TESTER)
    reevaluate_assessments([made.pk], trigger=1, on=ON, actor=TESTER)
    (change,) = AssessmentDifference.objects.order_by("-pk")[0].changes
    assert (change["code"], change["after"]) == ("kev_ransomware_known", "yes")


def test_lists_come_from_files_like_any_other_record(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "euvd.json").write_bytes(euvd("2026-06-01", OURS))
    (tmp_path / "vulncheck.json").write_bytes(vulncheck("2026-06-01", OURS))
    lines: list[str] = []
    load_feeds([str(tmp_path)], settings.FEEDS, now=clock.now(), actor=TESTER, tell=lines.append)
    assert sorted(line.rpartition("/")[2] for line in lines) == ["euvd.json: 2", "vulncheck.json: 1"]
    again = load_feeds([str(tmp_path)], settings.FEEDS, now=clock.now(), actor=TESTER)
    assert {code: (row.changed, row.standing) for code, row in again.items()} == {
        "euvd": (0, 2),
        "vc_kev": (0, 1),
        "files": (0, 0),
    }
    assert set(CveSignal.objects.filter(cve=OURS).values_list("asserter", flat=True)) == {"euvd", "vc_kev"}


def test_a_load_says_how_many_scores_and_listings_changed(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "epss.csv").write_text(
        f"#model_version:v1,score_date:2026-06-01\ncve,epss,percentile\n{OURS},0.5,0.9\nCVE-1999-0001,0.1,0.2\n"
    )
    kev = {"catalogVersion": "1", "count": 1, "vulnerabilities": [{"cveID": OURS, "dateAdded": "2026-06-01"}]}
    (tmp_path / "kev.json").write_text(json.dumps(kev))
    for expected in ((1, 0), (0, 1)):
        told = load_feeds([str(tmp_path)], settings.FEEDS, now=clock.now(), actor=TESTER)
        assert {code: (told[code].changed, told[code].standing) for code in ("epss", "kev")} == {
            "epss": expected,
            "kev": expected,
        }
