"""A row that leads to a second thing is seen by who sees both, or its table says why the second is no other one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kizuki.store.duties import Sight, declared, duties_of

WITHIN_ONE_THING = {
    "Assessment.release",
    "Capacity.replaces",
    "Case.release",
    "Determination.fact_sheet",
    "DeviceEvent.replaces",
    "DeviceTally.device",
    "EndProposal.words",
    "FirstReportObligation.obligation",
    "Inquiry.report",
    "KnowledgeDay.follows",
    "ListedTerm.precaution",
    "NoReportDecision.determination",
    "NoReportDecision.explanation",
    "Obligation.follows",
    "ObligationStep.reason",
    "Patch.release",
    "PeriodReport.period",
    "PeriodReportObligation.obligation",
    "Precaution.replaces",
    "Reopening.reason",
    "Report.determination",
    "ReportObligation.obligation",
    "ReportStep.comment",
    "SentSheet.release",
    "Transmission.instead_of",
    "Unit.release",
    "UnitPatch.unit",
    "UnitPatchMove.unit",
}
"""Keys within one case or device: the verbs that write them take both rows from it."""

BESIDE = {"Incident.kept_as", "Incident.split_from", "RecordJoin.into", "SafetyInformation.follows"}
"""Keys to another thing of the same kind. The row is the thing itself, so it cannot be hidden for what it leads to: pages
ask for the other one by itself, and a key alone is a number (docs/security.md)."""


def links_beside_the_ways() -> Iterator[str]:
    for model, duties in declared():
        belongs = duties.belongs
        begins = {way.partition("__")[0] for way in (*belongs.ways().values(), belongs.tells) if way}
        # A row of what was counted is seen with all the others that were: `tells` comes back to its own table.
        begins |= {belongs.tells.rpartition("__")[2]} if _comes_back(model, belongs.tells) else set()
        for field in model._meta.concrete_fields:
            related = field.related_model
            if related is None or not hasattr(related, "duties") or belongs.sight is Sight.COMPANY:
                continue
            if duties_of(related).belongs.ways() and field.name not in begins:
                yield f"{model.__name__}.{field.name}"


def _comes_back(model: type[Any], way: str) -> bool:
    """Whether a way leads through rows of the table that declares it."""
    at, met = model, []
    for step in way.split("__") if way else ():
        at = at._meta.get_field(step).related_model
        met.append(at)
    return model in met


def test_a_key_to_something_that_may_be_hidden_is_a_way_or_stays_within_one_thing() -> None:
    """A new one is declared as a way (or in `tells`), or said here to lead nowhere else."""
    assert set(links_beside_the_ways()) == WITHIN_ONE_THING | BESIDE
