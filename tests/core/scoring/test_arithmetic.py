"""Our tables against the `cvss` library: the same score for every vector."""

import random
from collections.abc import Iterator
from itertools import product

import pytest
from cvss import CVSS3, CVSS4
from cvss.constants4 import CVSS_LOOKUP_GLOBAL

from kizuki.core.scoring.arithmetic3 import scores_3_of
from kizuki.core.scoring.arithmetic4 import score_4_of
from kizuki.core.scoring.rubric import METRICS
from kizuki.core.scoring.vectors import BASE, BASE_4, vector_3, vector_4

BASE_4_VALUES = dict(zip(BASE_4, ("NALP", "LH", "NP", "NLH", "NPA", *("HLN",) * 6), strict=True))
MORE_4_VALUES = {
    "E": "APU",
    **dict.fromkeys(("CR", "IR", "AR"), "HML"),
    **{f"M{name}": values for name, values in BASE_4_VALUES.items()},
    **dict.fromkeys(("MSI", "MSA"), "SHLN"),
}
GROUPS_4 = (("AV", "PR", "UI"), ("AC", "AT"), ("VC", "VI", "VA", "CR", "IR", "AR"), ("SC", "MSI", "MSA"), ("E",))
MILD_4 = {name: values[-1] for name, values in BASE_4_VALUES.items()} | {"VC": "H"}


def library_3(version: str, metrics: dict[str, str]) -> tuple[float, float, float]:
    base, temporal, environmental = CVSS3(vector_3(version, metrics)).scores()
    return float(base), float(temporal), float(environmental)


def library_4(metrics: dict[str, str]) -> float:
    return float(CVSS4(vector_4(metrics)).scores()[0])


def every_base() -> Iterator[dict[str, str]]:
    for values in product(*(METRICS[name].worst_first for name in BASE)):
        yield dict(zip(BASE, values, strict=True))


@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_every_base_vector_of_cvss_3_scores_as_in_the_library(version: str) -> None:
    for metrics in every_base():
        assert scores_3_of(version, metrics) == library_3(version, metrics), metrics


def test_every_temporal_factor_does_to_every_base_score_what_the_library_does() -> None:
    of_score = {scores_3_of("3.1", metrics)[0]: metrics for metrics in every_base()}
    for score, metrics in list(of_score.items())[::3]:
        for e, rl, rc in product("HFPU", "UWTO", "CRU"):
            timed = {**metrics, "E": e, "RL": rl, "RC": rc}
            assert scores_3_of("3.1", timed) == library_3("3.1", timed), (score, timed)


def random_3(pick: random.Random) -> dict[str, str]:
    metrics = {name: pick.choice(METRICS[name].worst_first) for name in BASE}
    more = [name for name in METRICS if name not in BASE and pick.random() < 0.5]
    return metrics | {name: pick.choice(METRICS[name].worst_first) for name in more}


@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_full_vectors_of_cvss_3_score_as_in_the_library(version: str) -> None:
    pick = random.Random(20261124)
    for _ in range(3_000):
        metrics = random_3(pick)
        assert scores_3_of(version, metrics) == library_3(version, metrics), metrics


@pytest.mark.prove
@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_every_environmental_vector_of_cvss_3_scores_as_in_the_library(version: str) -> None:
    """Undefined requirements are Medium and an undefined Modified metric is its base: so this is every vector."""
    for metrics in every_base():
        for cr, ir, ar in product("HML", repeat=3):
            there = {**metrics, "CR": cr, "IR": ir, "AR": ar}
            assert scores_3_of(version, there) == library_3(version, there), there


def test_each_group_of_cvss_4_alone_scores_as_in_the_library() -> None:
    for group in GROUPS_4:
        for values in product(*((BASE_4_VALUES | MORE_4_VALUES)[name] for name in group)):
            metrics = MILD_4 | dict(zip(group, values, strict=True))
            assert score_4_of(metrics) == library_4(metrics), metrics


def test_full_vectors_of_cvss_4_score_as_in_the_library() -> None:
    pick = random.Random(20261124)
    for _ in range(4_000):
        metrics = {name: pick.choice(values) for name, values in BASE_4_VALUES.items()}
        metrics |= {name: pick.choice(values) for name, values in MORE_4_VALUES.items() if pick.random() < 0.4}
        assert score_4_of(metrics) == library_4(metrics), metrics


@pytest.mark.prove
def test_every_combination_of_levels_of_cvss_4_scores_as_in_the_library() -> None:
    """The groups are read apart: one vector for each level and distance of each group stands for every vector."""
    from kizuki.core.scoring.arithmetic4 import _tables

    tables = _tables()
    parts = []
    for names, table in (
        (("AV", "PR", "UI"), tables.eq1),
        (("AC", "AT"), tables.eq2),
        (("VC", "VI", "VA", "CR", "IR", "AR"), tables.eq36),
        (("MSC", "MSI", "MSA"), tables.eq4),
    ):
        distinct = {place: dict(zip(names, values, strict=True)) for values, place in table.items()}
        parts.append(list(distinct.values()))
    seen = set()
    for one, two, three, four, e in product(*parts, "APU"):
        metrics = {"SC": "H", "SI": "H", "SA": "H", **one, **two, **three, **four, "E": e}
        assert score_4_of(metrics) == library_4(metrics), metrics
        seen.add(CVSS4(vector_4(metrics)).macroVector())
    assert seen == set(CVSS_LOOKUP_GLOBAL)
