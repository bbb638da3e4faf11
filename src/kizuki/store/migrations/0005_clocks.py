"""Cases of an earlier release get the clock that they ran by."""

from typing import Any, ClassVar

from django.db import migrations
from django.db.models import Case, F, Value, When


def _start(apps: Any, schema_editor: Any) -> None:
    every = apps.get_model("store", "Case").objects.using(schema_editor.connection.alias)
    cases = every.filter(state="open", clock="")
    # Nothing could be submitted or decided before: what is owed is the working due day, else the planning day.
    cases.filter(outcome="no_report").update(clock="decision", clock_on=F("planning_due_on"))
    cases.exclude(outcome__in=("", "no_report")).filter(working_due_on__isnull=False).update(
        clock="duty", clock_on=F("working_due_on")
    )
    cases.filter(clock_on=None).update(
        clock=Case(When(planning_due_on=None, then=Value("")), default=Value("planning")),
        clock_on=F("planning_due_on"),
    )


class Migration(migrations.Migration):
    """Each verb that changes what is owed keeps the clock from here on."""

    dependencies: ClassVar = [("store", "0004_reports_and_register")]
    operations: ClassVar = [migrations.RunPython(_start, migrations.RunPython.noop)]
