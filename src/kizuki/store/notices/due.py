"""Who is reminded of what on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from kizuki.core.lifecycle.obligations import LIVE
from kizuki.core.lifecycle.obligations.kinds import kind_of
from kizuki.core.lifecycle.obligations.rows import RUNNING
from kizuki.core.people import ROLES
from kizuki.core.reminding import AHEAD, Owed, Reminder, reminded_roles, reminder_of
from kizuki.store.access.seen import open_to_everybody, seen
from kizuki.store.models import CorrectiveAction, Obligation, User
from kizuki.store.people.signers import roles_held
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one person is told today of one owner (`case:12`): each obligation with its reminder, the gravest first."""

    person: int
    owner: str
    case: int | None
    information: int | None
    said: tuple[tuple[int, Reminder], ...]


def reminded(on: date) -> Iterator[Reminded]:
    """Everything that is said on a day, by person and owner. Nobody is told of what they do not see."""
    said = list(_said(on))
    people = _people(on)
    held = frozenset(role for roles in people.values() for role in roles)
    by_role: dict[str, set[int]] = defaultdict(set)
    for person, roles in people.items():
        for role in roles:
            by_role[role].add(person)
    for_whom: dict[int, list[tuple[Obligation, Owed, Reminder]]] = defaultdict(list)
    themselves = _themselves([row for row, _, _ in said])
    for row, owed, reminder in said:
        told = reminded_roles(owed, reminder, held)
        for person in sorted({one for role in told for one in by_role[role]} | (themselves[row.pk] & set(people))):
            for_whom[person].append((row, owed, reminder))
    for person, rows in sorted(for_whom.items()):
        yield from _of_person(person, rows)


def _said(on: date) -> Iterator[tuple[Obligation, Owed, Reminder]]:
    days = Q(due_on=None) | Q(due_on__lt=on) | Q(due_on__in=[on + timedelta(days=ahead) for ahead in AHEAD])
    rows = list(Obligation.objects.filter(days, state__in=RUNNING).exclude(state="carried").order_by("pk"))
    met = _met(rows)
    for row in rows:
        owed = Owed(row.kind, row.due_on, row.state == "owed", (row.owner, row.matter) in met)
        reminder = reminder_of(owed, on)
        if reminder is not None:
            yield row, owed, reminder


def _themselves(rows: Iterable[Obligation]) -> Mapping[int, set[int]]:
    """Who owes it themselves, by obligation: who is to be trained, who is to put something right."""
    found: dict[int, set[int]] = defaultdict(set)
    actions = {}
    for row in rows:
        kind, _, rest = row.owner.partition(":")
        if kind == "person":
            found[row.pk].add(int(rest))
        if row.kind == "corrective_action":
            actions[int(rest)] = row.pk
    if actions:
        for pk, owner in CorrectiveAction.objects.filter(pk__in=actions).values_list("pk", "owner"):
            found[actions[pk]].add(owner)
    return found


def _met(rows: Iterable[Obligation]) -> frozenset[tuple[str, str]]:
    """The matters of which an item is met, or was reported as met."""
    owners = {row.owner for row in rows if row.kind == "class_confirmation"}
    items = Obligation.objects.filter(kind="item", state__in=("owed", "sent"), owner__in=owners)
    return frozenset(items.values_list("owner", "matter"))


def _people(on: date) -> Mapping[int, tuple[str, ...]]:
    """Everybody with an address, by the posts that they hold or stand in for."""
    able = User.objects.filter(is_active=True, role__in=ROLES).exclude(mail="").order_by("pk")
    return {pk: roles_held(pk, on) for pk in able.values_list("pk", flat=True)}


def _of_person(person: int, rows: list[tuple[Obligation, Owed, Reminder]]) -> Iterator[Reminded]:
    visible = seen(Viewer(person, ""), Obligation).filter(pk__in=[row.pk for row, _, _ in rows])
    standing = frozenset(visible.values_list("pk", flat=True))
    by_owner: dict[str, list[tuple[Obligation, Reminder]]] = defaultdict(list)
    for row, _, reminder in rows:
        if row.pk in standing:
            by_owner[row.owner].append((row, reminder))
    for owner, found in by_owner.items():
        found.sort(key=lambda one: (kind_of(one[0].kind).rank, one[0].due_on or date.max, one[0].pk))
        told = tuple((row.pk, reminder) for row, reminder in found)
        yield Reminded(person, owner, found[0][0].case_id, found[0][0].information_id, told)


def owed_to(person: int, on: date) -> dict[str, int]:
    """How many obligations a person sees that run: past their day, on it, within a week, later and without a day.

    What is under embargo is not counted, also for its readers: the number leaves the house.
    """
    rows = seen(Viewer(person, ""), Obligation).filter(state__in=LIVE).exclude(state="carried")
    rows = rows.filter(pk__in=open_to_everybody(Obligation).values("pk"))
    found = {"past": 0, "today": 0, "week": 0, "later": 0}
    for due in rows.values_list("due_on", flat=True):
        days = None if due is None else (due - on).days
        if days is None or days > AHEAD[0]:
            found["later"] += 1
        else:
            found["past" if days < 0 else "today" if days == 0 else "week"] += 1
    return found
