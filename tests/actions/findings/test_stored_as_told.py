"""What is stored is what the command tells: the same verdict for every component and record, whatever the list."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.cli.main import main
from kizuki.store.audit.verifying import verify_record
from kizuki.store.findings.device_matches import unlike_device_matches
from kizuki.store.findings.filters import FindingFilter
from kizuki.store.models import Advisory, Match, ReleaseVerdict
from kizuki.store.queries.findings import findings
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, advisory, company_and_pump, library, rolled_back, sbom

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
FIRMWARE = "cpe:2.3:o:acme:pump_firmware:{}:*:*:*:*:*:*:*"
SYSTEM = "cpe:2.3:o:acme:system:{}:*:*:*:*:*:*:*"


def part(name: str, cpe: str, version: str) -> dict[str, Any]:
    """A component with a CPE."""
    return {"type": "application", "bom-ref": f"{name}-{version}", "name": name, "version": version, "cpe": cpe}


def runs_on(number: int, below: str) -> dict[str, Any]:
    """A record of NVD: the application, before a version, together with an operating system."""
    criteria = "cpe:2.3:a:acme:viewer:*:*:*:*:*:*:*:*"
    nodes = [
        {
            "operator": "OR",
            "negate": False,
            "cpeMatch": [
                {"vulnerable": True, "criteria": criteria, "versionEndExcluding": below, "matchCriteriaId": "1"}
            ],
        },
        {
            "operator": "OR",
            "negate": False,
            "cpeMatch": [{"vulnerable": False, "criteria": SYSTEM.format("*"), "matchCriteriaId": "2"}],
        },
    ]
    return {
        "cve": {
            "id": f"CVE-2026-{number:05d}",
            "sourceIdentifier": "x",
            "published": "2026-05-01T00:00:00.000",
            "lastModified": "2026-05-02T00:00:00.000",
            "vulnStatus": "Analyzed",
            "descriptions": [{"lang": "en", "value": "A flaw"}],
            "metrics": {},
            "references": [],
            "configurations": [{"operator": "AND", "negate": False, "nodes": nodes}],
        }
    }


def page(*records: dict[str, Any]) -> bytes:
    """An answer of NVD's API."""
    return json.dumps({"format": "NVD_CVE", "version": "2.0", "vulnerabilities": list(records)}).encode()


def viewer(version: str) -> dict[str, Any]:
    return part("viewer", f"cpe:2.3:a:acme:viewer:{version}:*:*:*:*:*:*:*", version)


def system(version: str) -> dict[str, Any]:
    return part("system", SYSTEM.format(version), version)


def _stored(release: int) -> dict[tuple[str, str, str], str]:
    rows = findings(PROGRAM, FindingFilter(), DAY, limit=1_000).rows
    return {
        (row.component, row.component_version, row.advisory.removeprefix("NVD:")): row.verdict
        for row in rows
        if row.release == release
    }


def _told(folder: Path, content: bytes, records: list[bytes], capsys: pytest.CaptureFixture[str]) -> dict[Any, str]:
    adv = folder / "adv"
    adv.mkdir(exist_ok=True)
    for old in adv.iterdir():
        old.unlink()
    for number, record in enumerate(records):
        (adv / f"{number}.json").write_bytes(record)
    (folder / "bom.json").write_bytes(content)
    assert main(["match", "--sbom", str(folder / "bom.json"), "--advisories", str(adv), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["findings"]
    return {
        (row["component"]["name"], row["component"]["version"] or "", row["advisory"]): row["verdict"] for row in told
    }


def test_a_record_with_a_platform_is_judged_with_the_parts_of_each_release() -> None:
    company_and_pump()
    with_system = register_release("pump", "1", sbom(viewer("1.0"), system("7")), actor=TESTER).release
    without = register_release("pump", "2", sbom(viewer("1.0")), actor=TESTER).release
    kept = keep_advisories(page(runs_on(1, "2.0")), actor=TESTER).changed
    match_advisories(kept, on=DAY, actor=TESTER)
    name = ("viewer", "1.0", "CVE-2026-00001")
    assert (_stored(with_system)[name], _stored(without)[name]) == ("affected", "undetermined")
    assert list(unlike_device_matches("default")) == []
    for verdict, release in (("affected", with_system), ("undetermined", without)):
        rows = findings(PROGRAM, FindingFilter(verdict=verdict), DAY).rows
        assert [row.release for row in rows if row.component == "viewer"] == [release]
        assert [
            row.release for row in findings(PROGRAM, FindingFilter(verdict=verdict, triage="to_do"), DAY).rows
        ] == [release]
    assert verify_record().intact


def test_a_platform_that_leaves_the_record_takes_its_verdict_along_and_triage_lapses() -> None:
    company_and_pump()
    release = register_release("pump", "1", sbom(viewer("1.0"), system("7")), actor=TESTER).release
    keep_advisories(page(runs_on(1, "2.0")), actor=TESTER)
    match_release(release, on=DAY, actor=TESTER)
    (row,) = findings(PROGRAM, FindingFilter(verdict="affected"), DAY).rows
    keys = [(row.match, row.release)]
    said = TriageEntry("affected", "確認した")
    triage_findings(keys, said, token=preview(keys)[1], on=DAY, actor=TESTER)
    assert findings(PROGRAM, FindingFilter(triage="to_do"), DAY).rows == ()
    keep_advisories(page(runs_on(1, "1.0")), actor=TESTER)
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=DAY, actor=TESTER)
    assert (ReleaseVerdict.objects.count(), Match.objects.filter(active=True).count()) == (0, 0)
    assert list(unlike_device_matches("default")) == []


VERSIONS = ("1.0", "1.5", "2.0", "")


@given(
    parts=st.lists(
        st.one_of(
            st.sampled_from(VERSIONS).map(viewer),
            st.sampled_from(("7", "8")).map(system),
            st.tuples(st.sampled_from(("jinja2", "flask")), st.sampled_from(VERSIONS[:3])).map(
                lambda it: library(*it)
            ),
            st.sampled_from(VERSIONS[:3]).map(
                lambda version: {"type": "library", "bom-ref": f"n{version}", "name": "Jinja2", "version": version}
            ),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda it: it["bom-ref"],
    ),
    records=st.lists(
        st.one_of(
            st.tuples(st.integers(1, 3), st.sampled_from(VERSIONS[1:3])).map(lambda it: page(runs_on(*it))),
            st.tuples(st.integers(4, 6), st.sampled_from(("jinja2", "flask")), st.sampled_from(VERSIONS[1:3])).map(
                lambda it: advisory(it[0], it[1], "0", it[2])
            ),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda it: json.loads(it).get("id") or json.loads(it)["vulnerabilities"][0]["cve"]["id"],
    ),
    lists_first=st.booleans(),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_stored_verdicts_are_those_of_the_command(
    parts: list[dict[str, Any]],
    records: list[bytes],
    lists_first: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = sbom(*parts)
    told = _told(tmp_path, content, records, capsys)
    with rolled_back():
        company_and_pump()
        if lists_first:
            release = register_release("pump", "1", content, actor=TESTER).release
        ids = [pk for record in records for pk in keep_advisories(record, actor=TESTER).changed]
        if lists_first:
            match_advisories(ids, on=DAY, actor=TESTER)
        else:
            release = register_release("pump", "1", content, actor=TESTER).release
            match_release(release, on=DAY, actor=TESTER)
        assert _stored(release) == told
        assert list(unlike_device_matches("default")) == []
