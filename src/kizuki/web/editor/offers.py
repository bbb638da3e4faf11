"""What was told when a case came in, offered as the text of a box: with its source, and never put there by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from kizuki.store.queries.information import told_of_case
from kizuki.store.queries.viewer import Viewer

SITUATION = "event.situation"
"""The key of what happened, which is what a caller tells."""
MOST = 5
"""Pieces of information that are offered: those known first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that may be put into a box, from where it is, and the page of that."""

    text: str
    source: str
    address: str


def intake_offers(viewer: Viewer, case_id: int) -> Mapping[str, tuple[Offer, ...]]:
    """By key of the record, what the information that the case rests on says: its sentence, and what was told with it."""
    found = []
    for row, texts in told_of_case(viewer, case_id, limit=MOST):
        text = "\n".join(dict.fromkeys(filter(None, (texts.get("summary", ""), texts.get("story", "")))))
        if text:
            source = f"{row.number} {row.source_said} {row.awareness_on}"
            found.append(Offer(text, source, reverse("information-page", args=[row.id])))
    return {SITUATION: tuple(found)} if found else {}
