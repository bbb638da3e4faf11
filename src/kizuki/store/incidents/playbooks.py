"""Playbooks as they stand: edited by the company, or as the program brings them."""

from __future__ import annotations

from kizuki.core.incidents.playbooks import Playbook, read_playbook, seeds
from kizuki.store.models import PlaybookRevision


def playbook_of(key: str) -> Playbook | None:
    """The playbook of this key in its newest revision; None where there is none."""
    row = PlaybookRevision.objects.filter(key=key).order_by("-revision").first()
    return read_playbook(key, row.body, row.revision) if row is not None else seeds().get(key)


def playbooks() -> tuple[Playbook, ...]:
    """Every playbook, those of the program first."""
    keys = dict.fromkeys([*seeds(), *PlaybookRevision.objects.order_by("key").values_list("key", flat=True)])
    found = (playbook_of(key) for key in keys)
    return tuple(book for book in found if book is not None)
