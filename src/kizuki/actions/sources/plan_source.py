"""Plan that a source which no feed reads is looked at, how often and by whom (収集計画)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.sources.owing import next_look
from kizuki.actions.verb import Actor, verb
from kizuki.core.information.looking import KINDS, LONGEST_DAYS
from kizuki.core.people import ROLES
from kizuki.core.refusal import Refused
from kizuki.store.models import Company, SourcePlan
from kizuki.store.record.keeping_rows import added, locked, standing

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """`key` names the source in codes; `kind` is one of `core.information.looking.KINDS`; it is looked at every so many
    days by people of a role. `ended`: by nobody any more."""

    key: str
    kind: str
    name: str
    every_days: int
    role: str
    ended: bool = False


def plan_source(entry: SourceEntry, *, on: date, actor: Actor) -> int:
    """Keep the plan of a source, new or changed; its first look is owed within its days from today. Returns its id.

    `Refused` for a key that is none, an unknown kind or role, a name that is missing, and fewer days than one or more
    than a year.
    """
    find(Company, "company", actor=actor, pk=1)
    if not _KEY.fullmatch(entry.key):
        raise Refused("key", "is small letters, digits and hyphens, 40 at most")
    if entry.kind not in KINDS:
        raise Refused("kind", f"{entry.kind!r} is not one of: {', '.join(KINDS)}")
    if entry.role not in ROLES:
        raise Refused("role", f"{entry.role!r} is not one of: {', '.join(ROLES)}")
    if not 1 <= entry.every_days <= LONGEST_DAYS:
        raise Refused("every_days", f"lies between 1 and {LONGEST_DAYS}")
    name = text(entry.name, "name", longest=200, required=True)
    person = person_of(actor)
    with verb("plan_source", actor=actor, of=["company:1"]) as act:
        locked(Company, 1)
        newest = standing(SourcePlan, key=entry.key).order_by("-pk").first()
        if newest is None and entry.ended:
            raise Refused("key", f"there is no source {entry.key}")
        told = {"kind": entry.kind, "name": name, "every_days": entry.every_days, "role": entry.role}
        told["ended"] = entry.ended
        if newest is not None and all(getattr(newest, field) == value for field, value in told.items()):
            act.unchanged()
            return int(newest.pk)
        row = added(SourcePlan, key=entry.key, since=on, person_id=person, recorded_at=act.at, **told)
        next_look(act, entry.key, f"source_plan:{row.pk}", on, None if entry.ended else entry.every_days)
        act.record(
            subjects=["company:1", f"source_plan:{row.pk}"],
            payload={"source": entry.key, "every_days": entry.every_days, "role": entry.role, "ended": entry.ended},
        )
    return int(row.pk)
