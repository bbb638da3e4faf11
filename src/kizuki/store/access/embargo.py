"""Who sees a case under embargo: those who are named, and the program itself."""

from __future__ import annotations

from django.db.models import Q

from kizuki.store.models import CaseReader


def seen_by(user_id: int | None, case: str = "") -> Q:
    """The cases that a person may see; `case` leads to the case from the rows that are asked for (`case__`)."""
    if user_id is None:
        return Q()
    named = CaseReader.objects.filter(user_id=user_id).values("case_id")
    return Q(**{f"{case}embargoed": False}) | Q(**{f"{case}pk__in": named})
