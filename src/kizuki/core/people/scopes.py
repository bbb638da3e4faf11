"""What a token of a person may be used for: less than what the person may do, never more."""

from __future__ import annotations

from kizuki.core.people.matrix import STEPS, row_of

READING = ("read_cases", "read_findings", "read_portfolio")
"""Cases with what hangs on them; findings and assessments; devices, releases, units, hospitals and people."""

DOING = tuple(f"do_{step}" for step in STEPS)
"""The verbs of one step of GVP, as the matrix has them."""

UPLOADING = "upload"
"""Handing in component lists and lists of units: what a build pipeline needs, and nothing else."""

SCOPES = (*READING, UPLOADING, *DOING)

LONGEST_DAYS = 366
"""How long a token may be good for, and with it a copy of it that nobody misses."""


def scope_of(verb: str) -> str:
    """The scope that a token needs to run a verb; KeyError for a verb that the matrix lacks."""
    return f"do_{row_of(verb).step}"
