"""CISA's SSVC decisions in CVE records."""

import json
import lzma
from collections import Counter
from typing import Any

from kizuki.core.scoring.ssvc import read_vulnrichment
from tests.shared import shared_data


def record(*options: Any, **content: Any) -> dict[str, Any]:
    ssvc = {"id": "CVE-2026-1", "role": "CISA Coordinator", "version": "2.0.3", "timestamp": "2026-11-01T00:00:00Z"}
    metric = {"other": {"type": "ssvc", "content": {**ssvc, "options": list(options), **content}}}
    adp = {"providerMetadata": {"shortName": "CISA-ADP"}, "metrics": [metric]}
    return {"cveMetadata": {"cveId": "CVE-2026-1"}, "containers": {"cna": {}, "adp": [{}, adp]}}


def test_a_decision_is_read_with_its_version_and_instant() -> None:
    (found,) = read_vulnrichment(
        record({"Exploitation": "poc"}, {"Automatable": "yes"}, {"Technical Impact": "total"})
    )
    assert found.values == {"E": "P", "A": "Y", "TI": "T"}
    assert (found.cve, found.source, found.version, found.at) == (
        "CVE-2026-1",
        "CISA-ADP",
        "2.0.3",
        "2026-11-01T00:00:00Z",
    )
    assert found.unread == ()


def test_letters_of_any_case_say_the_same() -> None:
    (found,) = read_vulnrichment(record({"Exploitation": "Active"}, {"Automatable": "No"}))
    assert found.values == {"E": "A", "A": "N"}


def test_a_value_that_nobody_knows_stays_open_and_is_listed() -> None:
    (found,) = read_vulnrichment(record({"Exploitation": "weaponized"}, {"Mission": "high"}, "x", {"Automatable": 1}))
    assert found.values == {}
    assert found.unread == ("Exploitation:weaponized", "Mission:high", "x:None", "Automatable:1")
    (none,) = read_vulnrichment(record(options=None))
    assert none.unread == ("options",)


def test_two_answers_to_one_point_do_not_overwrite_each_other() -> None:
    (found,) = read_vulnrichment(record({"Exploitation": "active"}, {"Exploitation": "none"}))
    assert (found.values, found.unread) == ({"E": "A"}, ("Exploitation:none",))


def test_what_is_no_record_has_no_decision() -> None:
    for value in (None, [], {}, {"containers": []}, {"containers": {"adp": [None, {"metrics": {}}]}}):
        assert read_vulnrichment(value) == ()


def test_every_decision_of_the_reference_records_is_read_whole() -> None:
    path = shared_data("vulns") / "cve5" / "vulnrichment.ndjson.xz"
    counts: Counter[str] = Counter()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 10 or '"ssvc"' not in line:
                continue
            for found in read_vulnrichment(json.loads(line)):
                assert found.unread == ()
                assert set(found.values) == {"E", "A", "TI"}
                counts[found.values["E"]] += 1
    assert counts["N"] > counts["P"] > counts["A"] > 0
