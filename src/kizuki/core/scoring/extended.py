"""The extended vector: every answer in one line, `CODE:VALUE` joined by `/`, in the order of the document's tables.

The rubric prints no example; it only says that the syntax is that of a CVSS vector (p.9). No prefix is defined: ours
writes none and reads an optional `XMD:<version of the rubric>/`.
"""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.core.refusal import Refused
from kizuki.core.scoring.rubric import METRICS, QUESTIONS, RUBRIC_VERSION

_PREFIX = "XMD:"
_BASE = tuple(code for code, row in QUESTIONS.items() if METRICS[row.metric].part == "base")
_GROUPS = tuple(
    tuple(code for code, row in QUESTIONS.items() if row.metric == name)
    for name, metric in METRICS.items()
    if metric.part != "base"
)


def read_extended(text: str) -> dict[str, str]:
    """The answers of an extended vector by code (a value is read by its code: `N` is No or None).

    Raises `Refused` at `extended` for what is not a vector, a code that stands twice or another rubric's version.
    Whether each code and value exists is checked with the other answers.
    """
    fields = text.strip().split("/")
    if fields[0].startswith(_PREFIX):
        version = fields.pop(0).removeprefix(_PREFIX)
        if version != RUBRIC_VERSION:
            raise Refused("extended", f"follows rubric {version!r}; this program follows {RUBRIC_VERSION}")
    answers: dict[str, str] = {}
    for field in fields:
        code, colon, value = field.partition(":")
        if not (code and colon and value):
            raise Refused("extended", f"{field!r} is not CODE:VALUE")
        if code not in QUESTIONS:
            raise Refused(f"extended.{code}", "no such code in the rubric's extended vector")
        if code in answers:
            raise Refused(f"extended.{code}", "stands twice")
        answers[code] = value
    return answers


def write_extended(given: Mapping[str, str], derived: Mapping[str, str], skipped: frozenset[str]) -> str:
    """The extended vector of these answers.

    The base group is always whole; a temporal or environmental group of which nothing was answered is left out,
    and one that was skipped by its flag shows the flag alone (ruling E11). A code without an answer is `NA`.
    """
    codes = list(_BASE)
    for group in _GROUPS:
        if group[0] in skipped:
            codes.append(group[0])
        elif not given.keys().isdisjoint(group):
            codes.extend(group)
    values = {**given, **derived}
    return "/".join([f"{code}:{values.get(code, 'NA')}" for code in codes])
