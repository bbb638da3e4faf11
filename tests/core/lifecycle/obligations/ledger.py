"""A ledger in memory: moves are applied as the record would, and ids are given as a database would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from kizuki.core.lifecycle.obligations import Correction, Move, Obligation, Wanted, reconcile
from kizuki.core.lifecycle.obligations.ends import SentReport, when_answered, when_sent

LEARNED = date(2026, 6, 1)
DUE = date(2026, 6, 16)


def day(number: int) -> date:
    """So many days after the matter was learned."""
    return LEARNED + timedelta(days=number)


def item(code: str = "1-イ", *, met: bool = True, person: str = "p1", due: date = DUE, **values: object) -> Wanted:
    """An item of the matter m1 on form 8."""
    return replace(
        Wanted("item", met, "m1", person, code, "8", "2026-05-01", LEARNED, due, due),
        **values,  # type: ignore[arg-type]
    )


def working(*, reading: str = "as it was", person: str = "", due: date = DUE) -> Wanted:
    """The class of the matter, to be confirmed by its working day."""
    return Wanted("class_confirmation", False, "m1", person, learned_on=LEARNED, due_on=due, reading=reading)


class Ledger:
    """The rows, and what is done to them."""

    def __init__(self) -> None:
        self.rows: dict[int, Obligation] = {}
        self.moves: list[Move] = []

    def facts(self, *wanted: Wanted, may_end: Iterable[int] | None = None) -> tuple[Move, ...]:
        """The facts now ask for this."""
        correction = None if may_end is None else Correction(frozenset(may_end))
        said = {one.matter: one.reading for one in wanted if one.kind == "item"}
        return self._apply(reconcile(self.rows.values(), wanted, correction, said=said))

    def sent(self, items: dict[str, str], **values: object) -> SentReport:
        """A report on form 8 for p1 in m1 is sent; `items` says what its own facts say of each."""
        rows = [row for row in self.rows.values() if row.kind == "item" and row.running and row.item in items]
        report = replace(
            SentReport("8", "m1", "p1", "submit", day(3), {row.id or 0: items[row.item] for row in rows}),
            **values,  # type: ignore[arg-type]
        )
        self._apply(when_sent(self.rows.values(), report))
        return report

    def answered(self, report: SentReport, *, accepted: bool) -> None:
        """PMDA's word on it."""
        self._apply(when_answered(self.rows.values(), report, accepted=accepted))

    def end(self, row: Obligation, by: str) -> None:
        """An act ends one row."""
        self._apply([Move("ended", replace(row, state="ended", ended_by=by), row)])

    def live(self, kind: str = "") -> list[Obligation]:
        """What is owed, of one kind or of all."""
        return [row for row in self.rows.values() if row.live and kind in ("", row.kind)]

    def one(self, kind: str, code: str = "") -> Obligation:
        """The newest row of a kind (and item)."""
        rows = [row for row in self.rows.values() if row.kind == kind and code in ("", row.item)]
        return max(rows, key=lambda row: (row.round, row.id or 0))

    def _apply(self, moves: Sequence[Move]) -> tuple[Move, ...]:
        for move in moves:
            number = move.row.id if move.row.id is not None else len(self.rows) + 1
            self.rows[number] = replace(move.row, id=number)
        self.moves += moves
        return tuple(moves)
