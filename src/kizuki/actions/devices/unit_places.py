"""Where a unit stands and whose it is, as it may stand in the clear: a ward, a company; never who has it at home."""

from __future__ import annotations

from kizuki.actions.rows import numbered, text
from kizuki.core.refusal import Refused

TENURES = ("owned", "leased", "lent", "home")
AT_HOME = "home"
_HOMES = frozenset({"在宅", "自宅", "患者宅", "home"})
"""What says of a unit at home where it stands, and not with whom."""


def require_place(tenure: str, place: str, owner: str, at: str = "") -> tuple[str, str, str]:
    """Tenure, place and owner as they are kept. `Refused` for a tenure that there is not, and where a unit with a patient
    at home is said to stand or belong anywhere but by a number: those words would name the patient."""
    told = text(tenure, f"{at}tenure", longest=16)
    if told and told not in TENURES:
        raise Refused(f"{at}tenure", f"is not one of: {', '.join(TENURES)}")
    if told != AT_HOME:
        return told, text(place, f"{at}place", longest=200), text(owner, f"{at}owner", longest=200)
    return told, place_at_home(place, f"{at}place"), place_at_home(owner, f"{at}owner")


def place_at_home(words: str, place: str) -> str:
    """A number by which the company knows the patient, or that it is a home; '' where nothing is told."""
    told = text(words, place, longest=200)
    if told in _HOMES:
        return told
    try:
        return numbered(told, place, longest=200)
    except Refused:
        raise Refused(place, "would name the patient who has it at home; tell a number, or nothing") from None
