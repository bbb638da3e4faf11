"""People, for choosing who sees to something."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import User
from kizuki.store.people.signers import report_chain, roles_held, single_person
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """In which roles the viewer may act on a day (their own and those they stand in for), whether one person may sign
    alone on it, and in how many steps a report is signed."""

    roles: tuple[str, ...]
    single_person: bool
    report_steps: int


def standing_of(viewer: Viewer, on: date) -> Standing:
    """The viewer as a signer; somebody who has left, and a reviewer without a contract on that day, has no role."""
    roles = () if viewer.user_id is None else roles_held(viewer.user_id, on)
    return Standing(roles, single_person(on), report_chain())


def roles_today(viewer: Viewer, on: date) -> tuple[str, ...]:
    """The roles in which the viewer may act on a day: their own, and those of the people for whom they stand in."""
    return () if viewer.user_id is None else roles_held(viewer.user_id, on)


def people_who_act(viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """Id and name of everyone who has not left and does more than read."""
    rows = seen(viewer, User).filter(is_active=True).exclude(role="auditor").order_by("display_name", "pk")
    return tuple(rows.values_list("pk", "display_name"))


def people_of_posts(viewer: Viewer, roles: Collection[str]) -> tuple[tuple[int, str], ...]:
    """Id and name of everyone who has not left and holds one of these posts."""
    rows = seen(viewer, User).filter(is_active=True, role__in=roles).order_by("display_name", "pk")
    return tuple(rows.values_list("pk", "display_name"))


def everybody(viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """Id and name of everyone who has not left, those who only read too."""
    rows = seen(viewer, User).filter(is_active=True).order_by("display_name", "pk")
    return tuple(rows.values_list("pk", "display_name"))
