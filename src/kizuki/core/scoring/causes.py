"""Which answers stand behind a metric, in any version of CVSS."""

from __future__ import annotations

from kizuki.core.scoring.comparison_table import BEHIND_4
from kizuki.core.scoring.result import ScoreResult
from kizuki.core.scoring.rubric import ALL_QUESTIONS, CODES_OF, METRICS, QUESTIONS


def causes_of(metric: str, version: str, result: ScoreResult) -> tuple[tuple[str, ...], str]:
    """The answers that led to a metric of ours of CVSS `3.x` or `4.0` (or left it undefined), and the rubric's pages."""
    names = BEHIND_4.get(metric, ()) if version == "4.0" else (metric,)
    set_by = {row.metric: row for row in result.because}
    codes: dict[str, None] = {}
    pages: dict[str, None] = {}
    for name in names:
        if name in set_by:
            codes.update(dict.fromkeys(set_by[name].answers))
            pages[set_by[name].page] = None
        elif name in METRICS:
            codes.update(
                dict.fromkeys(
                    code for code in CODES_OF[name] if code in result.answers and not QUESTIONS[code].derived
                )
            )
            pages[METRICS[name].page] = None
        elif name in ALL_QUESTIONS and name in result.answers:
            codes[name] = None
    return tuple(codes), ", ".join(pages)
