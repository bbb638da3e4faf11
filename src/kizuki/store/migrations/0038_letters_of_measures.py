"""Letters and recall papers of measures, and the judgements on fixes: change of the approval, recall, class."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kizuki.store.models.json_field


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0037_measures_and_disclosure"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeasureJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("change", models.CharField(max_length=20)),
                ("in_field", models.CharField(max_length=20)),
                ("recall_class", models.CharField(blank=True, max_length=4)),
                ("proposed_change", models.CharField(max_length=20)),
                ("proposed_class", models.CharField(max_length=4)),
                ("answers", kizuki.store.models.json_field.JsonField(default=dict)),
                ("edition", models.CharField(max_length=10)),
                ("asked_pmda", models.BooleanField()),
                ("on", models.DateField()),
                ("sha256", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="store.measure"
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegated_measure_judgements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_judgements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "position"), name="one_judgement_of_a_measure_per_position"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hospital_notice", "hospital_notice"),
                            ("patient_notice", "patient_notice"),
                            ("yellow_letter", "yellow_letter"),
                            ("blue_letter", "blue_letter"),
                            ("recall_start", "recall_start"),
                            ("recall_progress", "recall_progress"),
                            ("recall_end", "recall_end"),
                            ("recall_public", "recall_public"),
                            ("end_of_life", "end_of_life"),
                            ("end_of_support", "end_of_support"),
                            ("legacy", "legacy"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("signed", "signed"), ("sent", "sent")], max_length=16
                    ),
                ),
                ("dated_on", models.DateField()),
                ("sha256", models.CharField(max_length=64)),
                ("demand", models.CharField(blank=True, max_length=16)),
                ("gate", kizuki.store.models.json_field.JsonField(default=list)),
                ("written_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("sent_on", models.DateField(null=True)),
                (
                    "english",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="english_letters",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="store.measure"
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegated_letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printed_letters",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "released",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="released_letters",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="written_letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("measure", "number"), name="one_letter_of_a_measure_per_number")
                ],
            },
        ),
    ]
