"""Vectors that others published, in four versions of CVSS."""

from typing import Any

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.scoring.published import published, read_published


@pytest.mark.parametrize(
    ("vector", "version", "scores"),
    [
        # FIRST's CVSS v2 guide, section 3.3.1 (CVE-2002-0392) and the NVD's way of writing it.
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C", "2.0", (7.8, 6.4, None)),
        ("(AV:N/AC:L/Au:N/C:N/I:N/A:C)", "2.0", (7.8, None, None)),
        ("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", "2.0", (7.8, 6.4, 9.2)),
        ("CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:C/C:N/I:H/A:H", "3.0", (9.3, None, None)),
        ("CVSS:3.1/AV:P/AC:H/PR:H/UI:N/S:C/C:H/I:H/A:H", "3.1", (6.9, None, None)),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H/MAV:A/AR:H", "3.1", (7.5, None, 8.3)),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N", "4.0", (8.7, None, None)),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N/S:P", "4.0", (8.7, None, None)),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N/MSI:S", "4.0", (8.7, None, 9.7)),
    ],
)
def test_a_vector_of_any_version_is_read_with_its_scores(
    vector: str, version: str, scores: tuple[float | None, ...]
) -> None:
    read = published("NVD", vector)
    assert (read.version, read.vector) == (version, vector)
    assert (read.base, read.temporal, read.environmental) == scores


def test_a_metric_that_is_not_defined_is_left_out() -> None:
    read = published("vendor", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H/E:X/MAV:X")
    assert "E" not in read.metrics
    assert (read.temporal, read.environmental) == (None, None)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({}, "beside"),
        (["CVSS:3.1/AV:N"], "beside.0"),
        ([{"source": "NVD"}], "beside.0.vector"),
        ([{"source": " ", "vector": "x"}], "beside.0.source"),
        ([{"source": "NVD", "vector": 7}], "beside.0.vector"),
        ([{"source": "NVD", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "score": 7}], "beside.0.score"),
        ([{"source": "NVD", "vector": "CVSS:3.1/AV:N/AC:L"}], "beside.0.vector"),
        ([{"source": "NVD", "vector": "CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}], "beside.0.vector"),
        (
            [{"source": "X", "vector": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:S/SA:N"}],
            "beside.0.vector",
        ),
        ([{"source": "NVD", "vector": "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}], "beside.0.vector"),
        ([{"source": "NVD", "vector": "high"}], "beside.0.vector"),
        ([{"source": "NVD", "vector": "/" * 501}], "beside.0.vector"),
    ],
)
def test_what_is_no_vector_is_refused_by_its_place(value: Any, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_published(value)
    assert refusal.value.place == place


def test_no_list_is_no_vectors() -> None:
    assert read_published(None) == ()
