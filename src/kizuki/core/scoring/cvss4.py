"""CVSS 4.0 from the rubric's metrics and our own J answers.

This reading is ours: the rubric (0.12.04) knows CVSS 3.0 only. What it cannot tell is asked, and only where it
matters; wherever an answer leaves a choice, the value with the higher score is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kizuki.core.refusal import Refused
from kizuki.core.scoring.arithmetic4 import score_4_of
from kizuki.core.scoring.reading import Caution, Reading
from kizuki.core.scoring.trees import Given
from kizuki.core.scoring.vectors import BASE_4, ENVIRONMENTAL_4, vector_4

_EXPLOIT_MATURITY = {"H": "A", "F": "A", "P": "P", "U": "U"}
"""A functional exploit may be a tool that attackers hold already: A, the higher of the two readings."""

_WORST_FIRST = "HLN"
_AS_IT_IS = ("CR", "IR", "AR", "MAV", "MAC", "MPR")


@dataclass(frozen=True, slots=True)
class Scores4:
    """The whole vector, its score, the score of its base metrics alone, and what the score covers (CVSS-B … -BTE)."""

    vector: str
    score: float
    base: float
    nomenclature: str


@dataclass(slots=True)
class Reading4:
    """CVSS 4.0 metrics so far; `needs` are the J questions that matter here and have no answer."""

    metrics: dict[str, str] = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    cautions: list[Caution] = field(default_factory=list)


def read_cvss4(reading: Reading, given: Given) -> tuple[Scores4 | None, Reading4]:
    """The CVSS 4.0 scores, or None where `needs` names J questions to answer first.

    Raises `Refused` for a J answer that the rubric's answers exclude.
    """
    four = Reading4()
    _exploitability(four, reading, given)
    _impacts(four, reading, given)
    _modified(four, reading)
    _safety(four, reading, given)
    if four.needs:
        return None, four
    metrics = four.metrics
    vector = vector_4(metrics)
    score = score_4_of(metrics)
    base = score if len(metrics) == len(BASE_4) else score_4_of({name: metrics[name] for name in BASE_4})
    threat = "T" if "E" in metrics else ""
    environment = "E" if any(name in metrics for name in ENVIRONMENTAL_4) else ""
    return Scores4(vector, score, base, f"CVSS-B{threat}{environment}"), four


def _ask(four: Reading4, code: str, given: Given) -> str | None:
    four.asked.add(code)
    if code not in given:
        four.needs.append(code)
    return given.get(code)


def _exploitability(four: Reading4, reading: Reading, given: Given) -> None:
    """AV and PR are the rubric's; what makes the attack hard is split into AC and AT, UI:R into P and A."""
    metrics = four.metrics
    metrics |= {"AV": reading.value("AV"), "AC": "L", "AT": "N", "PR": reading.value("PR"), "UI": "N"}
    if reading.value("AC") == "H":
        evades, waits = _ask(four, "JAC", given), _ask(four, "JAT", given)
        metrics["AC"] = "H" if evades == "Y" else "L"
        metrics["AT"] = "P" if waits == "Y" else "N"
        if evades == waits == "N":
            four.cautions.append(Caution("attack_limits_unexplained"))
    if reading.value("UI") == "R":
        metrics["UI"] = "A" if _ask(four, "JUI", given) == "A" else "P"


def _impacts(four: Reading4, reading: Reading, given: Given) -> None:
    """The rubric takes the worst of both components (p.34): that is VC, VI and VA, and the most SC, SI, SA can be."""
    for letter in "CIA":
        level = reading.value(letter)
        four.metrics[f"V{letter}"] = level
        four.metrics[f"S{letter}"] = "N"
        if reading.value("S") == "U" or level == "N":
            continue
        code = f"JS{letter}"
        answer = _ask(four, code, given)
        if answer in (None, "U"):
            answer = level
        elif answer != _milder(answer, level):
            raise Refused(f"answers.{code}", f"{answer} exceeds {letter}:{level}, the worst over both components")
        four.metrics[f"S{letter}"] = str(answer)


def _milder(one: str, other: str) -> str:
    return max(one, other, key=_WORST_FIRST.index)


def _modified(four: Reading4, reading: Reading) -> None:
    metrics, values = four.metrics, reading.values
    if "E" in values:
        metrics["E"] = _EXPLOIT_MATURITY[values["E"]]
    metrics.update({name: values[name] for name in _AS_IT_IS if name in values})
    if "MUI" in values:
        metrics["MUI"] = "A" if metrics["UI"] == "A" else "P"
    scope_kept = "MS" in values
    for letter in "CIA":
        subsequent = metrics[f"S{letter}"]
        modified = values.get(f"M{letter}")
        if modified:
            metrics[f"MV{letter}"] = modified
        if subsequent != "N" and (scope_kept or modified):
            metrics[f"MS{letter}"] = "N" if scope_kept else _milder(subsequent, modified or subsequent)


def _safety(four: Reading4, reading: Reading, given: Given) -> None:
    """Safety only where an answer says that a person may be harmed; it then outweighs every mitigation here."""
    harms: dict[str, str] = {}
    for letter in "IA":
        code = f"JH{letter}"
        answer = given.get(code)
        if reading.value(letter) != "N":
            harms[code] = answer or "U"
        elif answer == "Y":
            raise Refused(f"answers.{code}", f"Y, but every X{letter} answer is None: name the impact that may harm")
    four.asked.update(code for code in harms if code in given)
    for code, answer in harms.items():
        if answer == "Y":
            four.metrics[f"MS{code[2]}"] = "S"
    if "Y" in harms.values():
        four.metrics["S"] = "P"
    elif harms and set(harms.values()) == {"N"}:
        four.metrics["S"] = "N"
    unknown = [code for code, answer in harms.items() if answer == "U"]
    if unknown and not four.needs:
        if_harm: Mapping[str, str] = {**four.metrics, **{f"MS{code[2]}": "S" for code in unknown}, "S": "P"}
        facts = (("codes", ", ".join(unknown)), ("score", f"{score_4_of(if_harm):.1f}"))
        four.cautions.append(Caution("safety_unknown", facts))
