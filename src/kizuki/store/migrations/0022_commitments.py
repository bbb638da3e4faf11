"""What the chain commits to: every row of evidence that a verb touched, with the journal by which it is known."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0021_reports_of_one_matter"),
    ]

    operations = [
        migrations.CreateModel(
            name="JournalLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=64)),
                ("row_key", models.CharField(max_length=200)),
                ("operation", models.CharField(max_length=8)),
                ("token", models.CharField(db_index=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Pen",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddField(
            model_name="auditentry",
            name="commitments",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=64)),
                ("row_key", models.CharField(max_length=200)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitment_rows",
                        to="store.auditentry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("table_name"),
                        django.db.models.functions.text.Length("row_key"),
                        models.F("row_key"),
                        models.F("entry"),
                        name="commitment_by_row",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "table_name", "row_key"), name="one_commitment_per_row")
                ],
            },
        ),
    ]
