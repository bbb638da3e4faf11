"""The doors that stand on the page of a case: the interview, what waits for a signature, and what may be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.people import may
from kizuki.store.queries.second_look import ProposalRow, proposals_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors import of_case, of_duty
from kizuki.web.doors.around import Around
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Shown, address_of
from kizuki.web.doors.interview import ANSWER
from kizuki.web.doors.offered import Link, links
from kizuki.web.doors.ways import signing_verb

MOST_FORMS = 3
"""So many questions are forms on the page itself; the others lead to a page of their own."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal, and where the viewer signs it ('' where they may not)."""

    row: ProposalRow
    address: str


@dataclass(frozen=True, slots=True)
class CaseDoors:
    """`forms` are the first questions as forms, `records` what may be recorded on the case, `proposals` what waits for a
    second person. `answers`: the viewer may answer facts."""

    forms: tuple[Shown, ...]
    records: tuple[Link, ...]
    proposals: tuple[Waiting, ...]
    answers: bool

    @property
    def rest(self) -> str:
        """The questions that are no forms, as a slice of all."""
        return f"{len(self.forms)}:"


def case_doors(viewer: Viewer, beside: Around, questions: Sequence[str], on: date, kept: dict[str, Any]) -> CaseDoors:
    """The doors of a case for a viewer on a day; a part of the program gets none. `beside` says what waits for their
    signature, `kept` is what the page has read already (`Doing.kept`)."""
    case_id = beside.case_id
    if viewer.user_id is None:
        return CaseDoors((), (), (), answers=False)
    answers = may(viewer.role, "answer_facts")
    forms = [
        ANSWER.shown(Doing(viewer, "answer", case_id, on, {"fact": path}, nth, kept))
        for nth, path in enumerate(questions[:MOST_FORMS] if answers else (), 1)
    ]
    proposals = [Waiting(row, _signing(viewer, beside, row)) for row in proposals_of(viewer, case_id)]
    records = links((*of_duty.ON_CASE, *of_case.DOORS), Doing(viewer, "", case_id, on, kept=kept))
    return CaseDoors(tuple(forms), records, tuple(proposals), answers)


def _signing(viewer: Viewer, beside: Around, row: ProposalRow) -> str:
    verb = signing_verb(row.act)
    if row.id not in {one.id for one in beside.proposals} or not may(viewer.role, verb):
        return ""
    return address_of("case", beside.case_id, verb, {"proposal": row.id})
