"""CVSS 3.0 and 3.1 in exact fractions, written from the specification's formulas, independent of any library."""

from fractions import Fraction
from math import ceil


def _hundredths(**weights: int) -> dict[str, Fraction]:
    return {value: Fraction(weight, 100) for value, weight in weights.items()}


WEIGHTS = {
    "AV": _hundredths(N=85, A=62, L=55, P=20),
    "AC": _hundredths(L=77, H=44),
    "UI": _hundredths(N=85, R=62),
    "impact": _hundredths(H=56, L=22, N=0),
    "requirement": _hundredths(X=100, H=150, M=100, L=50),
    "E": _hundredths(X=100, H=100, F=97, P=94, U=91),
    "RL": _hundredths(X=100, U=100, W=97, T=96, O=95),
    "RC": _hundredths(X=100, C=100, R=96, U=92),
}
PRIVILEGES = {"U": _hundredths(N=85, L=62, H=27), "C": _hundredths(N=85, L=68, H=50)}


def round_up(value: Fraction) -> Fraction:
    return Fraction(ceil(value * 10), 10)


def exact_scores(vector: str) -> tuple[float, float, float]:
    """Base, temporal and environmental score of a vector."""
    prefix, *fields = vector.split("/")
    metrics = dict(field.split(":") for field in fields)
    base = _score(metrics, "", prefix)
    time = _temporal(metrics)
    environmental = _score({**metrics, **_effective(metrics)}, "M", prefix)
    return float(base), float(round_up(base * time)), float(round_up(environmental * time))


def _temporal(metrics: dict[str, str]) -> Fraction:
    factor = Fraction(1)
    for name in ("E", "RL", "RC"):
        factor *= WEIGHTS[name][metrics.get(name, "X")]
    return factor


def _effective(metrics: dict[str, str]) -> dict[str, str]:
    found = {}
    for name in ("AV", "AC", "PR", "UI", "S", "C", "I", "A"):
        modified = metrics.get(f"M{name}", "X")
        found[f"M{name}"] = metrics[name] if modified == "X" else modified
    return found


def _score(metrics: dict[str, str], m: str, prefix: str) -> Fraction:
    scope = metrics[f"{m}S"]
    missing = Fraction(1)
    for name in "CIA":
        weight = WEIGHTS["requirement"][metrics.get(f"{name}R", "X")] if m else Fraction(1)
        missing *= 1 - WEIGHTS["impact"][metrics[f"{m}{name}"]] * weight
    isc = 1 - missing
    if m:
        isc = min(isc, Fraction("0.915"))
    if scope == "U":
        impact = Fraction("6.42") * isc
    elif m and prefix == "CVSS:3.1":
        impact = Fraction("7.52") * (isc - Fraction("0.029"))
        impact -= Fraction("3.25") * (isc * Fraction("0.9731") - Fraction("0.02")) ** 13
    else:
        impact = Fraction("7.52") * (isc - Fraction("0.029")) - Fraction("3.25") * (isc - Fraction("0.02")) ** 15
    if impact <= 0:
        return Fraction(0)
    exploit = Fraction("8.22") * WEIGHTS["AV"][metrics[f"{m}AV"]] * WEIGHTS["AC"][metrics[f"{m}AC"]]
    exploit *= PRIVILEGES[scope][metrics[f"{m}PR"]] * WEIGHTS["UI"][metrics[f"{m}UI"]]
    total = impact + exploit
    return round_up(min(total if scope == "U" else total * Fraction("1.08"), Fraction(10)))
