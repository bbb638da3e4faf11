"""Signals in words: what they say, and that their silence says nothing of a flaw in a device."""

from __future__ import annotations

from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.signals import EpssState, KevState


def say_kev(state: KevState | None, lang: Lang) -> str:
    """What the catalogue says: listed since a day and whether ransomware uses it, not listed, or not looked up."""
    if state is None:
        return say("scoring.signal.kev_not_looked_up", lang)
    if not state.listed:
        return say("scoring.signal.kev_not_listed", lang, catalogue=state.catalogue or "-")
    code = "kev_ransomware" if state.ransomware else "kev_listed"
    return say(f"scoring.signal.{code}", lang, added_on=state.added_on or "-", due_on=state.due_on or "-")


def say_epss(state: EpssState | None, lang: Lang) -> str:
    """The probability, its percentile, model and day; however low it is, it is no ground for not reporting."""
    if state is None:
        return say("scoring.signal.epss_none", lang)
    return say(
        "scoring.signal.epss",
        lang,
        score=f"{state.score:.1%}",
        percentile=f"{state.percentile:.1%}",
        model=state.model or "-",
        scored_on=state.scored_on or "-",
    )
