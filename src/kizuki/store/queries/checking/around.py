"""What the record holds around a report: first reports, what was told to whom, the hospital's own report."""

from __future__ import annotations

from kizuki.core.facts import Matter
from kizuki.core.forms.checking import FirstSheet, Hospital, Recorded
from kizuki.store.access.seen import seen
from kizuki.store.cases.parts import place_of
from kizuki.store.models import Communication, FirstReport, HospitalReport, Narrative, Report, SafetyInformation
from kizuki.store.obligations.ledger import goes_on_at, ledger_of
from kizuki.store.queries.hospital_report import hospital_comparison
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import JAPAN

EXPLAINED = "difference"
"""The kind of a text that explains why the hospital's own report says otherwise."""


def first_sheet(report: Report) -> FirstSheet:
    """How it stands with the prompt first report of its own matter and person."""
    rows = [
        row
        for row in ledger_of(goes_on_at(report.case_id))
        if row.matter == report.matter and row.person in ("", report.person)
    ]
    owed = [row for row in rows if row.kind == "first_report"]
    late = [row for row in rows if row.kind == "late" and row.item == "first_report"]
    return FirstSheet(
        owed=bool(owed),
        sent=bool(owed) and not any(row.running for row in owed),
        late=bool(late),
        told=not any(row.running for row in late),
    )


def recorded(viewer: Viewer, report: Report) -> tuple[Recorded, ...]:
    """Communications of the case and first reports that went, each by its day in Japan."""
    told = seen(viewer, Communication).filter(case_id=report.case_id).values_list("at", flat=True)
    sheets = seen(viewer, FirstReport).filter(case_id=report.case_id, delivered=True)
    found = [Recorded("communication", at.astimezone(JAPAN).date()) for at in told]
    found += [
        Recorded("first_report", at.astimezone(JAPAN).date()) for at in sheets.values_list("sent_at", flat=True)
    ]
    return tuple(dict.fromkeys(found))


def hospital(viewer: Viewer, report: Report) -> Hospital:
    """The hospital's own report held against ours; what a person settled after it came is explained."""
    if report.case.hospital_id is None:
        return Hospital()
    compared = hospital_comparison(viewer, report.case_id)
    newest = seen(viewer, HospitalReport).filter(case_id=report.case_id).order_by("-revision").first()
    return Hospital(
        concerned=True,
        state=compared.state,
        fields=tuple((one.field.id, one.state) for one in compared.fields),
        explained=newest is not None and _explained(report, newest),
    )


def _explained(report: Report, theirs: HospitalReport) -> bool:
    rows = Narrative.objects.filter(
        case_id=report.case_id,
        kind=EXPLAINED,
        place=place_of("report", report.matter, report.person),
        made_at__gte=theirs.recorded_at,
    )
    settled = report.case.obligations.filter(
        kind="alignment", matter=report.matter, ended_by="align", ended_at__gte=theirs.recorded_at
    )
    return rows.exists() or settled.exists()


def is_related(matter: Matter) -> bool:
    """Whether somebody said on which source it rests that the harm is related."""
    return "harms" in matter.evidence or any("severity" in harm.evidence for harm in matter.harms)


def newer_information(viewer: Viewer, report: Report) -> int:
    """How many pieces of information joined the case after the report was drawn up."""
    rows = seen(viewer, SafetyInformation).filter(case_id=report.case_id, received_at__gt=report.drafted_at)
    return rows.count()
