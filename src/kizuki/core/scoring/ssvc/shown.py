"""An SSVC outcome as JSON and in words."""

from __future__ import annotations

from typing import Any

from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.ssvc.outcome import SsvcOutcome
from kizuki.core.scoring.ssvc.tables import POINTS, SNAPSHOT, TABLES


def say_point(key: str, lang: Lang) -> str:
    """The name of a decision point."""
    return say(f"ssvc.point.{key}", lang)


def say_tree(tree: str, lang: Lang) -> str:
    """The name of a tree."""
    return say(f"ssvc.tree.{tree}", lang)


def say_outcome(tree: str, value: str, lang: Lang) -> str:
    """An outcome of a tree in words."""
    return say_point_value(TABLES[tree].outcome, value, lang)


def say_point_value(key: str, value: str, lang: Lang) -> str:
    """The value of a decision point in words."""
    return say(f"ssvc.value.{key}.{POINTS[key].values[value].replace('*', '_star')}", lang)


def say_ssvc(outcome: SsvcOutcome, lang: Lang) -> str:
    """The outcome as a sentence: what the tree says, or what is still possible and what to ask next."""
    said = [say_outcome(outcome.tree, value, lang) for value in outcome.possible]
    tree = say_tree(outcome.tree, lang)
    if outcome.outcome:
        return say("ssvc.page.outcome", lang, tree=tree, version=outcome.version, outcome=said[0])
    ask = say_point(outcome.settles_most, lang) if outcome.settles_most else say("ssvc.page.nothing_to_ask", lang)
    possible = ", ".join(said)
    return say("ssvc.page.possible", lang, tree=tree, version=outcome.version, possible=possible, ask=ask)


def ssvc_json(outcome: SsvcOutcome, lang: Lang) -> dict[str, Any]:
    """The value of `ssvc` in the answer of `kizuki score`."""
    points = {key: POINTS[key].version for step in outcome.steps for key in step.inputs}
    return {
        "tree": outcome.tree,
        "version": outcome.version,
        "snapshot": SNAPSHOT,
        "points": points,
        "answers": dict(outcome.answers),
        "outcome": outcome.outcome,
        "possible": list(outcome.possible),
        "open": list(outcome.open),
        "settles_most": outcome.settles_most or None,
        "steps": [
            {
                "table": step.table,
                "version": step.version,
                "inputs": dict(step.inputs),
                "outcomes": list(step.outcomes),
            }
            for step in outcome.steps
        ],
        "why": say_ssvc(outcome, lang),
    }
