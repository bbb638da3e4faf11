"""Until when a report is due."""

from __future__ import annotations

from datetime import date

from kizuki.core.forms.judged import is_of
from kizuki.core.forms.told import Told
from kizuki.core.reporting import Determination as Answer
from kizuki.store.models import Submission
from kizuki.store.report_lines import Line


def due_day(answer: Answer, form: int, told: Told, line: Line) -> date | None:
    """The earliest day among the duties, met or open, of its own matter and person on its form.

    A follow-up is due on the day that the report before it promised, or by a duty for which none before it spoke.
    """
    spoken = _spoken(line)
    days = [
        duty.due_on
        for duty in answer.duties
        if is_of(duty, form, told)
        and duty.due_on is not None
        and not spoken & {(duty.item, duty.person_id or ""), (duty.item, None)}
    ]
    before = line.sent[-1] if line.sent else None
    if before is not None and before.next_report_on is not None:
        days.append(before.next_report_on)
    return min(days, default=None)


def _spoken(line: Line) -> set[tuple[str, str | None]]:
    """Items for which the reports of the line spoke, with the person; reports of before named none."""
    rows = Submission.objects.filter(report__in=[report.pk for report in line.sent]).values_list("covers", flat=True)
    return {(entry[0], entry[2] if len(entry) == 3 else None) for covers in rows for entry in covers}
