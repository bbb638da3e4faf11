"""これ以上の情報入手不可: a promised follow-up that was given up is owed again as soon as anything new is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kizuki.core.lifecycle.obligations.rows import Move, Obligation


def asked_again(newest: Iterable[Obligation], said: Mapping[str, str]) -> list[Move]:
    """Any new receipt opens what was given up again, on the day that it had. `newest` are the newest rounds of a ledger,
    `said` the digest of everything that is said of each matter now (`readings.said_by_matter`)."""
    rows = list(newest)
    return [
        Move("open", replace(row, id=None, state="owed", round=row.round + 1, ended_by="", reading=""), row)
        for row in rows
        if row.kind == "follow_up" and row.ended_by == "give_up_asking"
        if row.matter in said and said[row.matter] != row.reading and not _withdrawn_since(row, rows)
    ]


def _withdrawn_since(row: Obligation, rows: Iterable[Obligation]) -> bool:
    """Whether the series that promised it was withdrawn: it promises nothing any more."""
    return any(
        one.kind == "withdrawal" and one.state != "owed" and (one.id or 0) > (row.id or 0)
        and (one.matter, one.person, one.form) == (row.matter, row.person, row.form)
        for one in rows
    )  # fmt: skip
