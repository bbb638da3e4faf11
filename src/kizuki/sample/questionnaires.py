"""What hospitals ask of the sample: the facts behind their questionnaires, and the disclosures that were sent to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.questionnaires.send_sheets import send_sheets
from kizuki.actions.questionnaires.tell_sheet_facts import FactEntry, tell_sheet_facts
from kizuki.actions.verb import Actor
from kizuki.core.questionnaires import edition_of, filled_share
from kizuki.core.refusal import Refused
from kizuki.sample.reading import read_questionnaires
from kizuki.store.access.seen import seen
from kizuki.store.models import Device, Hospital, Release, SentSheet, User
from kizuki.store.queries.sheet_answers import answers_for, hospitals_with_units, keys_for
from kizuki.store.queries.viewer import PROGRAM

MDS2, R7 = "mds2_2019", "mhlw_checklist_vendor_r7"


@dataclass(frozen=True, slots=True)
class Share:
    """How many boxes of how many are filled on the emptiest sheet of an edition, and how many sheets there are."""

    sheet: str
    sheets: int
    filled: int
    boxes: int


def complete_sample(on: date) -> tuple[int, tuple[Share, ...]]:
    """Tell every fact of the sample's questionnaires, as its person of the PSIRT, and send the disclosures of its devices
    to the hospitals where they stand, once. Returns how many facts were new, and the share of each edition.

    A second time changes nothing. `Refused` where the sample is not loaded.
    """
    person = seen(PROGRAM, User).filter(role="psirt").order_by("pk").first()
    if person is None:
        raise Refused("", "the sample is not loaded; run kizuki sample first")
    actor = Actor.user(person.pk)
    new = tell_everything(on, actor)
    if not seen(PROGRAM, SentSheet).filter(sheet=MDS2).exists():
        send_sheets(MDS2, on=on, actor=actor)
    return new, tuple(share_of(sheet, on) for sheet in (R7, MDS2))


def tell_everything(on: date, actor: Actor) -> int:
    """Every fact of the sample's questionnaires of the company, and of each device, release and hospital that stands in
    the record. Returns how many were new."""
    read = read_questionnaires()
    as_of = date.fromisoformat(read["as_of"])
    return sum(tell_sheet_facts(owner, _entries(told, as_of), on=on, actor=actor) for owner, told in _owners(read))


def share_of(sheet: str, on: date) -> Share:
    """The emptiest sheet of an edition, of all hospitals where a unit stands, as it would be answered on a day."""
    edition = edition_of(sheet)
    keys = keys_for(PROGRAM, edition, list(hospitals_with_units(PROGRAM)))
    shares = [filled_share(one.boxes) for one in answers_for(PROGRAM, edition, keys, on)]
    filled, boxes = min(shares, key=lambda share: share[0] / share[1])
    return Share(sheet, len(shares), filled, boxes)


def _owners(read: Mapping[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """Every owner with its answers by fact: a word, or yes or no."""
    found = [("company:1", _answers(read["company"]))]
    for key, pk in seen(PROGRAM, Device).order_by("pk").values_list("key", "pk"):
        own = _answers(read["devices"].get(key, {}))
        found.append((f"device:{pk}", _answers(read["device"]) | own))
    found += [(f"release:{pk}", _answers(read["release"])) for pk in _ids(Release)]
    return [*found, *((f"hospital:{pk}", _answers(read["hospital"])) for pk in _ids(Hospital))]


def _ids(table: Any) -> list[int]:
    return list(seen(PROGRAM, table).order_by("pk").values_list("pk", flat=True))


def _answers(told: Mapping[str, Any]) -> dict[str, str]:
    yes_no = {name: answer for answer in ("yes", "no") for name in told.get(answer, ())}
    return yes_no | dict(told.get("text", {}))


def _entries(told: Mapping[str, str], on: date) -> list[FactEntry]:
    return [
        FactEntry(name, said, on) if said in ("yes", "no") else FactEntry(name, "text", on, said)
        for name, said in told.items()
    ]
