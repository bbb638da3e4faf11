"""Whether the person who acts may: by role (the matrix), and by the devices that are theirs (product scope)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.access.embargo import seen_by
from kizuki.store.models import Case, ProductScope, User
from kizuki.store.people.delegations import in_force_on
from kizuki.store.people.signers import under_contract
from kizuki.store.record import clock


@dataclass(frozen=True, slots=True)
class Permission:
    """What a person may touch: `devices` are the ids of their scope, None where they may act on every device."""

    person: str
    user_id: int
    devices: frozenset[int] | None

    def require(self, subjects: Iterable[str]) -> None:
        """`Refused` where a subject (`device:3`, `case:12`) lies outside the scope, or is a case under embargo that
        does not name this person."""
        named = [subject.split(":") for subject in subjects]
        cases = [int(parts[1]) for parts in named if parts[0] == "case"]
        if Case.objects.filter(pk__in=cases).exclude(seen_by(self.user_id)).exists():
            raise Refused("actor", f"{self.person} may not act on this case (embargo)")
        if self.devices is None:
            return
        devices = {int(parts[1]) for parts in named if parts[0] == "device"}
        devices |= set(Case.objects.filter(pk__in=cases).values_list("device_id", flat=True))
        if devices - self.devices:
            raise Refused("actor", f"{self.person} may not act on this device (product scope)")


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
    scope = frozenset(ProductScope.objects.filter(user_id=int(identity)).values_list("device_id", flat=True))
    return Permission(name, int(identity), scope or None)


def _roles_held_for_others(user_id: int) -> list[str]:
    """The roles of the people for whom a person stands in today (代理)."""
    rows = in_force_on(clock.today()).filter(deputy_id=user_id)
    return list(rows.values_list("principal__role", flat=True))
