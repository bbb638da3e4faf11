"""Register a licence of the company."""

from __future__ import annotations

from datetime import date

from kizuki.actions.in_force import append_row
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Licence

KINDS = ("marketing_first", "marketing_second", "marketing_third", "manufacturing", "repair")
"""第一種・第二種・第三種医療機器製造販売業の許可, 製造業の登録, 修理業の許可."""


def register_licence(
    number: str, kind: str, *, from_on: date, to_on: date | None = None, replaces: int | None = None, actor: Actor
) -> int | None:
    """Keep a licence (許可番号) with the days it holds. Returns its id; None where it stood already.

    A renewal is a new row; one that ends early or was mistyped is replaced by another (`replaces`). `Refused` names
    the entry that cannot be.
    """
    if kind not in KINDS:
        raise Refused("licence.kind", f"{kind!r} is not one of: {', '.join(KINDS)}")
    values = {"number": text(number, "licence.number", longest=64, required=True), "kind": kind}
    with verb("register_licence", actor=actor, of=["company:1"]) as act:
        row = append_row(act, Licence, values, (from_on, to_on), replaces)
        if row is None:
            act.unchanged()
            return None
        act.record(subjects=["company:1", f"licence:{row.pk}"], payload={"kind": kind, "replaces": replaces})
    return int(row.pk)
