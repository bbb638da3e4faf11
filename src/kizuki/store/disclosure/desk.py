"""The standing list as it is on this day: who is named on it and still here."""

from __future__ import annotations

from kizuki.store.models import FinderDesk, User


def newest_desk() -> FinderDesk | None:
    """The desk as set last; None before the first time."""
    return FinderDesk.objects.order_by("-revision").first()


def readers_now() -> list[int]:
    """The ids of those on the list who have not left; empty where none was set, or all have left."""
    desk = newest_desk()
    if desk is None:
        return []
    return list(User.objects.filter(pk__in=desk.readers, is_active=True).order_by("pk").values_list("pk", flat=True))
