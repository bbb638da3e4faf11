"""Write one box of the sheet of a first report (第一報連絡票), or take back what was written there."""

from __future__ import annotations

from collections.abc import Sequence

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.reports.sheet_filling import sheet_ground
from kizuki.actions.reports.writing_boxes import left_in
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms.writing import Said
from kizuki.store.models import Case
from kizuki.store.reports.written import KIND, body_of, tag_of


def write_sheet_box(
    case_id: int,
    box_id: str,
    said: Said | None,
    *,
    read: str,
    matters: Sequence[str] = (),
    persons: Sequence[str] = (),
    actor: Actor,
) -> str:
    """Keep what a person wrote into a box of the sheet of those who are named, as `write_box` does in a report. Returns
    the tag of what stands there now.

    The sheet of others is another sheet: what is written here stands on none but this one. No second person is needed,
    and nothing keeps the sheet back. `Refused` as `write_box`, and where nobody or somebody else is named.
    """
    find(Case, "case", actor=actor, pk=case_id)
    with verb("write_sheet_box", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_case(act, case_id)
        ground = sheet_ground(case_id, matters, persons)
        left = left_in(ground, box_id, said, read)
        if left.changed:
            body = body_of(left.value if left.stands else None, act.person, stands=left.stands)
            place = ground.line.place(left.box.from_key)
            kept = keep_words(case_id, KIND, body, act.at, place=place)
            payload = {"box": left.box.id, "named": list(ground.whom.names), "revision": kept.revision}
            act.record(subjects=[f"case:{case_id}"], payload=payload)
        else:
            act.unchanged()
    return tag_of(left.value)
