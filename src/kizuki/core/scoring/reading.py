"""From answers to CVSS metrics: each with the answers that caused it, and what is only suggested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from kizuki.core.refusal import Refused
from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.flows import AGAIN, BASE, DISABLED, Flow, flows, modified_attack_vector
from kizuki.core.scoring.rubric import CODES_OF, DERIVED_CODES, IMPACT_CODES, METRICS
from kizuki.core.scoring.trees import Followed, Given, Levels, follow


class Metric(msgspec.Struct, frozen=True):
    """A metric's value, the answers that caused it (codes) and the page of the rubric."""

    metric: str
    value: str
    answers: tuple[str, ...]
    page: str


class Caution(msgspec.Struct, frozen=True):
    """Something a reader must know about the result: a code, and the facts of its sentence."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Reading:
    """The metrics that the answers lead to, and what was noted on the way; `values` are the defined metrics and their
    values in the order of a CVSS 3 vector, once all are read.
    """

    metrics: dict[str, Metric] = field(default_factory=dict)
    followed: dict[str, Followed] = field(default_factory=dict)
    suggestions: list[Metric] = field(default_factory=list)
    derived: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    cautions: list[Caution] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """The value of a metric, `X` where it is not defined."""
        return self.metrics[name].value if name in self.metrics else "X"

    def keep(self, name: str, followed: Followed) -> None:
        """Record where the answers led; `X` leaves the metric undefined."""
        if followed.value != "X":
            self.metrics[name] = Metric(name, followed.value, followed.because, METRICS[name].page)


def read_metrics(answers: Answers) -> Reading:
    """Walk every branch of the rubric. Raises `Refused` for a question on the way without answer, for a derived code
    that contradicts its answers, and for re-evaluated answers without their mitigation (or the reverse).
    """
    reading = Reading()
    for name in BASE:
        followed = follow_metric(name, answers)
        reading.followed[name] = followed
        reading.asked |= followed.asked
        reading.keep(name, followed)
    for one in answers.lapsed:
        facts = (("metric", one.metric), ("who", one.who), ("expires_on", one.expires_on.isoformat()))
        code = "confirmation_expired" if answers.on else "confirmation_without_day"
        reading.cautions.append(Caution(code, facts))
    disabled = _modified_attack_vector(reading, answers)
    for name, flow in flows(answers.rulings).items():
        group = _follow_group(reading, name, flow, answers)
        if group and group.value == AGAIN:
            _reevaluate(reading, name, answers)
        elif group:
            reading.keep(name, group)
    _refuse_reevaluation_without_mitigation(reading, answers)
    if disabled:
        _suggest_no_impact(reading, answers)
    unmet = sorted(answers.confirmed - reading.confirmed)
    if unmet:
        reading.cautions.append(Caution("nothing_to_confirm", (("metrics", ", ".join(unmet)),)))
    _derive(reading, answers.given)
    reading.values = {name: reading.metrics[name].value for name in METRICS if name in reading.metrics}
    return reading


def follow_metric(name: str, answers: Answers, base_av: str = "") -> Followed:
    """Where the answers lead for one metric (MAV depends on the base AV)."""
    if name in BASE:
        return follow(BASE[name], answers.given)
    flow = modified_attack_vector(base_av) if name == "MAV" else flows(answers.rulings)[name]
    return follow(flow.tree, answers.given)


def _follow_group(reading: Reading, name: str, flow: Flow, answers: Answers) -> Followed | None:
    """Where a group leads; None where nothing of it was answered, or its flag skips it."""
    given = answers.given
    if given.keys().isdisjoint(CODES_OF[name]):
        return None
    flag = given.get(flow.skip)
    if flag is None:
        raise Refused(f"answers.{flow.skip}", f"not answered, but {name} has answers: Y skips the metric, N asks it")
    reading.asked.add(flow.skip)
    if flag == flow.skips_on:
        reading.skipped.add(flow.skip)
        return None
    followed = follow_metric(name, answers, reading.value("AV") if name == "MAV" else "")
    reading.followed[name] = followed
    reading.asked |= followed.asked
    return followed


def _modified_attack_vector(reading: Reading, answers: Answers) -> bool:
    """Apply or suggest MAV; True where every vulnerable service is disabled for good."""
    flow = modified_attack_vector(reading.value("AV"))
    followed = _follow_group(reading, "MAV", flow, answers)
    if followed is None:
        return False
    if followed.value == DISABLED:
        return True
    if followed.value != "X":
        causes = tuple(code for code in followed.because if code != "XMAVD")
        _suggest(reading, answers, Metric("MAV", followed.value, causes, METRICS["MAV"].page))
    return False


def _suggest(reading: Reading, answers: Answers, metric: Metric) -> None:
    facts = (("metric", metric.metric), ("value", metric.value), ("page", metric.page))
    if not answers.accepts(metric.metric, metric.value):
        reading.suggestions.append(metric)
        return
    reading.metrics[metric.metric] = metric
    reading.confirmed.add(metric.metric)
    named = [one for one in answers.confirmations if one.metric == metric.metric]
    if not named:
        reading.cautions.append(Caution("suggestion_confirmed", facts))
    for one in named:
        who = (("who", one.who), ("evidence", one.evidence), ("expires_on", one.expires_on.isoformat()))
        reading.cautions.append(Caution("suggestion_confirmed_by", (*facts, *who)))


def _suggest_no_impact(reading: Reading, answers: Answers) -> None:
    """C, I and A of None where the services are disabled, never beside a re-evaluation (ruling E12)."""
    if answers.reevaluated:
        clash = sorted(answers.confirmed - {"MAV"})
        if clash:
            reason = (
                "impact of None through disabled services (XMAVD) and a re-evaluation exclude each other (ruling E12)"
            )
            raise Refused("confirmed", f"{', '.join(clash)}: {reason}")
        reading.cautions.append(Caution("disabled_beside_reevaluation"))
        return
    for name in ("MC", "MI", "MA"):
        _suggest(reading, answers, Metric(name, "N", ("XMAVD",), METRICS["MAV"].page))


def _reevaluate(reading: Reading, name: str, answers: Answers) -> None:
    """MC, MI or MA from the impact answers after the mitigation; codes not answered again keep their first answer."""
    codes = IMPACT_CODES[name[1]]
    if not any(code in answers.reevaluated for code in codes):
        raise Refused(
            f"reevaluated.{codes[0]}", f"X{name}M is Y: at least one of {', '.join(codes)} is answered again"
        )
    again = follow(Levels(codes), {**answers.given, **answers.reevaluated})
    reading.followed[name] = again
    reading.metrics[name] = Metric(name, again.value, (f"X{name}M", *again.because), METRICS[name].page)


def _refuse_reevaluation_without_mitigation(reading: Reading, answers: Answers) -> None:
    for code in answers.reevaluated:
        if f"M{code[1]}" not in reading.metrics:
            raise Refused(f"reevaluated.{code}", f"answered again, but XM{code[1]}M is not Y")


def _derive(reading: Reading, given: Given) -> None:
    """The 12 codes that the rubric works out from others, checked against those that the input claims."""
    derived = reading.derived
    for letter in "CIA":
        level = reading.value(letter)
        derived[f"X{letter}H"] = "Y" if level == "H" else "N"
        derived[f"X{letter}L"] = "NA" if level == "H" else _yes(level == "L")
        if f"X{letter}RD" in reading.asked:
            derived[f"X{letter}RY"] = _yes(reading.value(f"{letter}R") == "H")
    if "XMAVF" in reading.asked:
        base, any_network = reading.value("AV"), _any_yes(given, ("XMAVF", "XMAVG", "XMAVV"))
        lowered = base == "N" and any_network
        derived["XMAVR"] = _yes(lowered)
        derived["XMAVL"] = "NA" if lowered else _yes(base == "L" and _any_yes(given, ("XMAVZ",)))
    if "XMACC" in reading.asked:
        derived["XMACY"] = _yes(_any_yes(given, ("XMACC", "XMACB", "XMACM")))
    for code in DERIVED_CODES:
        claimed, found = given.get(code, "NA"), derived.setdefault(code, "NA")
        if claimed != found and "NA" not in (claimed, found):
            raise Refused(f"answers.{code}", f"the answers give {found}, not {claimed}")


def _yes(holds: bool) -> str:
    return "Y" if holds else "N"


def _any_yes(given: Mapping[str, str], codes: tuple[str, ...]) -> bool:
    return any(given.get(code) == "Y" for code in codes)
