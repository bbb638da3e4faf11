"""Opening a case at once: what is known on the telephone, told in one form."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Several
from kizuki.web.doors.from_intake import parts_told
from kizuki.web.doors.new_case import NewCase, facts_of_new_case


class OpenCase(NewCase):
    """A case with one matter, and who alone sees it from its first moment."""

    secrecy = Choice("door.field.secrecy", offers.of_secrecy, open_list=True)
    until = Day("door.field.secret_until", ahead=True, required=False)
    readers = Several("door.field.readers", offers.of_readers, hint="door.hint.readers")
    learned_on = Day("door.field.case_learned_on", hint="door.hint.learned_on")
    field_order = (
        *("secrecy", "until", "readers", "title", "device", "hospital", "serial", "learned_on"),
        "learned_by",
        *("kind", "locus", "harm", "causality", "exploited", "evidence"),
    )
    places: ClassVar = {
        **NewCase.places,
        "matters.0.learned_on": "learned_on",
        "readers": "readers",
        "until": "until",
    }

    def together(self) -> None:
        """A secret has readers."""
        super().together()
        told = self.cleaned_data
        if told.get("secrecy") == "secret" and not told.get("readers"):
            self.wrong("readers", "door.error.no_readers")
        if told.get("secrecy") == "ordinary" and (told.get("readers") or told.get("until")):
            self.wrong("secrecy", "door.error.not_secret")


def _open(doing: Doing, told: dict[str, Any]) -> str:
    facts = facts_of_new_case(told)
    facts["matters"][0]["learned_on"] = told["learned_on"].isoformat()
    secret = told["secrecy"] == "secret"
    entry = CaseEntry(
        # No name of the case comes from words that a person typed.
        key=f"case-{doing.on:%Y%m%d}-{secrets.token_hex(4)}",
        device=told["device"],
        title=told["title"],
        facts=facts,
        hospital=told["hospital"] or None,
        parts=parts_told(told),
        confidential=Confidential([int(one) for one in told["readers"]], told["until"]) if secret else None,
    )
    return reverse("case", args=[open_case(entry, on=doing.on, actor=doing.actor)])


OPEN_CASE = Door("open_case", "", ("open_case",), OpenCase, _open)
