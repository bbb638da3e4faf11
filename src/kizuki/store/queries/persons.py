"""Matters and persons harmed, as people call them: by their case, and by their place in it."""

from __future__ import annotations

from collections.abc import Iterable

from kizuki.core.glossary import Lang, say
from kizuki.store.queries.known import facts_to_answer
from kizuki.store.queries.obligations import places_of, spoken_of
from kizuki.store.queries.viewer import Viewer


def persons_called(viewer: Viewer, cases: Iterable[tuple[int, str]], lang: Lang) -> dict[str, str]:
    """Each person that these cases (id and number) tell of, by id: `2026-0003 患者等1`. Who sees no such case learns of
    nobody in it."""
    called = {}
    for case_id, number in cases:
        known = facts_to_answer(viewer, case_id)
        places = places_of(known.facts) if known else {}
        several = sum("." not in place for place in places.values()) > 1
        for person, place in places.items():
            if "." not in place or not person:
                continue
            of_matter, position = place.split(".")
            matter = [say("obligation.matter", lang, number=of_matter)] if several else []
            called[person] = " ".join((number, *matter, say("obligation.person", lang, number=position)))
    return called


def called_on_case(viewer: Viewer, case_id: int, lang: Lang) -> dict[str, str]:
    """Each matter (`事項2`) and person (`患者等1`) of a case, by id; '' where there is one of each."""
    known = facts_to_answer(viewer, case_id)
    places = places_of(known.facts) if known else {}
    return {
        one: spoken_of(*(("", one) if "." in place else (one, "")), places, lang) for one, place in places.items()
    }
