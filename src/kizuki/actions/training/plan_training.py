"""Plan that people of a role are trained in a procedure (教育訓練計画)."""

from __future__ import annotations

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.people import ROLES
from kizuki.core.refusal import Refused
from kizuki.store.models import Company, Procedure, TrainingPlan
from kizuki.store.record.keeping_rows import added, locked, standing

LONGEST_DAYS, LONGEST_MONTHS = 365, 60


def plan_training(
    procedure: str, role: str, within_days: int, again_months: int = 0, ended: bool = False, *, actor: Actor
) -> int:
    """Keep that people of a role are trained in the newest edition of a procedure within so many days of its being
    asked, and again after so many months (0: once an edition); `ended` asks nobody any more. Returns its id.

    `Refused` for a procedure that was not recorded, an unknown role, and more days or months than can be meant.
    """
    find(Company, "company", actor=actor, pk=1)
    if role not in ROLES:
        raise Refused("role", f"{role!r} is not one of: {', '.join(ROLES)}")
    if not 0 <= within_days <= LONGEST_DAYS:
        raise Refused("within_days", f"lies between 0 and {LONGEST_DAYS}")
    if not 0 <= again_months <= LONGEST_MONTHS:
        raise Refused("again_months", f"lies between 0 and {LONGEST_MONTHS}")
    person = person_of(actor)
    with verb("plan_training", actor=actor, of=["company:1"]) as act:
        locked(Company, 1)
        if not standing(Procedure, key=procedure).exists():
            raise Refused("procedure", f"there is no procedure {procedure}")
        newest = standing(TrainingPlan, procedure=procedure, role=role).order_by("-pk").first()
        if newest is None and ended:
            raise Refused("role", "nobody of this role is asked")
        told = {"within_days": within_days, "again_months": again_months, "ended": ended}
        if newest is not None and all(getattr(newest, name) == value for name, value in told.items()):
            act.unchanged()
            return int(newest.pk)
        row = added(TrainingPlan, procedure=procedure, role=role, person_id=person, recorded_at=act.at, **told)
        act.defer("watch_training", {})
        act.record(
            subjects=["company:1", f"training_plan:{row.pk}"], payload={"procedure": procedure, "role": role, **told}
        )
    return int(row.pk)
