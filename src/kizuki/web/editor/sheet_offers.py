"""What other papers of a case tell, offered at the boxes of a report with its source: the sheet of the first report, and
what the hospital said of its own report."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kizuki.core.forms import western_day
from kizuki.core.forms.vocabulary import UNKNOWN_WORDS
from kizuki.core.glossary import say
from kizuki.store.queries.hospital_report import hospital_told
from kizuki.store.queries.on_sheets import said_on_sheets, written_on_sheets
from kizuki.store.queries.viewer import Viewer
from kizuki.web.editor.offers import Offer, Offers, together
from kizuki.web.editor.sheet_page import sheet_address

_PERSON = {"age_band": "patient.age", "sex": "patient.sex", "on": "patient.died_on"}
"""By what a sheet says of a person, the key of the box of a report that takes it."""
_BOXES = {
    "event.situation": "event.situation",
    "device.serial_lot": "device.serial_lot",
    "device.software_version": "device.software_version",
    "device.model": "device.model",
    "first.measures": "measures.done",
}
"""By key of a box of a sheet, the key of the box of a report that asks for the same."""
_HOSPITAL = {
    "situation": "event.situation",
    "treatment": "event.treatment",
    "outcome": "patient.outcome",
    "serial_lot": "device.serial_lot",
}
"""By field of what a hospital told, the key of the box that asks for it (`core/lifecycle/hospital_fields.toml`)."""


def offers_of_case(viewer: Viewer, case_id: int, matter: str, person: str) -> Offers:
    """By key of the record what the case holds elsewhere of a matter and person."""
    return together(_of_sheets(viewer, case_id, matter, person), _of_hospital(viewer, case_id))


def _of_sheets(viewer: Viewer, case_id: int, matter: str, person: str) -> Offers:
    source = say("sheet.page.name", viewer.lang)
    found: dict[str, tuple[Offer, ...]] = {}
    for key, one in written_on_sheets(viewer, case_id, (matter, person)).items():
        if key in _BOXES and (text := _text(one.value)):
            found[_BOXES[key]] = (Offer(text, source, sheet_address(case_id, one.names)),)
    told = said_on_sheets(viewer, case_id, person)
    for key, text in told.said.items() if told else ():
        if key in _PERSON and text not in UNKNOWN_WORDS:
            offer = Offer(western_day(text), source, sheet_address(case_id, told.names if told else ()))
            found[_PERSON[key]] = (offer,)
    return found


def _of_hospital(viewer: Viewer, case_id: int) -> Offers:
    told, address = hospital_told(viewer, case_id), f"{reverse('case', args=[case_id])}#facts"
    source = say("editor.from_hospital", viewer.lang)
    rows = {_HOSPITAL[name]: _text(value) for name, value in told.items() if name in _HOSPITAL}
    return {key: (Offer(text, source, address),) for key, text in rows.items() if text}


def _text(value: Any) -> str:
    """A value of the record as the text of a field; '' for what is no text."""
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return value if isinstance(value, str) else ""
