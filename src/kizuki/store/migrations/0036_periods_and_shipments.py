"""Units shipped and in use by month; periodic reports with their steps, submissions and receipts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kizuki.store.models.json_field


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0035_duty_roster"),
    ]

    operations = [
        migrations.CreateModel(
            name="PeriodReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=2)),
                ("first_on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("attempt", models.PositiveIntegerField(default=1)),
                ("edition", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in_review"),
                            ("in_approval", "in_approval"),
                            ("approved", "approved"),
                            ("submitted", "submitted"),
                        ],
                        default="draft",
                        max_length=16,
                    ),
                ),
                ("due_on", models.DateField()),
                ("missing", kizuki.store.models.json_field.JsonField(default=list)),
                ("pages", models.PositiveSmallIntegerField()),
                ("events", models.PositiveIntegerField()),
                ("drafted_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="period_reports", to="store.device"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_reports",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="store.runningperiod"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PeriodReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accepted", models.BooleanField()),
                ("received_on", models.DateField()),
                ("receipt_year", models.CharField(blank=True, max_length=8)),
                ("receipt_number", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="store.periodreport"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PeriodReportObligation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_reports",
                        to="store.obligation",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="store.periodreport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PeriodReportStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("move", models.CharField(max_length=24)),
                ("state_before", models.CharField(max_length=16)),
                ("state_after", models.CharField(max_length=16)),
                ("signed_sha256", models.CharField(blank=True, max_length=64)),
                ("single_person", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_report_steps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="store.periodreport"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("shipped", models.PositiveIntegerField()),
                ("total", models.PositiveIntegerField(null=True)),
                ("in_use", models.PositiveIntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shipments", to="store.device"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PeriodSubmission",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="submission",
                        serialize=False,
                        to="store.periodreport",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("portal", "portal"),
                            ("fax", "fax"),
                            ("mail", "mail"),
                            ("post", "post"),
                            ("in_person", "in_person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sent_on", models.DateField()),
                ("sent_at", models.DateTimeField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_proofs",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="period_submissions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="periodreport",
            constraint=models.UniqueConstraint(
                fields=("device", "form", "first_on", "number", "attempt"), name="one_period_report_per_attempt"
            ),
        ),
        migrations.AddConstraint(
            model_name="periodreportobligation",
            constraint=models.UniqueConstraint(
                fields=("report", "obligation"), name="one_row_per_period_report_and_obligation"
            ),
        ),
        migrations.AddConstraint(
            model_name="periodreportstep",
            constraint=models.UniqueConstraint(fields=("report", "position"), name="one_period_step_per_position"),
        ),
        migrations.AddIndex(
            model_name="shipment",
            index=models.Index(fields=["device", "month"], name="shipment_by_month"),
        ),
    ]
