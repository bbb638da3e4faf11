"""Who was named when information came in: hospitals that are not on our list, who told it, who of the company took it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet

from kizuki.store.models import InformationReceipt, KeptText, SafetyInformation

_PERSONS, _HOSPITALS = ("reporter",), ("hospital",)
_HONORIFIC = re.compile(r"\s*(様|さん|氏|先生|殿)$")
LONGEST = 60
"""A longer line is a sentence, and names nobody as it stands."""


def told_at_the_intake(information: QuerySet[SafetyInformation]) -> Mapping[str, tuple[str, ...]]:
    """The names that these pieces of information told, by kind (person, hospital): a text of a report holds them no more
    than those that are registered."""
    ids = list(information.values_list("pk", flat=True))
    receipts = list(InformationReceipt.objects.filter(information__in=ids).values_list("pk", flat=True))
    told = _texts([f"information:{pk}" for pk in ids], (*_PERSONS, *_HOSPITALS))
    takers = _texts([f"receipt:{pk}" for pk in receipts], ("name",))
    hospitals = [text for text in told if text.kind in _HOSPITALS]
    persons = [text for text in told if text.kind in _PERSONS]
    return {"person": tuple(_names((*persons, *takers))), "hospital": tuple(_names(hospitals))}


def _texts(subjects: Iterable[str], kinds: Iterable[str]) -> list[KeptText]:
    wanted = KeptText.objects.filter(subject__in=list(subjects), kind__in=list(kinds), erased_at=None)
    return list(wanted.order_by("pk"))


def _names(texts: Iterable[KeptText]) -> Iterator[str]:
    """Each line that is short enough to be a name, without the word of respect behind it."""
    for text in texts:
        for line in text.body.splitlines():
            name = _HONORIFIC.sub("", line.strip())
            if name and len(name) <= LONGEST:
                yield name
