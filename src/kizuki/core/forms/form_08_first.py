"""What the sheet of the first report (第一報連絡票) tells of the person of 様式第8: age band, sex, day of death."""

from __future__ import annotations

from kizuki.core.forms.boxes import filled, listed
from kizuki.core.forms.document import PersonTold
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import ON_THE_SHEET, FilledField
from kizuki.core.forms.filling import Ground
from kizuki.core.forms.vocabulary import UNKNOWN_WORDS


def told_first(ground: Ground, box: Box) -> FilledField | None:
    """The box with what the sheet tells of this very person; None where it tells nothing, or that nobody knows yet.

    The band (70代) stands as it is: no age is made of it.
    """
    told = _of_the_person(ground)
    text = {"patient.age": told.age_band, "patient.sex": told.sex}.get(box.from_key)
    if box.from_key == "patient.died_on" and told.on is not None:
        text = told.on.text
    if not text or text in UNKNOWN_WORDS:
        return None
    return filled(box, listed(box, text, ON_THE_SHEET) if box.type == "enum" else text, ON_THE_SHEET)


def _of_the_person(ground: Ground) -> PersonTold:
    told = ground.calling.told
    if told.person is None:
        return PersonTold()
    names = {told.person_id or str(told.person)}
    return next((one for one in ground.document.first.persons or () if one.id in names), PersonTold())
