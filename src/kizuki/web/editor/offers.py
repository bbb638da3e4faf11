"""What was told when a case came in, offered as the text of a box: with its source, and never put there by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from kizuki.core.information.sources import sources
from kizuki.store.queries.information import told_of_case
from kizuki.store.queries.viewer import Viewer

SITUATION, LEARNED_BY, SERIAL = "event.situation", "first.learned_by", "device.serial_lot"
"""The keys of what happened, which is what a caller tells; of the way by which it came; of which unit it is."""
MOST = 5
"""Pieces of information that are offered: those known first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that may be put into a box, from where it is, and the page of that."""

    text: str
    source: str
    address: str


def intake_offers(viewer: Viewer, case_id: int) -> Mapping[str, tuple[Offer, ...]]:
    """By key of the record, what the information that the case rests on says: its sentence with what was told beside it,
    where it came from, and the serial number."""
    found: dict[str, list[Offer]] = {}
    for row, texts in told_of_case(viewer, case_id, limit=MOST):
        told = {
            SITUATION: "\n".join(dict.fromkeys(filter(None, (texts.get("summary", ""), texts.get("story", ""))))),
            # The papers are in Japanese, whatever the page is in.
            LEARNED_BY: sources()[row.source].said("ja"),
            SERIAL: texts.get("serial", ""),
        }
        source = f"{row.number} {row.source_said} {row.awareness_on}"
        for key, text in told.items():
            if text:
                offer = Offer(text, source, reverse("information-page", args=[row.id]))
                found.setdefault(key, []).append(offer)
    return {key: tuple(offers) for key, offers in found.items()}
