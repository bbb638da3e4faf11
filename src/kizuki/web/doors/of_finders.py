"""Where finders report: the public form itself, the standing list, a mail taken in, and the word that it arrived."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.disclosure.acknowledge_finder import UNREACHED, Acknowledged, acknowledge_finder
from kizuki.actions.disclosure.receive_finder_report import LONGEST, LONGEST_LINE, receive_finder_mail
from kizuki.actions.disclosure.set_finder_desk import Desk, set_finder_desk
from kizuki.core.incidents.parties import channels
from kizuki.store.queries.finders import FinderDeskRow, finder_desk
from kizuki.store.queries.information import came_from_finder
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line, Paper, Several, Words
from kizuki.web.doors.form import DoorForm


class Report(DoorForm):
    """What a finder tells; shown to anybody, so it offers nothing of the record."""

    title = Line("finder.field.what", longest=LONGEST_LINE)
    product = Line("finder.field.product", longest=LONGEST_LINE, required=False)
    body = Words("finder.field.body", longest=LONGEST, rows=8, hint="finder.hint.body")
    contact = Line("finder.field.contact", longest=LONGEST_LINE, hint="finder.hint.contact", required=False)


class ImportMail(DoorForm):
    """A mail as a file, and the day it arrived where no server says one."""

    mail = Paper("door.field.mail_file", required=True)
    learned_on = Day("door.field.mail_arrived_on", hint="door.hint.mail_arrived_on", required=False)

    places: ClassVar = {"actor": "mail", "finder_desk": "mail", "information.receipts": "learned_on"}


def _import(doing: Doing, told: dict[str, Any]) -> str:
    content = told["mail"].read()
    number = receive_finder_mail(content, learned_on=told["learned_on"], on=doing.on, actor=doing.actor)
    return reverse("information-page", args=[number])


def _desk(doing: Doing) -> FinderDeskRow | None:
    return doing.once("desk", lambda: finder_desk(doing.viewer))


def _is_set(doing: Doing) -> bool:
    """Whether the person could take one in: they stand on the list."""
    desk = _desk(doing)
    return desk is not None and doing.viewer.user_id in [pk for pk, _ in desk.readers]


class SetDesk(DoorForm):
    """Who alone sees what arrives, and what the company says of itself."""

    readers = Several("finder.desk.readers", offers.of_readers, required=True)
    mail = Line("door.field.finder_mail", required=False)
    policy_ja = Words("door.field.policy_ja", longest=10_000, required=False)
    policy_en = Words("door.field.policy_en", longest=10_000, required=False)

    def begin(self) -> dict[str, Any]:
        """The desk as it stands."""
        row = _desk(self.doing)
        if row is None:
            return {}
        return {
            "readers": [str(pk) for pk, _ in row.readers],
            "mail": row.mail,
            "policy_ja": row.policy_ja,
            "policy_en": row.policy_en,
        }


def _set(doing: Doing, told: dict[str, Any]) -> str:
    desk = Desk([int(pk) for pk in told["readers"]], told["mail"], told["policy_ja"], told["policy_en"])
    set_finder_desk(desk, on=doing.on, actor=doing.actor)
    return f"{reverse('company')}#finders"


def _channels(doing: Doing) -> Any:
    return offers.worded("finder.channel", (*channels(), UNREACHED), doing.lang)


class Acknowledge(DoorForm):
    """On which day, by which way and in which words the finder was told."""

    on = Day("door.field.finder_told_on")
    channel = Choice("door.field.finder_channel", _channels)
    words = Words("door.field.finder_words", longest=5_000)

    places: ClassVar = {"information": "words"}

    def begin(self) -> dict[str, Any]:
        """Today."""
        return {"on": self.doing.on}


def _acknowledge(doing: Doing, told: dict[str, Any]) -> None:
    said = Acknowledged(told["on"], told["channel"], told["words"])
    acknowledge_finder(doing.id, said, on=doing.on, actor=doing.actor)


def _from_finder(doing: Doing) -> bool:
    return doing.once("finder", lambda: came_from_finder(doing.viewer, doing.id))


IMPORT = Door("import_finder_mail", "", ("receive_finder_report",), ImportMail, _import, _is_set, page="information")
SET_DESK = Door("set_finder_desk", "", ("set_finder_desk",), SetDesk, _set, page="company")
ACKNOWLEDGE = Door(
    "acknowledge_finder", "information", ("acknowledge_finder",), Acknowledge, _acknowledge, _from_finder
)
