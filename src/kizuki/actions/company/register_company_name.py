"""Register what the company is called."""

from __future__ import annotations

from datetime import date

from kizuki.actions.in_force import append_row
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.store.models import CompanyName


def register_company_name(
    name: str,
    *,
    representative: str = "",
    from_on: date,
    to_on: date | None = None,
    replaces: int | None = None,
    actor: Actor,
) -> int | None:
    """Keep a name (商号) of the company, and who represents it, with the days that it holds: a document of such a day
    says this one. Returns its id; None where it stood already."""
    values = {
        "name": text(name, "companyname.name", longest=200, required=True),
        "representative": text(representative, "companyname.representative", longest=200),
    }
    with verb("register_company_name", actor=actor, of=["company:1"]) as act:
        row = append_row(act, CompanyName, values, (from_on, to_on), replaces)
        if row is None:
            act.unchanged()
            return None
        act.record(subjects=["company:1", f"company_name:{row.pk}"], payload={"replaces": replaces})
    return int(row.pk)
