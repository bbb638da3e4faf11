"""What an assessment says, flat: one text by name, so that two outcomes can be stored and compared.

Names: `metric:AV` (of the persons' answers, CVSS 3), `proposed:E` (with what the signals propose), `pips:XIT`, `ssvc`,
`score:base`, `published:NVD:AV`, `precondition:exploited`. A part that is not touched is not recomputed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from kizuki.core.refusal import Refused
from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.confirmation import sorted_by_day
from kizuki.core.scoring.movement import scores_of
from kizuki.core.scoring.profiles.from_signals import signal_proposals
from kizuki.core.scoring.profiles.proposal import Proposal
from kizuki.core.scoring.published import published
from kizuki.core.scoring.reading import follow_metric
from kizuki.core.scoring.reevaluation.inputs import Inputs
from kizuki.core.scoring.rubric import CODES_OF, PIPS_CODES
from kizuki.core.scoring.ssvc import POINTS, possible_outcomes
from kizuki.core.scoring.standing import completed_group, stand

Outcome = Mapping[str, str]


class Part(StrEnum):
    """A part of an outcome that is recomputed as a whole."""

    ANSWERS = "answers"
    SIGNALS = "signals"
    SSVC = "ssvc"
    PUBLISHED = "published"
    PRECONDITIONS = "preconditions"


def outcome_of(inputs: Inputs, parts: frozenset[Part] = frozenset(Part)) -> dict[str, str]:
    """What the inputs lead to, in the parts asked for. Raises `Refused` for answers that contradict each other."""
    found: dict[str, str] = {}
    for part in Part:
        if part in parts:
            found |= _READ[part](inputs)
    return found


def answers_on(inputs: Inputs) -> Answers:
    """The answers with the confirmations that count on the day of the inputs."""
    answers = inputs.answers
    every = (*answers.confirmations, *answers.lapsed)
    named = answers.confirmed - {one.metric for one in answers.confirmations}
    holding, lapsed = sorted_by_day(every, inputs.on)
    confirmed = frozenset(named | {one.metric for one in holding})
    return replace(answers, confirmed=confirmed, confirmations=holding, lapsed=lapsed, on=inputs.on)


def _answers(inputs: Inputs) -> dict[str, str]:
    result = stand(answers_on(inputs)).result
    found = {f"metric:{row.metric}": row.value for row in result.because}
    found |= {f"suggested:{row.metric}": row.value for row in result.suggestions}
    found |= {f"pips:{code}": result.answers[code] for code in PIPS_CODES if result.answers[code] != "N"}
    return found | {f"score:{kind}": str(score) for kind, score in scores_of(result).items() if score is not None}


def _signals(inputs: Inputs) -> dict[str, str]:
    """E and RL with what the signals propose over what was answered; what is then due counts as Unknown."""
    proposed = [one for one in signal_proposals(inputs.signals) if isinstance(one, Proposal)]
    answers = inputs.answers
    given = {**answers.given, **{one.code: one.value for one in proposed}}
    found = {}
    for name in ("E", "RL"):
        if given.keys().isdisjoint(CODES_OF[name]):
            continue
        group = completed_group(
            name, {code: given[code] for code in CODES_OF[name] if code in given}, answers.rulings
        )
        if group is not None:
            found[f"proposed:{name}"] = follow_metric(name, replace(answers, given=group)).value
    return found


def _ssvc(inputs: Inputs) -> dict[str, str]:
    """The outcomes of the tree: a person's answers, CISA's where there is none (a person's Utility stands for what is
    behind it), and never less exploited than KEV.
    """
    if not inputs.ssvc_tree:
        return {}
    answers = dict(inputs.ssvc_answers)
    signals = inputs.signals
    for key, value in (("A", signals.automatable), ("TI", signals.technical_impact)):
        if value is not None and not (key == "A" and "U" in answers):
            answers.setdefault(key, value)
    order = list(POINTS["E"].values)
    spoken = [value for value in (answers.get("E"), signals.exploited) if value is not None]
    if spoken:
        answers["E"] = max(spoken, key=order.index)
    return {"ssvc": "|".join(possible_outcomes(inputs.ssvc_tree, answers))}


def _published(inputs: Inputs) -> dict[str, str]:
    found: dict[str, str] = {}
    for source, vector in inputs.vectors:
        try:
            read = published(source, vector)
        except Refused:
            found[f"published:{source}:vector"] = "unreadable"
            continue
        found |= {f"published:{source}:{name}": value for name, value in read.metrics.items()}
    return found


_EXPLOITED = {None: "none_known", "N": "none_known", "P": "public_poc", "A": "active"}
"""Not looked up and none found are the same precondition: that no exploitation is known."""


def _preconditions(inputs: Inputs) -> dict[str, str]:
    """What a decision not to report rests on: not exploited, not present or not affected, fixed, supported."""
    signals, support = inputs.signals, inputs.end_of_support_on
    kev = signals.kev
    exploited = _EXPLOITED[signals.exploited]
    if (kev and kev.listed and kev.ransomware) or any(one.ransomware for one in signals.listings):
        exploited = "ransomware"
    if signals.all_taken_back:
        exploited = "retracted"
    present = inputs.component_present
    return {
        "precondition:exploited": exploited,
        "precondition:component_present": "unknown" if present is None else "yes" if present else "no",
        "precondition:vex": inputs.vex or "unknown",
        "precondition:fix": signals.fix.value if signals.fix else "unknown",
        "precondition:supported": "unknown" if support is None else "no" if inputs.on >= support else "yes",
    }


_READ = {
    Part.ANSWERS: _answers,
    Part.SIGNALS: _signals,
    Part.SSVC: _ssvc,
    Part.PUBLISHED: _published,
    Part.PRECONDITIONS: _preconditions,
}
