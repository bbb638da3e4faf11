"""What becomes of a piece of safety information: a case, part of one, an incident, watched, or set aside."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.information.add_receipt import add_receipt
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.examine_information import examine_information
from kizuki.actions.information.join_case import join_case
from kizuki.actions.information.receiving import ReceiptEntry
from kizuki.actions.information.record_told_harm import record_told_harm
from kizuki.actions.information.set_aside_information import set_aside_information
from kizuki.actions.information.translate_information import translate_information
from kizuki.actions.information.unjoin_case import unjoin_case
from kizuki.core.incidents.cases_wanted import KINDS
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.lifecycle.moves import states_of
from kizuki.store.queries.embargo import embargo_of
from kizuki.store.queries.information import InformationPage, information_page
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Count, Day, Line, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.from_intake import intake_told, lines_of, parts_told, patient_proposed, proposed, title_of
from kizuki.web.doors.new_case import NewCase, device_key, facts_of_new_case


def _page(doing: Doing) -> InformationPage:
    found = doing.once("page", lambda: information_page(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    return found


def _may_come_to(state: str) -> Any:
    def opens(doing: Doing) -> bool:
        row = _page(doing).row
        # What belongs to a case is taken out of it first.
        return row.case_id is None and state in states_of("information")[row.state]

    return opens


def _summary(doing: Doing) -> tuple[str, ...]:
    return (_page(doing).row.summary[:300],)


def _intake(doing: Doing) -> tuple[str, ...]:
    """What was said, and what else the intake told: of which device it is, where, when and how it was learned."""
    return lines_of(doing, intake_told(doing))


class BecomeCase(NewCase):
    """A case from information: its matter was learned when the information was."""

    def begin(self) -> dict[str, Any]:
        """A short title, and what the intake told beside device and hospital."""
        told = intake_told(self.doing)
        found = proposed(told) | patient_proposed(told)
        if told.harm:
            # This case is of what was told here; of the cases of an incident each is asked for itself.
            found["harm"] = told.harm
        self.taken = dict.fromkeys(found, told.number)
        return {**found, "title": title_of(told)}

    def shape(self) -> None:
        """The device and the hospital are asked for only where the information names none."""
        row = _page(self.doing).row
        if row.device_id is not None:
            del self.fields["device"]
        if row.hospital:
            del self.fields["hospital"]


def _become(doing: Doing, told: dict[str, Any]) -> str:
    row = _page(doing).row
    device = device_key(doing.viewer, row.device_id) if row.device_id else told["device"]
    entry = CaseEntry(
        key=row.number,
        device=device,
        title=told["title"],
        facts=facts_of_new_case(told),
        hospital=told.get("hospital") or None,
        parts=parts_told(told),
    )
    return reverse("case", args=[become_case(doing.id, entry, on=doing.on, actor=doing.actor)])


class JoinCase(DoorForm):
    """To which case it belongs."""

    case = Choice("portfolio.case", offers.of_cases_to_join, hint="door.hint.join")

    def begin(self) -> dict[str, Any]:
        """The case that the address names."""
        return {"case": self.doing.asked.get("case", "")}


def _join(doing: Doing, told: dict[str, Any]) -> str:
    case_id = int(told["case"])
    join_case(doing.id, case_id, on=doing.on, actor=doing.actor)
    return reverse("case", args=[case_id])


def _incident_kinds(doing: Doing) -> Any:
    return offers.worded("record.value.kind", KINDS, doing.lang)


class OpenIncident(DoorForm):
    """An incident above cases, with this information in it."""

    kind = Choice("door.field.incident_kind", _incident_kinds, open_list=True)
    title = Line("door.field.title", longest=300)
    patients = Count("door.field.patients", hint="door.hint.patients", required=False, most=100_000)
    other_makers = Words("portfolio.other_makers", longest=5_000, rows=2, required=False)

    places: ClassVar = {"incident.patients": "patients"}

    def begin(self) -> dict[str, Any]:
        """A short title."""
        return {"title": title_of(intake_told(self.doing))}


def _open_incident(doing: Doing, told: dict[str, Any]) -> str:
    row = _page(doing).row
    secret, known = embargo_of(doing.viewer, "information", doing.id), intake_told(doing)
    entry = IncidentEntry(
        kind=told["kind"],
        title=told["title"],
        learned_on=row.awareness_on,
        members=[
            f"information:{doing.id}",
            *([f"device:{row.device_id}"] if row.device_id else []),
            *([f"unit:{known.unit}"] if known.unit is not None else []),
        ],
        hospital=known.hospital or None,
        patients=told["patients"],
        other_makers=told["other_makers"],
        # What comes from something secret is as secret.
        confidential=Confidential([pk for pk, _ in secret.readers], secret.until) if secret else None,
    )
    return reverse("incident", args=[open_incident(entry, on=doing.on, actor=doing.actor)])


class Examine(DoorForm):
    """What was found so far: nothing is decided by it."""

    device = Choice("portfolio.device", offers.of_devices, hint="door.hint.as_it_is", required=False)
    hospital = Choice("portfolio.hospital", offers.of_hospitals, hint="door.hint.as_it_is", required=False)
    remark = Words("portfolio.text.remark")


def _examine(doing: Doing, told: dict[str, Any]) -> None:
    device, hospital = told["device"] or None, told["hospital"] or None
    examine_information(doing.id, told["remark"], device=device, hospital=hospital, actor=doing.actor)


class ToldHarm(DoorForm):
    """How badly people were harmed, and who said so."""

    harm = Choice("door.field.harm_told", offers.of_settled_harm, open_list=True)
    remark = Words("door.field.who_said_harm", longest=5_000, rows=2)

    places: ClassVar = {"information.told_harm": "harm", "information.remark": "remark"}


def _record_harm(doing: Doing, told: dict[str, Any]) -> None:
    record_told_harm(doing.id, told["harm"], told["remark"], actor=doing.actor)


def _is_undecided(doing: Doing) -> bool:
    return _page(doing).row.state in UNDECIDED


class SetAside(DoorForm):
    """Why it is no matter of ours, by a code and in words."""

    reason = Choice("portfolio.reason", offers.of_reasons_aside, open_list=True)
    remark = Words("portfolio.explanation", longest=5_000)

    places: ClassVar = {"information.explanation": "remark", "information.reason": "reason"}


def _set_aside(doing: Doing, told: dict[str, Any]) -> None:
    set_aside_information(doing.id, told["reason"], told["remark"], actor=doing.actor)


class Unjoin(DoorForm):
    """Why it does not belong to the case."""

    remark = Words("portfolio.reason", longest=2_000)


def _unjoin(doing: Doing, told: dict[str, Any]) -> None:
    unjoin_case(doing.id, told["remark"], actor=doing.actor)


class Receipt(DoorForm):
    """Who else of the company knew, and since when."""

    learned_on = Day("door.field.knew_on", hint="door.hint.knew_on")
    who = Line("portfolio.who", required=False)

    places: ClassVar = {"receipt": "learned_on"}


def _add_receipt(doing: Doing, told: dict[str, Any]) -> None:
    receipt = ReceiptEntry(told["learned_on"], None if told["who"] else doing.person, told["who"])
    add_receipt(doing.id, receipt, on=doing.on, actor=doing.actor)


class Translation(DoorForm):
    """The words in Japanese; the original stays."""

    translation = Words("portfolio.text.translation", longest=20_000, rows=6)


def _translate(doing: Doing, told: dict[str, Any]) -> None:
    translate_information(doing.id, told["translation"], actor=doing.actor)


def _is_joined(doing: Doing) -> bool:
    return _page(doing).row.state == "joined"


DOORS = (
    Door(
        "become_case",
        "information",
        ("become_case",),
        BecomeCase,
        _become,
        _may_come_to("became_case"),
        _intake,
    ),
    Door("join_case", "information", ("join_case",), JoinCase, _join, _may_come_to("joined"), _summary),
    Door("open_incident", "information", ("open_incident",), OpenIncident, _open_incident, about=_intake),
    Door("examine", "information", ("examine_information",), Examine, _examine, _may_come_to("examined"), _summary),
    Door(
        "record_told_harm",
        "information",
        ("record_told_harm",),
        ToldHarm,
        _record_harm,
        _is_undecided,
        _summary,
    ),
    Door(
        "set_aside",
        "information",
        ("set_aside_information",),
        SetAside,
        _set_aside,
        _may_come_to("not_relevant"),
        _summary,
    ),
    Door("unjoin_case", "information", ("unjoin_case",), Unjoin, _unjoin, _is_joined, _summary),
    Door("add_receipt", "information", ("add_receipt",), Receipt, _add_receipt, about=_summary),
    Door("translate", "information", ("translate_information",), Translation, _translate, about=_summary),
)
"""The doors about a piece of information, in the order in which its page shows them."""
