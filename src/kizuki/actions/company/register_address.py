"""Register an address of the company."""

from __future__ import annotations

from datetime import date

from kizuki.actions.in_force import append_row
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import CompanyAddress

KINDS = ("main_office", "marketing_office", "other")
"""本社, 主たる機能を有する事務所 (where the 総括製造販売責任者 works), another site."""


def register_address(
    kind: str,
    address: str,
    *,
    postal_code: str = "",
    from_on: date,
    to_on: date | None = None,
    replaces: int | None = None,
    actor: Actor,
) -> int | None:
    """Keep an address from the day it holds. Returns its id; None where it stood already."""
    if kind not in KINDS:
        raise Refused("companyaddress.kind", f"{kind!r} is not one of: {', '.join(KINDS)}")
    values = {
        "kind": kind,
        "postal_code": text(postal_code, "companyaddress.postal_code", longest=16),
        "address": text(address, "companyaddress.address", longest=300, required=True),
    }
    with verb("register_address", actor=actor, of=["company:1"]) as act:
        row = append_row(act, CompanyAddress, values, (from_on, to_on), replaces)
        if row is None:
            act.unchanged()
            return None
        act.record(subjects=["company:1", f"address:{row.pk}"], payload={"kind": kind, "replaces": replaces})
    return int(row.pk)
