"""Writing one box of anything that a field list draws: what it would hold, and why it cannot, before a verb keeps it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.forms import Box, Edition, FilledForm, FormName
from kizuki.core.forms.writing import Said, told_at, value_written, written_over
from kizuki.core.refusal import Refused
from kizuki.store.reports.written import Written, tag_of, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Fillable:
    """What a form is filled from: the document of the record (`told`, as `kizuki form` reads it), and what persons wrote
    over it by key of the record."""

    form: FormName
    told: Mapping[str, Any]
    written: Mapping[str, Written]

    @property
    @abstractmethod
    def edition(self) -> Edition:
        """The edition in use on the day of the document."""

    @abstractmethod
    def filled_from(self, document: Mapping[str, Any]) -> FilledForm:
        """The form filled from a document; `Refused` where it cannot be."""

    def said(self, key: str) -> Any:
        """What stands at a key of the record now, as it was written or as the record says it."""
        return self.written[key].value if key in self.written else told_at(self.told, key)

    def tag(self, key: str) -> str:
        """What names the value of a box that is being read."""
        return tag_of(self.said(key))

    def document(self, over: Mapping[str, Any] | None = None, without: str = "") -> dict[str, Any]:
        """What the record says with what was written over it, with further values by key, and without what was written
        at one."""
        standing = {key: value for key, value in values(self.written).items() if key != without}
        return written_over(self.told, standing | dict(over or {}))


def day_written(written: Mapping[str, Written]) -> date | None:
    """The day of the report (報告日) as a person wrote it into its box; None where nobody did."""
    row = written.get("report.reported_on")
    return date.fromisoformat(str(row.value)) if row and row.value else None


@dataclass(frozen=True, slots=True)
class Left:
    """A box as a person leaves it: the value for the record, whether it `stands` there before what the record says (else
    the record speaks again), and whether it is `changed` by that."""

    box: Box
    value: Any
    stands: bool
    changed: bool


def left_in(ground: Fillable, box_id: str, said: Said | None, read: str) -> Left:
    """What a box would hold. `said` None takes back what was written; `read` is the tag of what the writer saw.

    `Refused` where the box cannot hold it or it contradicts the facts, at the key of the record; and (`read`) where
    somebody else wrote something else there since.
    """
    box = _box(ground, box_id)
    value = told_at(ground.told, box.from_key) if said is None else value_written(box, said)
    stands = said is not None
    taken_back = not stands and box.from_key in ground.written
    if value == ground.said(box.from_key) and not taken_back:
        return Left(box, value, stands, changed=False)
    over, without = ({box.from_key: value}, "") if stands else (None, box.from_key)
    ground.filled_from(ground.document(over, without))
    if read != ground.tag(box.from_key):
        raise Refused("read", "somebody else wrote into this box since it was read")
    return Left(box, value, stands, changed=True)


def _box(ground: Fillable, box_id: str) -> Box:
    """The box of the edition that the form is filled in; `Refused` where it has none of this id."""
    try:
        return ground.edition.box(box_id)
    except StopIteration:
        raise Refused("box", f"{box_id!r} is no box of form {ground.form}") from None
