"""A hazard analysis as sentences and as JSON."""

from __future__ import annotations

from typing import Any

from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.hazards.coverage import HazardAnalysis, HazardReason


def say_hazard_reason(reason: HazardReason, lang: Lang) -> str:
    """A reason as a sentence."""
    return say(f"scoring.hazard.{reason.code}", lang, about=reason.about)


def hazards_json(analysis: HazardAnalysis, lang: Lang) -> dict[str, Any]:
    """The analysis for a program: codes and facts, with the sentences beside them."""
    return {
        "potential": analysis.potential.value if analysis.potential else None,
        "criterion": analysis.criterion,
        "at_least": analysis.at_least.value if analysis.at_least else None,
        "worst": analysis.worst or None,
        "mapping": analysis.mapping,
        "covered": list(analysis.covered),
        "open": list(analysis.open),
        "no_report_blocked": analysis.no_report_blocked,
        "pips": [
            {
                "code": row.code,
                "answer": row.answer,
                "coverage": row.coverage.value,
                "hazards": list(row.hazards),
                "severity": row.severity.value if row.severity else None,
                "reasons": [{"code": reason.code, "about": reason.about} for reason in row.reasons],
            }
            for row in analysis.rows
        ],
        "blocking_codes": [{"code": reason.code, "about": reason.about} for reason in analysis.blocking],
        "blocking": [say_hazard_reason(reason, lang) for reason in analysis.blocking],
        "remarks": [say_hazard_reason(reason, lang) for reason in analysis.reasons],
    }
