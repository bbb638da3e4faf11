"""Having the register watched where what changed is about a case: a feed of a hundred thousand records asks seldom."""

from __future__ import annotations

from collections.abc import Iterable

from kizuki.actions.verb import Act
from kizuki.store.models import AdvisoryAlias, CaseVulnerability


def watch_where_tied(act: Act, advisories: Iterable[int]) -> None:
    """Ask for the register to be watched if a case is tied to one of these records by any of its names; called inside
    the verb that changed them, some hundred at a time."""
    names = AdvisoryAlias.objects.filter(advisory__in=list(advisories)).values("name")
    if CaseVulnerability.objects.filter(name__in=names).exists():
        act.watch_register()
