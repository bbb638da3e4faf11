"""What of a table can be kept where one of its cells is refused: everything else that was typed there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kizuki.core.forms import Box
from kizuki.core.forms.writing import Said, columns_of, control_of
from kizuki.core.refusal import Refused
from kizuki.web.editor.boxes import BoxShown, Cell

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Cause:
    """The refused place of a table: its row, and its column ('' where the whole row is refused)."""

    row: int
    column: str


def cause_in(box: Box, said: Said | None, refused: Refused) -> Cause | None:
    """Which cell or row of what was typed is refused; None where the box is refused as a whole."""
    if said is None or isinstance(said, str) or control_of(box) != "rows":
        return None
    found = re.fullmatch(rf"{re.escape(box.from_key)}\.(\d+)(?:\.(\w+))?", refused.place)
    # Empty rows are left out before the rest is read: the place counts those that say something.
    told = [at for at, row in enumerate(said) if isinstance(row, Mapping) and any(map(str.strip, row.values()))]
    if found is None or int(found[1]) >= len(told) or found[2] not in (None, *columns_of(box)):
        return None
    return Cause(told[int(found[1])], found[2] or "")


def kept_beside(
    box: Box, said: Said | None, refused: Refused, standing: BoxShown, write: Callable[[Said], object]
) -> Mapping[Cause, Refused]:
    """Write what was typed with what stands in the record in the place of each refused cell; why each of them is left
    out, nothing where the rest could not be kept either.

    `Refused` (`read`) where somebody else wrote into the box since it was read.
    """
    left: dict[Cause, Refused] = {}
    while (cause := cause_in(box, said, refused)) is not None and cause not in left:
        left[cause] = refused
        said = _without(_rows(said), cause, standing)
        try:
            write(said)
        except Refused as again:
            if again.place == "read":
                raise
            refused = again
        else:
            return left
    return {}


def _rows(said: Said | None) -> Rows:
    return [row for row in said or () if isinstance(row, Mapping)]


def _without(said: Rows, cause: Cause, standing: BoxShown) -> list[dict[str, str]]:
    """The rows with the refused cell as it stands; of a row that is refused as a whole every cell."""
    cells = standing.rows[cause.row] if cause.row < len(standing.rows) else ()
    stands = {cell.name: _said(cell) for cell in cells}
    return [
        {
            column: stands.get(column, "") if at == cause.row and cause.column in ("", column) else text
            for column, text in row.items()
        }
        for at, row in enumerate(said)
    ]


def _said(cell: Cell) -> str:
    """What the field of a cell would send as it stands."""
    return next((code for code, _, chosen in cell.choices if chosen), "" if cell.choices else cell.text)
