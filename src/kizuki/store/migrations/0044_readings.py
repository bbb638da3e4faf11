"""Who read what may name a patient; and a mail that says that something of the installation does not work."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0043_what_hospitals_are_told")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("door", models.CharField(choices=[("web", "web"), ("api", "api")], max_length=3)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="store.case",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="store.incident",
                    ),
                ),
                (
                    "information",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="store.safetyinformation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "at"], name="reading_by_person"),
                    models.Index(fields=["case", "at"], name="reading_by_case"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case__isnull", False),
                            ("information__isnull", False),
                            ("incident__isnull", False),
                            _connector="OR",
                        ),
                        name="a_reading_is_of_something",
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reminder", "reminder"),
                    ("digest", "digest"),
                    ("access_link", "access_link"),
                    ("access_used", "access_used"),
                    ("call", "call"),
                    ("hook", "hook"),
                    ("alarm", "alarm"),
                ],
                max_length=16,
            ),
        ),
    ]
