"""The heads of KEV and EPSS: version of the catalogue, version of the model, day of the scores."""

import json

import pytest

from kizuki.core.advisories import read_advisories

ROWS = "cve,epss,percentile\nCVE-2024-1,0.42,0.97\n"


@pytest.mark.parametrize(
    ("head", "model", "day"),
    [
        ("#model_version:v2026.06.15,score_date:2026-11-22T00:00:00+0000\n", "v2026.06.15", "2026-11-22"),
        ("# score_date:2026-11-22 , model_version:v2026.06.15\n", "v2026.06.15", "2026-11-22"),
        ("#model_version:v2025.03.14\n", "v2025.03.14", ""),
        ("#prepared by hand\n", "", ""),
        ("", "", ""),
    ],
)
def test_scores_carry_their_model_and_day(head: str, model: str, day: str) -> None:
    file = read_advisories((head + ROWS).encode())
    assert (file.epss_model, file.epss_on) == (model, day)
    assert [(row.model, row.scored_on) for row in file.epss] == [(model, day)]


def test_a_comment_below_the_header_changes_nothing() -> None:
    file = read_advisories(f"#model_version:a\n{ROWS}#model_version:b\nCVE-2024-2,0.1,0.5\n".encode())
    assert [row.model for row in file.epss] == ["a", "a"]


def test_the_catalogue_carries_its_version_and_a_new_word_for_ransomware_is_not_no() -> None:
    row = {"cveID": "CVE-2024-1", "dateAdded": "2024-01-05", "dueDate": "2024-01-26"}
    words = [{"knownRansomwareCampaignUse": word} for word in ("Known", "Unknown", "Suspected")]
    document = {"catalogVersion": "2026.11.20", "vulnerabilities": [row | word for word in words]}
    file = read_advisories(json.dumps(document).encode())
    assert file.kev_version == "2026.11.20"
    assert [entry.ransomware for entry in file.kev] == [True, None, None]
    assert {entry.due_on for entry in file.kev} == {"2024-01-26"}
