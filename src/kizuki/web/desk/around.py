"""What surrounds the questions: proposals that wait, the sites, SSVC, and the safety-relevant answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kizuki.actions.assessments.standing_beside import TREES
from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.hazards.coverage import HazardAnalysis
from kizuki.core.scoring.hazards.shown import say_hazard_reason
from kizuki.core.scoring.profiles import SITES, Proposal, say_proposal, say_site, score_at_site
from kizuki.core.scoring.shown import say_answer, say_metric, say_value, severity
from kizuki.core.scoring.ssvc.evaluation import evaluate, points_of
from kizuki.core.scoring.ssvc.shown import say_point, say_point_value, say_ssvc
from kizuki.core.scoring.ssvc.tables import POINTS
from kizuki.core.scoring.standing import Standing
from kizuki.store.queries.signals import Beside
from kizuki.web.desk.lines import ProposalLine
from kizuki.web.desk.panel import PipsLine
from kizuki.web.words import severity_words


@dataclass(frozen=True, slots=True)
class SiteLine:
    """The score at one kind of site, its controls not counted until confirmed; `would` says what they would lower."""

    id: str
    name: str
    score: str
    rating: str
    severity: str
    vector: str
    would: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointLine:
    """One decision point with its values; `given` is what the person chose, `from_cisa` what CISA's decision says."""

    key: str
    name: str
    values: tuple[tuple[str, str], ...]
    given: str
    from_cisa: str


@dataclass(frozen=True, slots=True)
class SafetyShown:
    """The safety side: the answers that count, how many are open as nobody answered them, and what blocks."""

    lines: tuple[PipsLine, ...]
    unanswered: int
    blocking: tuple[str, ...]
    potential: str


def proposal_lines(proposals: Mapping[str, Proposal], lang: Lang) -> dict[str, ProposalLine]:
    """Each proposal in words, by code."""
    return {
        code: ProposalLine(
            value=one.value,
            words=say_answer(code, one.value, lang),
            origin=say(f"scoring.origin.{one.origin}", lang),
            why=say_proposal(one, lang),
            lowers=one.lowers,
        )
        for code, one in proposals.items()
    }


def site_lines(standing: Standing, lang: Lang) -> tuple[SiteLine, ...]:
    """The sheet in the context of every kind of site: a question that nobody answered counts as Unknown."""
    answers = replace(standing.answers, given=standing.result.answers, reevaluated=standing.result.reevaluated)
    found = []
    for site in SITES.values():
        result = score_at_site(answers, site).result
        score = result.cvss31.environmental
        reached = result.cvss31.base if score is None else score
        rated = severity(reached)
        would = tuple(
            f"{say_metric(row.metric, lang)} → {say_value(row.metric, row.value, lang)}" for row in result.suggestions
        )
        named = say(f"scoring.severity.{rated}", lang)
        found.append(
            SiteLine(site.id, say_site(site.id, lang), f"{reached:.1f}", named, rated, result.cvss31.vector, would)
        )
    return tuple(found)


def ssvc_lines(beside: Beside, answers: Mapping[str, str], lang: Lang) -> tuple[str, ...]:
    """What each tree says, or what it could still say."""
    given = {**beside.points, **answers}
    asked = {tree: {key: value for key, value in given.items() if key in points_of(tree)} for tree in TREES}
    return tuple(say_ssvc(evaluate(tree, asked[tree]), lang) for tree in TREES)


def point_lines(beside: Beside, answers: Mapping[str, str], lang: Lang) -> tuple[PointLine, ...]:
    """Every decision point of the trees, once."""
    from_cisa = beside.points
    keys = dict.fromkeys(key for tree in TREES for key in points_of(tree))
    return tuple(
        PointLine(
            key=key,
            name=say_point(key, lang),
            values=tuple((value, say_point_value(key, value, lang)) for value in POINTS[key].values),
            given=answers.get(key, ""),
            from_cisa=say_point_value(key, from_cisa[key], lang) if key in from_cisa else "",
        )
        for key in keys
    )


def safety_shown(standing: Standing, analysis: HazardAnalysis, lang: Lang) -> SafetyShown:
    """Each safety-relevant answer that a person gave and that counts, with its hazard state."""
    given = standing.answers.given
    rows = {row.code: row for row in analysis.rows}
    lines = tuple(
        PipsLine(
            code=code,
            words=say(f"scoring.question.{code}", lang),
            answer=say_answer(code, given[code], lang),
            hazard=rows[code].coverage.value,
        )
        for code in standing.result.pips
        if code in given
    )
    missing = [code for code in standing.result.pips if code not in given]
    blocking = [say_hazard_reason(reason, lang) for reason in analysis.blocking if reason.about not in missing]
    potential = severity_words(analysis.potential, lang) if analysis.potential else ""
    return SafetyShown(lines, len(missing), tuple(blocking), potential)
