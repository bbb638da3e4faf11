"""Of which cases a periodic report tells, and which a question about a trend counted: each is seen by who sees all.

Nobody wrote it down before: what stands is taken to tell of every case of its device that was opened by then, so that
nothing is shown to more people than may see it.
"""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


def name_every_case(apps: Any, schema_editor: Any) -> None:
    """A row for each case of the device that stood when the report was drafted, or the question last moved."""
    using = schema_editor.connection.alias
    case = apps.get_model("store", "Case").objects.using(using)
    told, counted = (apps.get_model("store", name) for name in ("ToldCase", "CountedCase"))
    for report in apps.get_model("store", "PeriodReport").objects.using(using).order_by("pk"):
        stood = case.filter(device_id=report.device_id, opened_at__lte=report.drafted_at).values_list("pk", flat=True)
        told.objects.using(using).bulk_create(told(report=report, case_id=pk) for pk in stood.order_by("pk"))
    questions = apps.get_model("store", "Obligation").objects.using(using).filter(kind="trend", device__isnull=False)
    for asked in questions.order_by("pk"):
        stood = case.filter(device_id=asked.device_id).values_list("pk", flat=True)
        counted.objects.using(using).bulk_create(counted(obligation=asked, case_id=pk) for pk in stood.order_by("pk"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0041_api_tokens_and_uploads")]

    rewrites: ClassVar = ("store_toldcase", "store_countedcase")

    operations: ClassVar = [
        migrations.CreateModel(
            name="ToldCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="store.case"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told", to="store.periodreport"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CountedCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counted", to="store.case"
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counted", to="store.obligation"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="toldcase",
            constraint=models.UniqueConstraint(fields=("report", "case"), name="one_row_per_period_report_and_case"),
        ),
        migrations.AddConstraint(
            model_name="countedcase",
            constraint=models.UniqueConstraint(fields=("obligation", "case"), name="one_row_per_question_and_case"),
        ),
        migrations.RunPython(name_every_case, migrations.RunPython.noop),
    ]
