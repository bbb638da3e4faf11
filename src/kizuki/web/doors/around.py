"""What stands beside the obligations of a case: reports, decisions and proposals, by which a way to an end is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kizuki.store.queries.next_steps import ReportAt, decisions_at, reports_at
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.waiting_signatures import ProposalAt, waiting


@dataclass(frozen=True, slots=True)
class Around:
    """What a case has beside its obligations: its reports, and the id of its newest no-report decision, lead to pages of
    their own; `proposals` wait for a signature. `own_change`: the viewer made a change that waits, and does not sign
    it."""

    case_id: int
    reports: Sequence[ReportAt] = ()
    decision: int | None = None
    proposals: Sequence[ProposalAt] = ()
    own_change: bool = False


def around(viewer: Viewer, case_ids: Collection[int]) -> dict[int, Around]:
    """What these cases have beside their obligations, by case."""
    reports: dict[int, list[ReportAt]] = defaultdict(list)
    proposals: dict[int, list[ProposalAt]] = defaultdict(list)
    for report in reports_at(viewer, case_ids):
        reports[report.case_id].append(report)
    proposed, own = waiting(viewer, case_ids)
    for proposal in proposed:
        proposals[proposal.case_id].append(proposal)
    decisions = decisions_at(viewer, case_ids)
    return {
        case_id: Around(case_id, reports[case_id], decisions.get(case_id), proposals[case_id], case_id in own)
        for case_id in case_ids
    }
