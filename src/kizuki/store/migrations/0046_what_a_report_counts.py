"""Of which cases the rate in a report tells, and every cell of a stored document committed to.

Nobody wrote down before what a report on form 9 counts: what stands is taken to count every case of its device that was
opened by then, so that nothing is shown to more people than may see it.
"""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


def name_every_case(apps: Any, schema_editor: Any) -> None:
    """A row for each case of the device that stood when the report was drafted."""
    using = schema_editor.connection.alias
    case = apps.get_model("store", "Case").objects.using(using)
    rated = apps.get_model("store", "RatedCase").objects.using(using)
    reports = apps.get_model("store", "Report").objects.using(using).filter(form="9").select_related("case")
    for report in reports.order_by("pk"):
        stood = case.filter(device_id=report.case.device_id, opened_at__lte=report.drafted_at)
        rated.bulk_create(
            rated.model(report=report, case_id=pk) for pk in stood.order_by("pk").values_list("pk", flat=True)
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0045_finders_are_heard")]

    rewrites: ClassVar = ("store_storeddocument", "store_ratedcase")

    operations: ClassVar = [
        migrations.CreateModel(
            name="RatedCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rated", to="store.case"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rated", to="store.report"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="ratedcase",
            constraint=models.UniqueConstraint(fields=("report", "case"), name="one_row_per_report_and_rated_case"),
        ),
        migrations.RunPython(name_every_case, migrations.RunPython.noop),
    ]
