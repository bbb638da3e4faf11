"""What was confirmed of reported terms: known by which sentence, or not listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.devices.listed import KNOWN
from kizuki.core.forms.checking import Listed
from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import KeptText, ListedTerm
from kizuki.store.queries.viewer import Viewer

KNOWN_KEYS = ("device_problems", "health_impacts")
"""The lists of an event whose terms are asked 既知・未知."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One confirmation. `sentence` and `edition` are those of the precaution that it quotes (`precaution:<id>`)."""

    id: int
    matter: str
    person: str
    code: str
    term: str
    answer: str
    proposed: str
    precaution: int | None
    sentence: str
    edition: str
    in_force_on: date | None
    event_on: date | None
    reason: str
    confirmed_by: str
    confirmed_at: datetime

    @property
    def known(self) -> bool:
        """Whether the term counts as known (既知)."""
        return self.answer in KNOWN


def listed_of(viewer: Viewer, case_id: int) -> tuple[ListedRow, ...]:
    """The newest confirmation of each term of a case, in the order in which the terms were first confirmed."""
    rows = (
        seen(viewer, ListedTerm).filter(case_id=case_id).select_related("precaution", "confirmed_by").order_by("pk")
    )
    found = list(rows)
    texts = _texts([row.pk for row in found], viewer)
    newest: dict[tuple[str, str, str, str], ListedRow] = {}
    for row in found:
        term = texts.get((row.pk, "term"), "")
        newest[row.matter, row.person, row.code, "" if row.code else term] = ListedRow(
            id=row.pk,
            matter=row.matter,
            person=row.person,
            code=row.code,
            term=term,
            answer=row.answer,
            proposed=row.proposed,
            precaution=row.precaution_id,
            sentence=row.precaution.body if row.precaution else "",
            edition=row.edition,
            in_force_on=row.precaution.dated_on if row.precaution else None,
            event_on=row.event_on,
            reason=texts.get((row.pk, "reason"), ""),
            confirmed_by=row.confirmed_by.display_name,
            confirmed_at=row.confirmed_at,
        )
    return tuple(newest.values())


def listed_for_check(viewer: Viewer, case_id: int, matter: str, person: str) -> tuple[Listed, ...]:
    """The confirmations that speak of one matter and person, as the check reads them."""
    return tuple(
        Listed(row.code, row.term, row.known, row.sentence, row.edition, row.in_force_on, row.event_on)
        for row in listed_of(viewer, case_id)
        if row.matter == matter and row.person in ("", person)
    )


def _texts(ids: list[int], viewer: Viewer) -> Mapping[tuple[int, str], str]:
    rows = KeptText.objects.filter(subject__in=[f"listed_term:{pk}" for pk in ids]).order_by("revision")
    return {
        (int(row.subject.partition(":")[2]), row.kind): say("record.erased", viewer.lang)
        if row.erased_at
        else row.body
        for row in rows
    }
