"""The sheets of a first report that were drawn up for a case and kept with it: one of them is what was sent."""

from __future__ import annotations

from kizuki.actions.reports.sheet_filling import SHEET_FILE, sheet_ground
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.queries.attachments import AttachmentRow, attached_document, attachments_of
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.ends import row_of
from kizuki.web.numbers import number_in
from kizuki.web.today import JAPAN


def drawn_up(doing: Doing) -> tuple[AttachmentRow, ...]:
    """Every sheet of the case, the newest first."""

    def read() -> tuple[AttachmentRow, ...]:
        rows = attachments_of(doing.viewer, doing.id)
        return tuple(row for row in reversed(rows) if row.name.startswith(SHEET_FILE))

    return doing.once("drawn_up", read)


def offered(doing: Doing) -> list[tuple[str, str]]:
    """Each of them by its name with the instant at which it was drawn up, and that it was none of them."""
    rows = [
        (str(row.id), f"{row.name}　{row.attached_at.astimezone(JAPAN):%Y-%m-%d %H:%M}") for row in drawn_up(doing)
    ]
    return [*rows, ("", say("door.no_kept_sheet", doing.lang))]


def newest_of_row(doing: Doing) -> str:
    """The newest that was drawn up for whom the address names; '' where there is none."""
    row = row_of(doing)
    if row is None:
        return ""
    try:
        ground = sheet_ground(doing.id, [] if row.person else [row.matter], [row.person] if row.person else [])
    except Refused:
        return ""
    return next((str(one.id) for one in drawn_up(doing) if ground.is_on(one.name)), "")


def bytes_of(doing: Doing, chosen: str) -> bytes | None:
    """The sheet that was chosen; None where none was."""
    number = number_in(chosen)
    found = attached_document(doing.viewer, doing.id, number) if number is not None else None
    return found.content if found else None
