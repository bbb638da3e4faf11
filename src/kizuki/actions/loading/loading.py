"""Loading a list: a preview that writes nothing and gives a token, and the commit that takes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.loading import (
    case_rows,
    decision_rows,
    design_rows,
    device_rows,
    hospital_rows,
    period_rows,
    shipment_rows,
    unit_rows,
)
from kizuki.actions.loading.planned import Planned
from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Actor
from kizuki.core.loading.kinds import load_columns
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Row, placed, read_rows
from kizuki.gateways.tables import read_table
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.record.canonical import canonical_json, digest_of

_PLANS: Mapping[str, Callable[[Sequence[Row], date, Viewer], list[Planned]]] = {
    "devices": device_rows.plan,
    "hospitals": hospital_rows.plan,
    "units": unit_rows.plan,
    "cases": case_rows.plan,
    "periods": period_rows.plan,
    "decisions": decision_rows.plan,
    "shipments": shipment_rows.plan,
    "design": design_rows.plan,
}
_KEEPS: Mapping[str, Callable[[Sequence[Planned], date, Actor], None]] = {
    "devices": device_rows.keep,
    "hospitals": hospital_rows.keep,
    "units": unit_rows.keep,
    "cases": case_rows.keep,
    "periods": period_rows.keep,
    "decisions": decision_rows.keep,
    "shipments": shipment_rows.keep,
    "design": design_rows.keep,
}


@dataclass(frozen=True, slots=True)
class LoadPreview:
    """What a list would do, row by row. `token` is over the list, how it is read, the day, and how the record stands.

    `empty` counts the rows without text; `elsewhere` has the rows of sheets that are not read, by sheet. With the
    header they are every row of the file.
    """

    kind: str
    rows: tuple[Planned, ...]
    token: str
    empty: int = 0
    elsewhere: tuple[tuple[str, int], ...] = ()

    def count(self, what: str) -> int:
        """Rows of which this would become."""
        return sum(row.what == what for row in self.rows)


def preview_load(
    kind: str, content: bytes, mapping: Mapping[str, str], *, on: date, viewer: Viewer = PROGRAM
) -> LoadPreview:
    """Read a list (Excel or CSV) and plan each row. Nothing is written; `on` is today in Japan.
    What the viewer does not see is not there for the list either: its rows are as new.

    `Refused` where the list itself cannot be read; a row that cannot be kept is `refused` and stands in the preview.
    """
    columns = load_columns(kind)
    table = read_table(content)
    rows = read_rows(table, columns, placed(table.header, columns, mapping))
    planned = _PLANS[kind](rows, on, viewer)
    stood = [(row.line, row.key, row.what, row.why, row.remarks, row.before) for row in planned]
    over = {"kind": kind, "sha256": digest_of(content), "columns": dict(mapping), "on": on, "rows": stood}
    return LoadPreview(kind, tuple(planned), digest_of(canonical_json(over)), table.empty, table.elsewhere)


def commit_load(
    kind: str, content: bytes, mapping: Mapping[str, str], *, token: str, on: date, actor: Actor
) -> LoadPreview:
    """Keep what a preview showed, by the verbs that a person would run. Returns that preview.

    `Refused`, and nothing is kept, where the list or the record moved since, or a row cannot be kept. A load that was
    cut off goes on when it is previewed and taken again: what was kept stands.
    """
    preview = preview_load(kind, content, mapping, on=on, viewer=viewer_of(actor.code))
    if preview.token != token:
        raise Refused("--commit", "the list or the record has changed since the preview; look at a new one")
    refused = [row for row in preview.rows if row.what == "refused"]
    if refused:
        raise Refused("", f"{refused[0].why} ({len(refused)} rows cannot be kept; nothing was)")
    _KEEPS[kind]([row for row in preview.rows if row.what in ("made", "changed")], on, actor)
    return preview
