"""The doors of a periodic report whose day is near or over: sent before approval, approved afterwards, its delay told."""

from __future__ import annotations

from typing import Any

from kizuki.actions.periods.approve_period_report import approve_period_report
from kizuki.actions.periods.record_period_delay import record_period_delay
from kizuki.actions.periods.submit_period_report import submit_period_unapproved
from kizuki.core.clocks import previous_business_day
from kizuki.core.lifecycle.report import MOVES
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Password, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_period import Sign, Submit, about, report_asked, sending_told, sign_by, signed
from kizuki.web.doors.of_trends import page_of


class Unapproved(Submit):
    """The way, the instant and what proves it; why it left before it was approved, and the sender's signature."""

    comment = Words("report_page.comment", longest=2_000, rows=2)
    password = Password()


def _unapproved(doing: Doing, told: dict[str, Any]) -> str:
    submit_period_unapproved(
        doing.number("report") or 0,
        sending_told(told),
        password=told["password"],
        comment=told["comment"],
        on=doing.on,
        actor=doing.actor,
    )
    return page_of(doing)


def _its_day_is_near(doing: Doing) -> bool:
    found = report_asked(doing)
    if found is None or found[1].state not in MOVES["submit_unapproved"].before:
        return False
    return doing.on >= previous_business_day(found[0].due_on)


def _waits_for_approval(doing: Doing) -> bool:
    found = report_asked(doing)
    return found is not None and found[1].waits_for_approval


class Delay(DoorForm):
    """Why it was late, and what prevents another."""

    reason = Words("periods.delay.reason")
    prevention = Words("periods.delay.prevention", required=False)


def _delay(doing: Doing, told: dict[str, Any]) -> str:
    record_period_delay(doing.number("report") or 0, told["reason"], told["prevention"], actor=doing.actor)
    return page_of(doing)


def _is_delayed(doing: Doing) -> bool:
    found = report_asked(doing)
    return found is not None and found[1].delayed


DOORS = (
    Door(
        "submit_period_unapproved",
        "device",
        ("submit_period_unapproved",),
        Unapproved,
        _unapproved,
        _its_day_is_near,
        about,
        signs=signed,
    ),
    Door(
        "approve_period_afterwards",
        "device",
        ("approve_period_report",),
        Sign,
        sign_by(approve_period_report),
        _waits_for_approval,
        about,
        signs=signed,
    ),
    Door("record_period_delay", "device", ("record_period_delay",), Delay, _delay, _is_delayed, about),
)
"""The doors of a late periodic report, in the order in which its page shows them."""
