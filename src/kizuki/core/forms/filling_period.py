"""Forms 11 and 12: from the typed values of a period to a filled form. Pure: the same values give the same form."""

from __future__ import annotations

from kizuki.core.forms.filled import FilledForm
from kizuki.core.forms.filling import OF_A_PERIOD, filled_in
from kizuki.core.forms.form_12 import PeriodGround
from kizuki.core.forms.house import OURS, House
from kizuki.core.forms.period import PeriodDocument, refuse_what_no_period_holds
from kizuki.core.forms.standpoint import standpoint_of
from kizuki.core.refusal import Refused


def fill_period(number: int, document: PeriodDocument, *, house: House = OURS) -> FilledForm:
    """Form 11 (items 3-イ) or 12 (3-ロ, 3-ハ) of one period of a device.

    Events are counted by term, health effect and item; those of items that the other form tells of are left to it, and
    a notice says how many. Raises `Refused` for another form, and for a period that cannot be (`PeriodDocument`).
    """
    if number not in OF_A_PERIOD:
        raise Refused("form", f"form {number} is not of a period; these are: {', '.join(map(str, OF_A_PERIOD))}")
    refuse_what_no_period_holds(document)
    edition = house.edition(number, document.report.reported_on)
    stand = standpoint_of(document.report, document.investigation, edition)
    ground = PeriodGround(number, document, edition, stand)
    return filled_in(number, ground, dated_on=document.report.reported_on or document.period.last_on, house=house)
