"""Numbers that stand in text columns, in the order of numbers: what is longer is higher, then digit by digit."""

from __future__ import annotations

from django.db.models import Model, QuerySet
from django.db.models.functions import Length

BY_FORM = (Length("form"), "form")
"""Forms 8 to 12 in their order: as text, form 10 would stand before form 8."""


def highest_number(rows: QuerySet[Model], prefix: str) -> list[str]:
    """The highest `number` that begins with `prefix`; nothing where none does."""
    given = rows.filter(number__startswith=prefix).order_by(Length("number").desc(), "-number")
    return [str(number) for number in given.values_list("number", flat=True)[:1]]
