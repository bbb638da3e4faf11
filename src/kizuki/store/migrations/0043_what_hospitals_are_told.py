"""What hospitals are told without an account, and the questionnaires that they were sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kizuki.store.sealing.field


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0042_what_was_counted"),
    ]

    operations = [
        migrations.CreateModel(
            name="HospitalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seal", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("ends_on", models.DateField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="store.hospital"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_hospital_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revoked_hospital_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Responsibilities",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("on", models.DateField()),
                (
                    "sheet",
                    kizuki.store.sealing.field.SealedJsonField(
                        blank=True, commitment="sheet_commitment", default=dict, row=("id",)
                    ),
                ),
                (
                    "sheet_commitment",
                    kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                ("recorded_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsibilities",
                        to="store.hospital",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsibilities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HospitalAcknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "name",
                    kizuki.store.sealing.field.SealedTextField(blank=True, commitment="name_commitment", row=("id",)),
                ),
                (
                    "name_commitment",
                    kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                (
                    "post",
                    kizuki.store.sealing.field.SealedTextField(blank=True, commitment="post_commitment", row=("id",)),
                ),
                (
                    "post_commitment",
                    kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                (
                    "remark",
                    kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="remark_commitment", row=("id",)
                    ),
                ),
                (
                    "remark_commitment",
                    kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                ("way", models.CharField(max_length=12)),
                ("on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hospital_acknowledgements",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hospital_acknowledgements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="store.hospitallink",
                    ),
                ),
                (
                    "responsibilities",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="store.responsibilities",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SentSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(max_length=40)),
                ("edition", models.CharField(max_length=40)),
                ("filled", models.PositiveIntegerField()),
                ("boxes", models.PositiveIntegerField()),
                ("on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "answers",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets_answered",
                        to="store.storeddocument",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_sheets",
                        to="store.device",
                    ),
                ),
                (
                    "hospital",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sent_sheets", to="store.hospital"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_sheets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_sheets",
                        to="store.release",
                    ),
                ),
                (
                    "workbook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets_as_workbook",
                        to="store.storeddocument",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SheetFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=64)),
                ("answer", models.CharField(max_length=16)),
                (
                    "words",
                    kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="words_commitment", row=("id",)
                    ),
                ),
                (
                    "words_commitment",
                    kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                ("on", models.DateField()),
                ("target_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet_facts",
                        to="store.device",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet_facts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="responsibilities",
            constraint=models.UniqueConstraint(fields=("hospital", "number"), name="one_responsibilities_per_number"),
        ),
        migrations.AddIndex(
            model_name="sentsheet",
            index=models.Index(fields=["hospital", "sheet", "device", "-id"], name="newest_sent_sheet"),
        ),
        migrations.AddIndex(
            model_name="sheetfact",
            index=models.Index(fields=["owner", "name", "-id"], name="newest_sheet_fact"),
        ),
    ]
