"""Proposals as sentences and as JSON."""

from __future__ import annotations

from typing import Any

from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.profiles.proposal import Proposal, Proposals, Silent
from kizuki.core.scoring.profiles.sites import SITES
from kizuki.core.scoring.rubric import QUESTIONS
from kizuki.core.scoring.shown import say_answer


def say_site(site: str, lang: Lang) -> str:
    """The name of a kind of site."""
    return say(f"scoring.site.{site}", lang)


def say_proposal(proposal: Proposal, lang: Lang) -> str:
    """Why this answer is proposed."""
    site = proposal.entry.partition("@")[0]
    entry = say_site(site, lang) if site in SITES else proposal.entry
    return say(f"scoring.proposal.{proposal.reason}", lang, entry=entry)


def say_silent(silent: Silent, lang: Lang) -> str:
    """Why nothing is proposed."""
    return say(f"scoring.silent.{silent.reason}", lang)


def proposals_json(proposals: Proposals, lang: Lang) -> dict[str, Any]:
    """The proposals for a program: codes and facts, with the sentences beside them."""
    return {
        "proposed": [
            {
                "code": one.code,
                "value": one.value,
                "answer": say_answer(one.code, one.value, lang),
                "origin": one.origin.value,
                "entry": one.entry,
                "reason": one.reason,
                "page": one.page,
                "pips": QUESTIONS[one.code].pips,
                "lowers": one.lowers,
                "evidence": one.evidence,
                "why": say_proposal(one, lang),
            }
            for one in proposals.proposed
        ],
        "silent": [
            {"code": one.code, "reason": one.reason, "why": say_silent(one, lang)} for one in proposals.silent
        ],
    }
