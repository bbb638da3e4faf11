"""Hospitals are told of the day on which sale or support of a device ends, each with its day and proof."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _of(name: str, *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name="milestone_notices", to=name
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0054_calls_about_information")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="MilestoneNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_on", models.DateField()),
                ("way", models.CharField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("document", _of("store.storeddocument", null=True)),
                ("hospital", _of("store.hospital")),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="store.milestone"
                    ),
                ),
                ("person", _of(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={"indexes": [models.Index(fields=["milestone", "hospital"], name="notice_of_a_milestone")]},
        )
    ]
