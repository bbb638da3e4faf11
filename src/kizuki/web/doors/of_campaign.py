"""Linking one story above incidents and cases."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.core.glossary import say
from kizuki.core.incidents.cases_wanted import CAMPAIGN
from kizuki.store.queries.cases import open_cases
from kizuki.store.queries.incidents import incident_list
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Day, Line, Several, Words
from kizuki.web.doors.form import DoorForm


def _linkable(doing: Doing) -> list[tuple[str, str]]:
    """Open incidents and cases, as members are named."""
    word = {kind: say(f"portfolio.member.{kind}", doing.lang) for kind in ("incident", "case")}
    above = [row for row in incident_list(doing.viewer, limit=50) if row.kind != CAMPAIGN]
    found = [(f"incident:{row.id}", f"{word['incident']} {row.number} {row.title}") for row in above]
    rows = open_cases(doing.viewer, limit=50)
    return found + [(f"case:{row.id}", f"{word['case']} {row.number} {row.title}") for row in rows]


class OpenCampaign(DoorForm):
    """What it is called, since when it is known, and what it links."""

    title = Line("door.field.title", longest=300)
    learned_on = Day("portfolio.learned_on", hint="door.hint.learned_on")
    members = Several("door.field.members", _linkable)
    other_makers = Words("portfolio.other_makers", longest=5_000, rows=2, required=False)

    places: ClassVar = {"incident.learned_on": "learned_on", "members": "members"}


def _open(doing: Doing, told: dict[str, Any]) -> str:
    names = ("title", "learned_on", "members", "other_makers")
    entry = IncidentEntry(kind=CAMPAIGN, **{name: told[name] for name in names})
    return reverse("incident", args=[open_incident(entry, on=doing.on, actor=doing.actor)])


OPEN_CAMPAIGN = Door("open_campaign", "", ("open_incident",), OpenCampaign, _open, page="incidents")
