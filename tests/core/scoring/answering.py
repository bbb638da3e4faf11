"""Short ways to write answers in tests."""

from typing import Any

from kizuki.core.scoring import ScoreResult, read_answers, score

NET = "XAVN:Y XAVT:Y"
EZ = "XACL:Y XPRL:N XUI:N XS:N"


def answers(text: str) -> dict[str, str]:
    """`XAVN:Y XAVT:Y` as a dict; a code that stands twice takes its last value."""
    return dict(pair.split(":") for pair in text.split())


def scored(text: str, **keys: Any) -> ScoreResult:
    """The result of these answers; impact codes not listed are None."""
    return score(read_answers({"answers": answers(text), "unlisted_impacts": "N", **keys}))


def metrics(result: ScoreResult) -> dict[str, str]:
    """The metrics of the 3.1 vector."""
    return dict(field.split(":") for field in result.cvss31.vector.split("/")[1:])
