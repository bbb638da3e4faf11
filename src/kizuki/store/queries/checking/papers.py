"""The papers of a report: what goes with it, and the signatures under it."""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.core.devices.listed import earliest_day, of_the_edition_on
from kizuki.core.forms.checking import Attachments, Paper, Said
from kizuki.core.forms.checking.situation import text_of
from kizuki.store.access.seen import seen
from kizuki.store.devices.listed import entries_of
from kizuki.store.models import Attachment, Precaution, Report, ReportStep
from kizuki.store.queries.viewer import Viewer
from kizuki.store.reports.standing import rests_on_newest


def attachments(viewer: Viewer, report: Report, boxes: Mapping[str, Said]) -> Attachments:
    """What the box names, what is kept with the case, and the editions of the precautions that stood at the event."""
    rows = list(seen(viewer, Attachment).filter(case_id=report.case_id, erased_at=None))
    named = boxes.get("attachments")
    listed = named.value if named is not None and isinstance(named.value, list) else []
    place = boxes.get("place")
    foreign = place is not None and place.value == "外国"
    return Attachments(
        named=tuple(str(name) for name in listed),
        kept=frozenset(row.document_id for row in rows),
        kept_names=tuple(row.name for row in rows),
        precautions=_precautions(report, boxes),
        foreign=foreign or report.form == "10",
    )


def _precautions(report: Report, boxes: Mapping[str, Said]) -> tuple[tuple[str, str], ...]:
    """The edition in force, with each digest of it that is kept ('' where none is); by the day of the event, else by the
    day on which it was learned."""
    told = next((boxes[name] for name in ("occurrence_date", "first_info_date", "info_date") if name in boxes), None)
    day = earliest_day(text_of(told.value)) if told is not None else None
    if day is None and "first_info_date" in boxes:
        day = earliest_day(text_of(boxes["first_info_date"].value))
    standing = of_the_edition_on(entries_of(report.case.device_id), day) if day is not None else ()
    rows = Precaution.objects.filter(pk__in=[entry.id for entry in standing]).values_list("edition", "document_id")
    found = {(edition, sha256 or "") for edition, sha256 in rows}
    return tuple(sorted({one for one in found if one[1]} or found))


def paper(report: Report, newer: int) -> Paper:
    """Its digest, the digests that stand signed, and whether it rests on the newest facts."""
    signed: list[str] = []
    approved = False
    for step in ReportStep.objects.filter(report=report).order_by("position"):
        if step.move in ("request_review", "send_back", "pull_back"):
            signed, approved = [], False
        elif step.move in ("review", "approve", "approve_afterwards"):
            signed.append(step.signed_sha256)
            approved = approved or step.move != "review"
    return Paper(report.document_id, tuple(signed), approved, rests_on_newest(report), newer)
