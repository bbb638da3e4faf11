"""Whether the person who acts may: by role (the matrix), and by what they see (embargo, product scope)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.access.subjects import first_unseen, tables
from kizuki.store.models import User
from kizuki.store.people.delegations import in_force_on
from kizuki.store.people.signers import under_contract
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.record import clock


@dataclass(frozen=True, slots=True)
class Permission:
    """What a person may touch: what they see, and nothing else."""

    viewer: Viewer

    def require(self, subjects: Iterable[str]) -> None:
        """`Refused` where a subject (`device:3`, `task:12`) lies outside the product scope, is under an embargo that
        does not name this person, or is not there: the words are the same, so that nobody learns what there is."""
        missing = first_unseen(self.viewer, subjects)
        if missing is not None:
            raise no_row(*missing)


def no_row(kind: str, identity: object, place: str = "") -> Refused:
    """The refusal of what is not there, or not for this person."""
    return Refused(place or kind, f"there is no {tables()[kind].__name__.lower()} with pk {identity}")


def viewer_of(actor: str) -> Viewer:
    """Who looks, when the person or the part of the program with this code acts."""
    kind, _, identity = actor.partition(":")
    return Viewer(int(identity), "") if kind == "user" else PROGRAM


def permission_of(actor: str, verb: str) -> Permission | None:
    """The permission of a person (`user:3`) to run a verb; None for a part of the program, which no matrix binds.

    `Refused` where there is no such person, where they have left, or where the matrix does not give them the verb.
    """
    kind, _, identity = actor.partition(":")
    if kind != "user":
        return None
    row = User.objects.filter(pk=int(identity)).values_list("sign_in_name", "role", "is_active").first()
    if row is None:
        raise Refused("actor", f"there is no person {identity}")
    name, role, active = row
    if not active:
        raise Refused("actor", f"{name} has left and may not act any more")
    if role == "reviewer" and not under_contract(int(identity), clock.today()):
        raise Refused("actor", f"{name} (reviewer) has no contract in force today")
    if not may(role, verb) and not any(may(held, verb) for held in _roles_held_for_others(int(identity))):
        raise Refused("actor", f"{name} ({role}) may not {verb}")
    return Permission(Viewer(int(identity), role))


def _roles_held_for_others(user_id: int) -> list[str]:
    """The roles of the people for whom a person stands in today (代理)."""
    rows = in_force_on(clock.today()).filter(deputy_id=user_id)
    return list(rows.values_list("principal__role", flat=True))
