"""How long records are kept: the end of their use, a legal hold, the list of what is erased, which two people sign."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.record.end_use import end_use
from kizuki.actions.record.erase_expired import erase_expired
from kizuki.actions.record.hold_records import hold_records, lift_hold
from kizuki.actions.record.propose_erasure import propose_erasure, sign_erasure
from kizuki.actions.verb import Actor
from kizuki.core.glossary import say
from kizuki.store.queries.holds import HoldRow, PastPeriod, holds, lists, past_period
from kizuki.store.queries.retention import Expired
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Hidden, Password, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.signed import Signed

Offered = list[tuple[str, str]]


class Reason(DoorForm):
    """Why."""

    reason = Words("portfolio.reason", longest=2_000)


def _hold_case(doing: Doing, told: dict[str, Any]) -> None:
    hold_records(told["reason"], case_id=doing.id, actor=doing.actor)


def _hold_device(doing: Doing, told: dict[str, Any]) -> None:
    hold_records(told["reason"], device_id=doing.id, actor=doing.actor)


class Use(DoorForm):
    """The last day of use; none where the records are used again."""

    ended_on = Day("retention.field.ended_on", hint="retention.hint.ended_on", required=False)
    places: ClassVar = {"ended_on": "ended_on"}


def _end_use(doing: Doing, told: dict[str, Any]) -> None:
    end_use(f"case:{doing.id}", told["ended_on"], on=doing.on, actor=doing.actor)


def _holds(doing: Doing) -> tuple[HoldRow, ...]:
    return doing.once("holds", lambda: holds(doing.viewer))


def _offered_holds(doing: Doing) -> Offered:
    return [(str(row.id), f"{row.what} {row.reason[:60]}") for row in _holds(doing)]


class Lift(Reason):
    """Which hold no longer stands, and why."""

    hold = Choice("retention.field.hold", _offered_holds)
    field_order = ("hold", "reason")
    places: ClassVar = {"hold": "hold"}

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"hold": self.doing.asked.get("hold", "")}


def _lift(doing: Doing, told: dict[str, Any]) -> str:
    lift_hold(int(told["hold"]), told["reason"], actor=doing.actor)
    return reverse("retention")


def _past(doing: Doing) -> PastPeriod:
    return doing.once("past", lambda: past_period(doing.viewer, doing.on))


def row_words(row: Expired, doing: Doing) -> str:
    """One row of the list, as the terminal tells it."""
    return say(
        "record.retention.row",
        doing.lang,
        what=say(f"record.retention.owner.{row.owner}", doing.lang, number=row.number),
        ended=row.ended_on,
        years=row.period.years,
        until=row.period.until,
        texts=row.texts,
        documents=row.documents,
    )


class Propose(DoorForm):
    """The list that stands above, by its token: what is proposed is what was shown."""

    token = Hidden()

    def begin(self) -> dict[str, Any]:
        """The list as it is shown."""
        return {"token": _past(self.doing).token}


def _propose(doing: Doing, told: dict[str, Any]) -> str:
    propose_erasure(told["token"], on=doing.on, actor=doing.actor)
    return reverse("retention")


def _waiting(doing: Doing) -> Offered:
    rows = doing.once("lists", lambda: lists(doing.viewer))
    return [
        (
            row.token,
            say("retention.list", doing.lang, day=row.on, rows=len(row.rows), person=row.proposed_by.display_name),
        )
        for row in rows
        if row.signed_at is None and row.done_at is None
    ]


class Sign(DoorForm):
    """The list that a second person signs. What it names is erased at once, and comes back by nothing."""

    token = Choice("retention.field.list", _waiting)
    comment = Words("report_page.comment", longest=2_000, required=False)
    password = Password()
    places: ClassVar = {"actor": "password"}


def _sign(doing: Doing, told: dict[str, Any]) -> str:
    sign_erasure(told["token"], password=told["password"], comment=told["comment"], on=doing.on, actor=doing.actor)
    erase_expired(told["token"], on=doing.on, actor=Actor.program("retention"))
    return reverse("retention")


def _signed(doing: Doing) -> Signed:
    """The lists that wait, each under its digest: the page of retention says row by row what they erase."""
    links = ((say("signed.erasure", doing.lang), reverse("retention")),)
    since = tuple(f"{words} SHA-256 {token}" for token, words in _waiting(doing))
    return Signed(say("door.sign_erasure.title", doing.lang), links, since=since)


def _proposable(doing: Doing) -> bool:
    token = _past(doing).token
    return bool(token) and token not in dict(_waiting(doing))


def _past_words(doing: Doing) -> tuple[str, ...]:
    return tuple(row_words(row, doing) for row in _past(doing).rows)


ON_CASE = (
    Door("hold_records", "case", ("hold_records",), Reason, _hold_case),
    Door("end_use", "case", ("end_use",), Use, _end_use),
)
"""The doors on the page of a case."""

ON_DEVICE = (Door("hold_device", "device", ("hold_records",), Reason, _hold_device),)
"""The door on the page of a device: all of its cases are held with it."""

OF_RETENTION = (
    Door("lift_hold", "", ("lift_hold",), Lift, _lift, lambda doing: bool(_holds(doing)), page="retention"),
    Door("propose_erasure", "", ("propose_erasure",), Propose, _propose, _proposable, _past_words, page="retention"),
    Door(
        "sign_erasure",
        "",
        ("sign_erasure", "erase_expired"),
        Sign,
        _sign,
        lambda doing: bool(_waiting(doing)),
        page="retention",
        signs=_signed,
    ),
)
"""The doors of the page of retention."""
