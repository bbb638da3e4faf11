"""Which matter and person stands where in a fact sheet: in the sheet itself, or in a table beside an older one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kizuki.core.facts.shorthand import expanded
from kizuki.core.lifecycle.obligations.identities import without_ids
from kizuki.store.models import FactSheet, HarmedPerson, Matter, SheetIdentity
from kizuki.store.record.canonical import canonical_json, digest_of, json_of


def full_form(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts in the full form; a shorthand has one matter with at most one harm."""
    if "matters" in facts or "device" in facts:
        return dict(facts)
    return expanded(dict(facts))[0]


def ids_beside(sheets: Collection[FactSheet]) -> dict[int, dict[str, str]]:
    """The ids that stand beside these sheets, by sheet and place; nothing for one that has its own."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = SheetIdentity.objects.filter(sheet__in=[sheet.pk for sheet in sheets])
    for sheet, place, identity in rows.values_list("sheet_id", "place", "identity"):
        found[sheet][place] = identity
    return found


def with_ids_beside(sheet: FactSheet, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one sheet with its ids, wherever they stand."""
    return with_ids(facts, ids_beside([sheet]).get(sheet.pk, {}))


def with_ids(facts: Mapping[str, Any], beside: Mapping[str, str]) -> dict[str, Any]:
    """The facts of a sheet with the ids that stand beside it; as they are where none do."""
    if not beside:
        return dict(facts)
    found = full_form(facts)
    rows = [dict(row) for row in found["matters"]]
    for place, row in enumerate(rows):
        row["id"] = beside[f"matters.{place}"]
        if row.get("harms") is not None:
            row["harms"] = [
                {**harm, "id": beside[f"matters.{place}.harms.{number}"]} for number, harm in enumerate(row["harms"])
            ]
    return {**found, "matters": rows}


def places_of(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each place of the facts (full form) with its id."""
    for place, row in enumerate(facts["matters"]):
        yield f"matters.{place}", row["id"]
        for number, harm in enumerate(row.get("harms") or ()):
            yield f"matters.{place}.harms.{number}", harm["id"]


def facts_digest(sheet: FactSheet) -> str:
    """The digest of what a sheet says, ids apart: the same before and after ids came to be."""
    return digest_of(canonical_json(without_ids(json_of(sheet.facts))))


class FreshKeys:
    """New ids for the matters and persons of a case, counted on from those that it has had."""

    def __init__(self, case_id: int) -> None:
        self.case_id = case_id
        self._matters = Matter.objects.filter(key__startswith=f"m{case_id}-").count()
        self._persons = HarmedPerson.objects.filter(key__startswith=f"p{case_id}-").count()
        self.matters: list[str] = []
        self.persons: list[tuple[str, str]] = []

    def matter(self) -> str:
        """The next matter."""
        self._matters += 1
        self.matters.append(f"m{self.case_id}-{self._matters}")
        return self.matters[-1]

    def person(self, matter: str) -> str:
        """The next person, harmed in this matter."""
        self._persons += 1
        key = f"p{self.case_id}-{self._persons}"
        self.persons.append((key, matter))
        return key
