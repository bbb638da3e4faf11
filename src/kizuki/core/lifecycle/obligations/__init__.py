"""Obligations: what is owed, opened by a determination or an act, and ended only by an act that names it."""

from kizuki.core.lifecycle.obligations.kinds import KINDS, OWNERS, Kind, kind_of, require_end
from kizuki.core.lifecycle.obligations.next_owed import NextOwed, next_owed
from kizuki.core.lifecycle.obligations.reconciling import Correction, reconcile
from kizuki.core.lifecycle.obligations.rows import LIVE, Move, Obligation, Wanted
from kizuki.core.lifecycle.obligations.wanted import wanted_of

__all__ = [
    "KINDS",
    "LIVE",
    "OWNERS",
    "Correction",
    "Kind",
    "Move",
    "NextOwed",
    "Obligation",
    "Wanted",
    "kind_of",
    "next_owed",
    "reconcile",
    "require_end",
    "wanted_of",
]
