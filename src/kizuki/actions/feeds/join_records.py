"""Join a record to another one that it is: no judgement is lost."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.findings.same import gave_way
from kizuki.store.findings.twice import Joined, records_locked, why_one
from kizuki.store.findings.twice import join_records as joined
from kizuki.store.models import Advisory


def join_records(old: str, into: str, *, on: date, actor: Actor) -> Joined:
    """Have the record called `old` give way to `into`: the same document under another name, or one that was withdrawn in
    favour of it.

    Their findings become one; the earlier days stay. Of two judgements that say the same one stands; where they differ
    the finding is to triage again and its page shows both. Either name means both from then on, in assessments,
    hazards, the register, signals and spread. `old` stays, and its addresses lead to the other one. `Refused` where
    nothing says that the two are one, or one of them gave way already.
    """
    one, other = (find(Advisory, "record", actor=actor, identifier=name) for name in (old, into))
    with verb("join_records", actor=actor, of=[f"advisory:{one.pk}", f"advisory:{other.pk}"]) as act:
        gone, stands = records_locked(one.pk, other.pk)
        if gave_way([one.pk, other.pk]):
            raise Refused("record", "gave way to another one already")
        why = why_one(gone, stands) if gone.pk != stands.pk else None
        if why is None:
            raise Refused("record", f"nothing says that {old} is {into}")
        done = joined(gone, stands, why, on, act.at)
        act.defer("match_advisories", {"advisories": [other.pk]})
        act.watch_register()
        act.record(
            subjects=[f"advisory:{one.pk}", f"advisory:{other.pk}"],
            payload={"why": why, "matches": done.met + done.moved, "differing": done.differing},
        )
    return done
