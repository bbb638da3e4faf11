"""What was done about each device after a notice of an authority or an ISAC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import Device, NoticeAnswer
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.texts_kept import texts_kept


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One device and the newest answer for it; `answer` is '' where nobody said anything yet."""

    device: int
    key: str
    brand: str
    answer: str
    on: date | None
    person: str
    words: str


def answers_to(viewer: Viewer, information_id: int) -> tuple[AnswerRow, ...]:
    """Every device that the viewer sees, those of which nothing was said first."""
    rows = seen(viewer, NoticeAnswer).filter(information=information_id).select_related("person").order_by("pk")
    newest = {row.device_id: row for row in rows}
    said = texts_kept("notice_answer", [row.pk for row in newest.values()])
    found = []
    for pk, key, brand in seen(viewer, Device).order_by("brand", "pk").values_list("pk", "key", "brand"):
        row = newest.get(pk)
        words = said.get((row.pk, "words"), "") if row else ""
        name = row.person.display_name if row else ""
        found.append(AnswerRow(pk, key, brand, row.answer if row else "", row.on if row else None, name, words))
    return tuple(sorted(found, key=lambda one: one.answer != ""))
