"""The scores that CISA published in its medical advisories, reproduced from their vectors, with a tally."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kizuki.core.scoring.arithmetic3 import scores_3_of
from kizuki.core.scoring.published import published
from kizuki.core.scoring.shown import severity
from tests.shared import shared_data

PUBLISHED = (
    ("ICSMA-18-219-02", "CVSS:3.0/AV:A/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:N", 5.3),
    ("ICSMA-19-080-01", "CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:C/C:N/I:H/A:H", 9.3),
    ("ICSMA-23-194-01", "CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6.8),
    ("ICSMA-20-023-01", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
)


@pytest.mark.parametrize(("advisory", "vector", "base"), PUBLISHED)
def test_a_published_score_follows_from_its_vector(advisory: str, vector: str, base: float) -> None:
    read = published(advisory, vector)
    assert read.base == base
    assert scores_3_of(read.version, read.metrics)[0] == base


def scores_of(file: Path) -> list[dict[str, Any]]:
    document = json.loads(file.read_text(encoding="utf-8"))
    return [
        score["cvss_v3"]
        for vulnerability in document.get("vulnerabilities", [])
        for score in vulnerability.get("scores", [])
        if "cvss_v3" in score
    ]


def test_every_published_score_is_reproduced() -> None:
    folder = shared_data("icsma")
    tally: Counter[str] = Counter()
    for file in sorted(folder.glob("*.json")):
        for score in scores_of(file):
            read = published(file.stem, score["vectorString"])
            mine = scores_3_of(read.version, read.metrics)[0]
            assert read.base == mine == score["baseScore"], (file.stem, score["vectorString"])
            assert severity(mine) == score["baseSeverity"].lower(), file.stem
            assert read.version == score["version"]
            tally[read.version] += 1
    assert tally == {"3.0": 365, "3.1": 17}
    with (folder / "index.csv").open(encoding="utf-8") as index:
        assert tally.total() == sum(int(row["n_cvss3"]) for row in csv.DictReader(index))
