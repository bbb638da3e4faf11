"""Scores against exact arithmetic, and the whole space of base vectors."""

import random
from itertools import pairwise, product

from kizuki.core.scoring import read_answers, score
from kizuki.core.scoring.rubric import METRICS
from kizuki.core.scoring.vectors import BASE, scores_3
from tests.core.scoring.answering import answers
from tests.core.scoring.exact_v3 import WEIGHTS, exact_scores

TO_REACH = {
    "AV": {"N": "XAVN:Y XAVT:Y", "A": "XAVN:Y XAVT:N XAVW:N", "L": "XAVN:N XAVP:N", "P": "XAVN:N XAVP:Y"},
    "AC": {"L": "XACL:Y", "H": "XACL:N"},
    "PR": {"N": "XPRL:N", "L": "XPRL:Y XPRZ:Y XPRS:N", "H": "XPRL:Y XPRZ:Y XPRS:Y"},
    "UI": {"N": "XUI:N", "R": "XUI:Y"},
    "S": {"C": "XS:Y", "U": "XS:N"},
    "C": {"H": "XCD:H", "L": "XCD:L", "N": "XCD:N"},
    "I": {"H": "XID:H", "L": "XID:L", "N": "XID:N"},
    "A": {"H": "XAD:H", "L": "XAD:L", "N": "XAD:N"},
}


def test_every_base_vector_can_be_reached_and_is_scored_as_in_exact_arithmetic() -> None:
    reached = set()
    for values in product(*(METRICS[name].worst_first for name in BASE)):
        given = " ".join(TO_REACH[name][value] for name, value in zip(BASE, values, strict=True))
        result = score(read_answers({"answers": answers(given), "unlisted_impacts": "N"}))
        vector = "/".join(f"{name}:{value}" for name, value in zip(BASE, values, strict=True))
        assert result.cvss31.vector == f"CVSS:3.1/{vector}"
        assert result.cvss31.base == result.cvss30.base == exact_scores(result.cvss30.vector)[0]
        reached.add(vector)
    assert len(reached) == 2_592


def test_full_vectors_are_scored_as_in_exact_arithmetic() -> None:
    pick = random.Random(20261123)
    for version in ("3.0", "3.1"):
        for _ in range(800):
            fields = [f"{name}:{pick.choice(row.worst_first)}" for name, row in METRICS.items()]
            kept = fields[:8] + [field for field in fields[8:] if pick.random() < 0.6]
            vector = f"CVSS:{version}/" + "/".join(kept)
            assert scores_3(vector) == exact_scores(vector), vector


def test_no_base_score_falls_when_one_metric_gets_worse() -> None:
    for name in BASE:
        others = [other for other in BASE if other != name]
        for values in product(*(METRICS[other].worst_first for other in others)):
            rest = "/".join(f"{other}:{value}" for other, value in zip(others, values, strict=True))
            for worse, milder in pairwise(METRICS[name].worst_first):
                higher, lower = (scores_3(f"CVSS:3.1/{rest}/{name}:{value}")[0] for value in (worse, milder))
                assert higher >= lower, (rest, name)


def test_no_environmental_score_of_31_falls_when_one_metric_gets_worse() -> None:
    """The impact rests on C, I, A and their requirements through one number, so it is enough to order by it."""
    by_impact = {}
    for impacts, requirements in product(product("HLN", repeat=3), product("HML", repeat=3)):
        missing = 1
        for impact, requirement in zip(impacts, requirements, strict=True):
            missing *= 1 - WEIGHTS["impact"][impact] * WEIGHTS["requirement"][requirement]
        fields = [f"{letter}:{value}" for letter, value in zip("CIA", impacts, strict=True)]
        fields += [f"{letter}R:{value}" for letter, value in zip("CIA", requirements, strict=True)]
        by_impact[min(1 - missing, WEIGHTS["impact"]["H"] * 2)] = "/".join(fields)
    rising = [by_impact[impact] for impact in sorted(by_impact)]
    access = [
        "".join(f"/{name}:{value}" for name, value in zip(("AV", "AC", "PR", "UI"), values, strict=True))
        for values in product("NALP", "LH", "NLH", "NR")
    ]
    found = {
        (scope, path): [scores_3(f"CVSS:3.1/S:{scope}{path}/{impact}")[2] for impact in rising]
        for scope in "UC"
        for path in access
    }
    for (scope, path), scores in found.items():
        assert scores == sorted(scores), (scope, path)
        if scope == "U":
            assert all(changed >= kept for changed, kept in zip(found["C", path], scores, strict=True)), path
    for scope in "UC":
        for name, order in (("AV", "NALP"), ("AC", "LH"), ("PR", "NLH"), ("UI", "NR")):
            for worse, milder in pairwise(order):
                for path in access:
                    if f"/{name}:{worse}" in path:
                        other = path.replace(f"/{name}:{worse}", f"/{name}:{milder}")
                        pairs = zip(found[scope, path], found[scope, other], strict=True)
                        assert all(high >= low for high, low in pairs), (scope, path)
