"""What the sheet of a first report tells of the person of a report, offered at its boxes with its source."""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.core.forms import western_day
from kizuki.core.forms.vocabulary import UNKNOWN_WORDS
from kizuki.core.glossary import say
from kizuki.store.queries.on_sheets import said_on_sheets
from kizuki.store.queries.viewer import Viewer
from kizuki.web.editor.offers import Offer
from kizuki.web.editor.sheet_page import sheet_address

_BOXES = {"age_band": "patient.age", "sex": "patient.sex", "on": "patient.died_on"}
"""By what a sheet says of a person, the key of the box of a report that takes it."""


def sheet_offers(viewer: Viewer, case_id: int, person: str) -> Mapping[str, tuple[Offer, ...]]:
    """By key of the record what the sheets say of a person, nothing where there is none."""
    told = said_on_sheets(viewer, case_id, person)
    if told is None:
        return {}
    source, address = say("sheet.page.name", viewer.lang), sheet_address(case_id, told.names)
    return {
        _BOXES[key]: (Offer(western_day(text), source, address),)
        for key, text in told.said.items()
        if key in _BOXES and text not in UNKNOWN_WORDS
    }
