"""What a person or a matter is called on paper: by place, as the record's ids mean nothing to whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable

from kizuki.core.facts import Case
from kizuki.core.forms.vocabulary import BEING_CONFIRMED


def called(facts: Case, matter: int, person: int | None) -> str:
    """患者等1; 事項2の患者等1 where the case has several matters; 事項2 where no person is meant."""
    if person is None:
        return f"事項{matter + 1}"
    return f"{f'事項{matter + 1}の' if len(facts.matters) > 1 else ''}患者等{person + 1}"


def called_by_id(facts: Case, names: Iterable[str]) -> str:
    """Those whom the record names by id, as they are called; whoever its facts name no more is 確認中."""
    places = {matter.id: called(facts, at, None) for at, matter in enumerate(facts.matters) if matter.id}
    for at, matter in enumerate(facts.matters):
        places |= {harm.id: called(facts, at, place) for place, harm in enumerate(matter.harms) if harm.id}
    return "・".join(dict.fromkeys(places.get(name, BEING_CONFIRMED) for name in names))
