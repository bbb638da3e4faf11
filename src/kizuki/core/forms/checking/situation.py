"""What the check looks at: the filled boxes of a report, and what the record holds beside them on the day of sending."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One box: what it says (as `form_json` has it), how it stands, and the key that it came from."""

    id: str
    value: Any
    state: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """品目 and company as they stood on the day of the report; '' and None are not known. `others` are brand names and
    licence numbers of our other devices."""

    brand: str = ""
    licence: str = ""
    given_up_on: date | None = None
    company: str = ""
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Earlier:
    """The reports of the same matter and person before this one: the number of the last that PMDA accepted (0 none)
    with its receipt, the day of first information that it told, and the numbers of those sent without an answer."""

    accepted: int = 0
    receipt_year: str = ""
    receipt_number: str = ""
    first_informed_on: date | None = None
    unanswered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """One item that calls for this report: its code, whether it is met or open, its days (15, 30; None periodic) and
    the day by which it is due."""

    item: str
    met: bool
    days: int | None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another report that belongs to this one: of another person, matter or device of the same event. `names` are the
    numbers by which it may be named, any of which is enough."""

    whom: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a person confirmed of a reported term: the sentence of the precautions that names it and their edition."""

    code: str
    term: str
    known: bool
    sentence: str
    edition: str
    in_force_on: date | None
    event_on: date | None


@dataclass(frozen=True, slots=True)
class FirstSheet:
    """A prompt first report that is owed: `sent_on` None while it is not, `late` where it left after its target,
    `told` whether the delay is recorded."""

    owed: bool = False
    sent: bool = False
    late: bool = False
    told: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something that was done, as recorded: a communication, a dispatch, a patch; its kind and day."""

    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class Hospital:
    """The hospital's own report: `concerned` whether a hospital is named at all, `state` as recorded; for each field
    how both stand (`differs`, `to_read`, `missing_ours`); `explained` whether a person has settled them."""

    concerned: bool = False
    state: str = "unknown"
    fields: tuple[tuple[str, str], ...] = ()
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Attachments:
    """What goes with it: names in the box, digests attached to the case; the precautions in force at the event as
    edition and digest ('' where no document of that edition is kept)."""

    named: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    kept_names: tuple[str, ...] = ()
    precautions: tuple[tuple[str, str], ...] = ()
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that is to be sent: its digest, the digests that were signed, how far it is approved, and what was
    learned since it was drawn up."""

    sha256: str = ""
    signed: tuple[str, ...] = ()
    approved: bool = False
    newest_facts: bool = True
    newer_information: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which it can be sent: whether everything for it stands in the record, and whether it failed today."""

    code: str
    ready: bool
    down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCheck:
    """Everything that `check_report` looks at.

    `boxes` by id; `purpose` report | not_reportable | withdrawal; `complete` True 完了, False 未完了, None not said.
    `due_on` is its 報告期限, the one day that the case and the report name as well. `learned_on` is the earliest day on
    which anybody knew; `persons` how many harmed persons the report tells of; `related_has_source` whether any source
    says that the harm is related. `keep_out` are words that no text may hold, by kind (person, hospital, address,
    vulnerability); `ours` are texts with the numbers of our own addressees, which are no contact of a person.
    `delay_reason`, `delay_prevention`: what is told of a late report.
    """

    form: str
    on: date
    boxes: Mapping[str, Said]
    purpose: str = "report"
    complete: bool | None = None
    number: int = 1
    next_report_on: date | None = None
    learned_on: date | None = None
    persons: int = 0
    related_has_source: bool = False
    delay_reason: bool = False
    delay_prevention: bool = False
    open_points: int = 0
    level_told: bool = True
    product: Product = field(default_factory=Product)
    earlier: Earlier = field(default_factory=Earlier)
    due_on: date | None = None
    periods: tuple[Period, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    listed: tuple[Listed, ...] = ()
    first: FirstSheet = field(default_factory=FirstSheet)
    recorded: tuple[Recorded, ...] = ()
    keep_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ours: tuple[str, ...] = ()
    hospital: Hospital = field(default_factory=Hospital)
    attachments: Attachments = field(default_factory=Attachments)
    paper: Paper = field(default_factory=Paper)
    ways: tuple[Way, ...] = ()

    def playing(self, part: str) -> Iterator[Said]:
        """The boxes of this form that play a part, in the order of the table."""
        return (self.boxes[name] for name in parts()[part] if name in self.boxes)

    def box(self, part: str) -> Said | None:
        """The first of them; None where the form has none."""
        return next(self.playing(part), None)

    def day(self, part: str) -> date | None:
        """The day that a box says; None where it says none, a month, or a word."""
        box = self.box(part)
        try:
            return date.fromisoformat(str(box.value)) if box is not None else None
        except ValueError:
            return None


def text_of(value: Any) -> str:
    """Everything that a box says in one text."""
    if isinstance(value, dict):
        return "\n".join(text_of(part) for part in value.values())
    if isinstance(value, list | tuple):
        return "\n".join(text_of(part) for part in value)
    return "" if value is None else str(value)


@cache
def parts() -> Mapping[str, tuple[str, ...]]:
    """The boxes that play each part, from the table beside this file."""
    table = tomllib.loads((resources.files(__package__) / "parts.toml").read_text(encoding="utf-8"))
    return {part: tuple(ids) for part, ids in table.items()}
