"""Register to whom something is sent."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from kizuki.actions.in_force import append_row
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Addressee

KINDS = ("pmda_reports", "pmda_first_report", "pmda_portal", "prefecture", "mhlw", "jpcert", "ipa", "other")
"""PMDA for reports, for the prompt first report, its portal (受付サイト); the prefecture; ministries and others."""


@dataclass(frozen=True, slots=True)
class AddresseeEntry:
    """An addressee: `kind` as above, the `unit` in it, and its numbers; `account` is the company's own at a portal."""

    kind: str
    name: str
    unit: str = ""
    prefecture: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    account: str = ""
    address: str = ""


def register_addressee(
    entry: AddresseeEntry, *, from_on: date, to_on: date | None = None, replaces: int | None = None, actor: Actor
) -> int | None:
    """Keep an addressee from the day it holds: a fax number that changes in April is a row of its own from April.

    Returns the id; None where it stood. `Refused`: an unknown kind, or a prefecture that is not named.
    """
    if entry.kind not in KINDS:
        raise Refused("addressee.kind", f"{entry.kind!r} is not one of: {', '.join(KINDS)}")
    longest = {"unit": 200, "prefecture": 16, "phone": 40, "fax": 40, "email": 200, "account": 120, "address": 300}
    told = asdict(entry)
    values = {key: text(told[key], f"addressee.{key}", longest=most) for key, most in longest.items()}
    values |= {"kind": entry.kind, "name": text(entry.name, "addressee.name", longest=200, required=True)}
    if entry.kind == "prefecture" and not values["prefecture"]:
        raise Refused("addressee.prefecture", "must not be empty")
    with verb("register_addressee", actor=actor, of=["company:1"]) as act:
        row = append_row(act, Addressee, values, (from_on, to_on), replaces)
        if row is None:
            act.unchanged()
            return None
        act.record(subjects=["company:1", f"addressee:{row.pk}"], payload={"kind": entry.kind, "replaces": replaces})
    return int(row.pk)
