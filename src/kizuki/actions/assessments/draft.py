"""The draft of an assessment: kept at every answer, without audit; the first audited act is Save."""

from __future__ import annotations

from kizuki.actions.assessments.sheet import Sheet, sheet_of, sheet_of_record
from kizuki.store.models import Assessment, AssessmentDraft


def draft_of(person: int, device_id: int, advisory_id: int) -> Sheet | None:
    """The draft of this person; None where they have none."""
    row = AssessmentDraft.objects.filter(person_id=person, device_id=device_id, advisory_id=advisory_id).first()
    return sheet_of(row.sheet) if row else None


def sheet_of_current(device_id: int, advisory_id: int) -> Sheet:
    """The sheet that a new draft begins with: that of the current revision, whoever kept it, else an empty one."""
    row = Assessment.objects.filter(device_id=device_id, advisory_id=advisory_id, current=True).first()
    return sheet_of_record(row.record) if row else Sheet()


def keep_draft(person: int, device_id: int, advisory_id: int, sheet: Sheet) -> None:
    """Keep the draft in place of the one before."""
    AssessmentDraft.objects.update_or_create(
        person_id=person, device_id=device_id, advisory_id=advisory_id, defaults={"sheet": sheet.as_json()}
    )


def drop_draft(person: int, device_id: int, advisory_id: int) -> None:
    """Throw the draft away."""
    AssessmentDraft.objects.filter(person_id=person, device_id=device_id, advisory_id=advisory_id).delete()
