"""What a no-report decision was made from, in words: on its page and on its paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.core.facts import read_case
from kizuki.core.glossary import say
from kizuki.store.obligations.identities import full_form
from kizuki.store.queries.decision_grounds import decision_grounds
from kizuki.store.queries.viewer import Viewer
from kizuki.web.determined import NotMetLine, not_met_lines
from kizuki.web.facts import FactGroup, fact_groups


@dataclass(frozen=True, slots=True)
class Ground:
    """The determination that was decided on: its outcome, what is not met and why, and the facts behind it."""

    outcome: str
    not_met: tuple[NotMetLine, ...]
    facts: tuple[FactGroup, ...]
    facts_revision: int
    made_at: datetime
    rules_digest: str


def ground_of(viewer: Viewer, decision_id: int) -> Ground:
    """The ground of a decision that the viewer has been shown."""
    made = decision_grounds(viewer, decision_id)
    assert made is not None, "the decision was read before"
    known, lang = made.facts, viewer.lang
    return Ground(
        outcome=say(f"value.outcome.{made.answer['outcome']}", lang),
        not_met=not_met_lines(made.answer, lang),
        facts=fact_groups(read_case(known.facts), (), lang, full_form(known.facts)),
        facts_revision=known.revision,
        made_at=made.made_at,
        rules_digest=made.rules_digest,
    )
