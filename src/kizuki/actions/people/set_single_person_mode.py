"""The single-person mode of the smallest firms: documented, dated, and written under every signature given in it."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.people import GROUNDS, LONGEST_DAYS
from kizuki.core.refusal import Refused
from kizuki.store.models import Company
from kizuki.store.people.signers import licence_allows_one_person


def set_single_person_mode(
    since: date | None, until: date | None, reason: str, ground: str = "", *, actor: Actor
) -> None:
    """From `since` to `until` a person may look a second time at their own work, with a comment each time and not
    before the next business day; `since` None returns to four eyes.

    `ground` is one of GROUNDS: `absence`, for at most 92 days, or `one_person_licence`, where the only marketing
    licence in force is the third class (`until` None: as long as it is). The reason says why nobody else is there.
    Every signature given in the mode is marked as such and listed in the self-inspection. `Refused` names what is not
    so.
    """
    words = text(reason, "reason", longest=2_000, required=True)
    if since is None:
        until, ground = None, ""
    else:
        _require_ground(since, until, ground)
    with verb("set_single_person_mode", actor=actor, of=["company:1"]) as act:
        company = Company.objects.select_for_update().filter(id=1).first()
        if company is None:
            raise Refused("company", "is not registered yet")
        company.single_person_since, company.single_person_until = since, until
        company.single_person_ground, company.single_person_reason = ground, words
        company.save(
            update_fields=[
                *("single_person_since", "single_person_until", "single_person_ground", "single_person_reason")
            ]
        )
        act.record(
            subjects=["company:1"],
            payload={
                "since": since.isoformat() if since else "",
                "until": until.isoformat() if until else "",
                "ground": ground,
            },
        )


def _require_ground(since: date, until: date | None, ground: str) -> None:
    if ground not in GROUNDS:
        raise Refused("ground", f"{ground!r} is not one of: {', '.join(GROUNDS)}")
    if until is not None and until < since:
        raise Refused("until", f"{until} is before {since}")
    if ground == "absence" and (until is None or (until - since).days >= LONGEST_DAYS):
        raise Refused("until", f"an absence ends within {LONGEST_DAYS} days from {since}")
    if ground == "one_person_licence" and not licence_allows_one_person(since):
        raise Refused("ground", f"on {since} the only marketing licence in force is not the third class (第三種)")
