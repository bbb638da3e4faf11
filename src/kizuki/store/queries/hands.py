"""Whose move it is on many cases at once: who holds which post, who may act on which case, and who took which task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kizuki.core.lifecycle.obligations.kinds import VIEWS
from kizuki.store.access.seen import seen
from kizuki.store.models import Case, EmbargoReader, ProductScope, Task, User
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Hand:
    """A person who has not left, and the post that they hold."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Hands:
    """`people` are all that have not left; `able` those who may act on a case, for each case that not everybody may act
    on; `taken` the name of who took a task that is the view of an obligation, by case and kind of obligation."""

    people: tuple[Hand, ...] = ()
    able: Mapping[int, frozenset[int]] = field(default_factory=dict)
    taken: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def holding(self, role: str, case_id: int | None, besides: int | None = None) -> Iterator[Hand]:
        """Who holds a post and may act on this case, but for one person."""
        able = self.able.get(case_id) if case_id is not None else None
        for one in self.people:
            if one.role == role and one.id != besides and (able is None or one.id in able):
                yield one


def hands(viewer: Viewer, case_ids: Collection[int]) -> Hands:
    """Of these cases; in a number of queries that does not grow with them."""
    people = seen(viewer, User).filter(is_active=True).order_by("display_name", "pk")
    tasks = seen(viewer, Task).filter(case__in=case_ids, state="open", kind__in=VIEWS, owner__isnull=False)
    return Hands(
        tuple(Hand(*row) for row in people.values_list("pk", "display_name", "role")),
        _able(viewer, case_ids),
        {
            (case_id, VIEWS[kind]): name
            for case_id, kind, name in tasks.values_list("case_id", "kind", "owner__display_name")
            if case_id is not None
        },
    )


def _able(viewer: Viewer, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """By case under embargo, and by case of a device that the scope of somebody does not name, who is left."""
    readers: dict[int, set[int]] = defaultdict(set)
    named = seen(viewer, EmbargoReader).filter(embargo__case__in=case_ids, embargo__lifted_at=None)
    for case_id, person in named.values_list("embargo__case_id", "user_id"):
        readers[case_id].add(person)
    scopes: dict[int, set[int]] = defaultdict(set)
    for person, device in seen(viewer, ProductScope).values_list("user_id", "device_id"):
        scopes[person].add(device)
    if not scopes and not readers:
        return {}
    everybody = frozenset(seen(viewer, User).filter(is_active=True).values_list("pk", flat=True))
    found = {}
    for case_id, device in seen(viewer, Case).filter(pk__in=case_ids).values_list("pk", "device_id"):
        within = {one for one in everybody if one not in scopes or device in scopes[one]}
        found[case_id] = frozenset(within & readers[case_id] if case_id in readers else within)
    return found
