"""Legal holds, and what was erased: proposed, signed by a second person, and done."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kizuki.store.models.json_field
import kizuki.store.sealing.field


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("store", "0024_words_are_sealed"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=16)),
                ("on", models.DateField()),
                ("rows", kizuki.store.models.json_field.JsonField()),
                ("proposed_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("single_person", models.BooleanField(default=False)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_erasures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_erasures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="reason_commitment", row=("id",)
                    ),
                ),
                (
                    "reason_commitment",
                    kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                ("placed_at", models.DateTimeField()),
                (
                    "lifted_because",
                    kizuki.store.sealing.field.SealedTextField(
                        blank=True, commitment="lifted_because_commitment", row=("id",)
                    ),
                ),
                (
                    "lifted_because_commitment",
                    kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="store.case"
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="store.device",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lifted_holds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placed_holds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
