"""Sealed texts are found by a part of their words."""

from typing import ClassVar

from django.db import migrations, models

import kizuki.store.sealing.field


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0055_who_was_told_of_the_end")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", kizuki.store.sealing.field.SealedTextField(commitment="secret_commitment", row=("id",))),
                (
                    "secret_commitment",
                    kizuki.store.sealing.field.CommitmentField(blank=True, default="", max_length=64),
                ),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_search_key")]},
        ),
        migrations.CreateModel(
            name="TextGram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.SmallIntegerField()),
                ("row", models.BigIntegerField()),
                ("token", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["source", "row"], name="pairs_of_a_text")],
                "constraints": [
                    models.UniqueConstraint(fields=("token", "source", "row"), name="a_pair_once_in_a_text")
                ],
            },
        ),
    ]
