"""取下げ（重複）: what was sent of a case that became a duplicate is to be taken back, once for each series."""

from __future__ import annotations

from collections.abc import Iterable

from kizuki.core.lifecycle.obligations.rows import Obligation


def to_withdraw(ledger: Iterable[Obligation], matter: str, person: str, form: str) -> Obligation | None:
    """The obligation to withdraw the series of a matter, person and form; None where it stands in `ledger` already.

    `ledger` is that of the case that goes on. Its round counts every withdrawal of that matter and person, also one
    that has ended: a report that was withdrawn and sent anew is withdrawn a second time.
    """
    key = ("withdrawal", matter, person, "duplicate")
    standing = [row for row in ledger if row.key == key]
    if any(row.live and row.form == form for row in standing):
        return None
    number = max((row.round for row in standing), default=0) + 1
    return Obligation("withdrawal", "owed", matter, person, "duplicate", form, round=number)
