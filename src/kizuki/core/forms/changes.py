"""What a follow-up says otherwise than the last report that was accepted, box by box, as values to be highlighted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["added", "changed", "removed", "corrected"]

OF_EVERY_REPORT = frozenset(
    {
        *("count", "report_no", "type", "prev_year", "prev_number", "report_date", "info_date"),
        *("control_year", "control_number", "registration_no", "identification_no"),
    }
)
"""Boxes that say another thing in every report: that they changed tells nobody anything."""

_WORDS_FOR_NOTHING = frozenset({"", "不明", "調査中", "該当なし", "記載なし", "（PMDAの付番後に記載）"})


@dataclass(frozen=True, slots=True)
class Change:
    """One box: what it said, what it says, and for a correction (訂正) of what was accepted, why."""

    field: str
    kind: Kind
    before: Any
    after: Any
    why: str = ""


def changes(
    before: Iterable[Mapping[str, Any]],
    after: Iterable[Mapping[str, Any]],
    corrected: Mapping[str, str] | None = None,
) -> tuple[Change, ...]:
    """The boxes that differ, in the order of the form as it is now. Both are boxes as `form_json` has them; `corrected`
    are the ids of boxes that were wrong when they were accepted, each with its reason: also where nothing differs yet.
    """
    said = {box["id"]: box["value"] for box in before}
    wrong = dict(corrected or {})
    found: list[Change] = []
    for box in after:
        name, now = box["id"], box["value"]
        then = said.get(name)
        if name in wrong:
            found.append(Change(name, "corrected", then, now, wrong[name]))
        elif name not in OF_EVERY_REPORT and then != now:
            found.append(Change(name, _kind(then, now), then, now))
    return tuple(found)


def _kind(then: Any, now: Any) -> Kind:
    if _nothing(then):
        return "added"
    return "removed" if _nothing(now) else "changed"


def _nothing(value: Any) -> bool:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return not value
    return value is None or str(value) in _WORDS_FOR_NOTHING
