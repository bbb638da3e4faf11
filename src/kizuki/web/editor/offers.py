"""What was told when a case came in, offered as the text of a box: with its source, and never put there by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from kizuki.core.information.patient import SEXES, patient_in
from kizuki.core.information.sources import sources
from kizuki.store.queries.information import InformationRow, told_of_case
from kizuki.store.queries.viewer import Viewer

SITUATION, LEARNED_BY, SERIAL = "event.situation", "first.learned_by", "device.serial_lot"
"""The keys of what happened, which is what a caller tells; of the way by which it came; of which unit it is."""
OCCURRED_ON = "event.occurred_on"
FUTURE, STATUS = "measures.future", "report.status"
INITIALS, AGE, SEX = "patient.initials", "patient.age", "patient.sex"
MOST = 5
"""Pieces of information that are offered: those known first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that may be put into a box, from where it is, and the page of that."""

    text: str
    source: str
    address: str


Offers = Mapping[str, tuple[Offer, ...]]
"""By key of the record."""


def together(*told: Offers) -> dict[str, tuple[Offer, ...]]:
    """All of them, each text of a key once, as it was first told."""
    found: dict[str, dict[str, Offer]] = {}
    for offers in told:
        for key, rows in offers.items():
            for one in rows:
                found.setdefault(key, {}).setdefault(one.text, one)
    return {key: tuple(rows.values()) for key, rows in found.items()}


def intake_offers(viewer: Viewer, case_id: int) -> Offers:
    """What the information that the case rests on says: its sentence with what was told beside it, where it came from,
    the serial number, the day, and whom it befell."""
    return together(
        *(
            _offers(_told(row, texts), f"{row.number} {row.source_said} {row.awareness_on}", row.id)
            for row, texts in told_of_case(viewer, case_id, limit=MOST)
        )
    )


def _told(row: InformationRow, texts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    patient = patient_in(texts.get("patient", ""))
    age = str(patient.part().get("age", ""))
    return (
        (SITUATION, "\n".join(dict.fromkeys(filter(None, (texts.get("summary", ""), texts.get("story", "")))))),
        # The papers are in Japanese, whatever the page is in.
        (LEARNED_BY, sources()[row.source].said("ja")),
        (SERIAL, texts.get("serial", "")),
        (OCCURRED_ON, row.occurred_on.isoformat() if row.occurred_on else ""),
        (INITIALS, patient.initials),
        (AGE, age),
        (SEX, SEXES.get(patient.sex, "")),
    )


def _offers(told: Iterable[tuple[str, str]], source: str, information: int) -> Offers:
    address = reverse("information-page", args=[information])
    return {key: (Offer(text, source, address),) for key, text in told if text}
