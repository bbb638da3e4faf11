"""A piece of information says what it tells of harm: a death is decided on at once."""

from typing import ClassVar

from django.db import migrations, models

TOLD = ("death", "serious", "non_serious", "nobody", "asking", "words_of_death")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0051_how_a_row_stood")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="safetyinformation",
            name="told_harm",
            field=models.CharField(
                blank=True, choices=[(told, told) for told in TOLD], db_default="", default="", max_length=16
            ),
        )
    ]
