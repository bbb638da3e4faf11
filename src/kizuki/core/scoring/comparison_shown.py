"""A comparison as JSON and as sentences."""

from __future__ import annotations

from typing import Any

from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.comparison import Comparison, MetricBeside
from kizuki.core.scoring.result import ScoreResult
from kizuki.core.scoring.shown import say_answer, severity


def say_beside(row: MetricBeside, comparison: Comparison, result: ScoreResult, lang: Lang) -> str:
    """One row as a sentence: what ours and theirs say, and which answers caused a difference."""
    none = say("scoring.beside.undefined", lang)
    again = result.reevaluated if row.metric[-2:] in ("MC", "MI", "MA") else {}
    given = {code: again.get(code) or result.answers[code] for code in row.answers}
    answers = [f"{code}={say_answer(code, answer, lang)}" for code, answer in given.items()]
    return say(
        f"scoring.beside.{row.relation}",
        lang,
        metric=row.metric or row.their_metric,
        ours=row.ours or none,
        theirs=row.theirs or none,
        source=comparison.published.source,
        answers=", ".join(answers) or none,
        why=say(f"scoring.beside.why.{row.why}", lang) if row.why else "",
    )


def say_head(comparison: Comparison, lang: Lang) -> str:
    """Whose vector it is, and the two base scores."""
    published = comparison.published
    return say(
        "scoring.beside.head",
        lang,
        source=published.source,
        version=published.version,
        base=published.base,
        against=comparison.against,
        our_base=comparison.our_base,
    )


def comparison_json(comparison: Comparison, result: ScoreResult, lang: Lang) -> dict[str, Any]:
    """The entry of `beside` in the answer of `kizuki score`."""
    published = comparison.published
    return {
        "source": published.source,
        "vector": published.vector,
        "version": published.version,
        "base": published.base,
        "temporal": published.temporal,
        "environmental": published.environmental,
        "severity": severity(published.base),
        "against": comparison.against,
        "our_vector": comparison.our_vector,
        "our_base": comparison.our_base,
        "differs": [row.metric for row in comparison.differs],
        "metrics": [
            {
                "metric": row.metric or None,
                "ours": row.ours or None,
                "their_metric": row.their_metric or None,
                "theirs": row.theirs or None,
                "means": list(row.means),
                "relation": row.relation.value,
                "direction": row.direction.value or None,
                "answers": list(row.answers),
                "page": row.page,
                "why_code": row.why or None,
                "why": say_beside(row, comparison, result, lang),
            }
            for row in comparison.rows
        ],
    }
